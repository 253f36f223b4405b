import type { Node } from 'prosemirror-model';
import { type EditorState, NodeSelection, type Selection, TextSelection, type Transaction } from 'prosemirror-state';
import { blockStart } from '../commands/ranges.ts';
import { sameBlocks } from '../same-ends.ts';
import { schema } from '../schema/schema.ts';
import { type Change, flatten, type Piece, transactionToChanges } from './changes.ts';
import { suggestLook, suggestMarks } from './looks.ts';
import type { SuggestContext } from './marks.ts';
import { isNested, isSuggestible, type Placed, touchedId, writeChange } from './write-change.ts';

/** What else a transaction may say of itself that others listen to. */
const KEPT_META = ['uiEvent', 'paste', 'inputType', 'composition', 'pointer', 'addToHistory'];

/**
 * The suggestion of what `tr` would have changed; undefined where that cannot be suggested. Pure: any transaction over flat blocks,
 * from whatever command, key, paste or drop, is read as letters and boundaries that come and go.
 */
export function toSuggestion(state: EditorState, tr: Transaction, context: SuggestContext): Transaction | undefined {
  const changes = transactionToChanges(tr);
  if (!changes.every((change) => isSuggestible(tr, change))) return undefined;
  const out = state.tr;
  // Replacing many places makes a suggestion of each; whatever else is one deed is one suggestion.
  const isEach = changes.length > 1 && changes.every(({ from, to, newFrom, newTo }) => to > from && newTo > newFrom);
  let shared: string | undefined;
  const sharedId = (): string => {
    shared ??= continuedId(tr.before, changes, context) ?? context.createId();
    return shared;
  };
  let lookId: string | undefined;
  const freshId = (): string => {
    lookId ??= context.createId();
    return lookId;
  };
  const hasLooks = tr.steps.some((step) => isStill(step.getMap()));
  if (hasLooks && !suggestLooks(out, tr, changes, freshId, context)) return undefined;
  const placed: (Placed | undefined)[] = [];
  for (let index = changes.length - 1; index >= 0; index--) {
    const change = changes[index] as Change;
    const id = isEach ? context.createId() : sharedId();
    placed[index] = writeChange(out, tr.doc, change, id, context);
  }
  if (tr.selectionSet || tr.docChanged) select(out, state, tr, changes, placed);
  if (tr.storedMarks) out.setStoredMarks(tr.storedMarks);
  if (tr.scrolledIntoView) out.scrollIntoView();
  for (const name of KEPT_META) {
    const value: unknown = tr.getMeta(name);
    if (value !== undefined) out.setMeta(name, value);
  }
  return out;
}

/** Whether a step leaves every position where it is: it changed marks or attributes. */
function isStill(map: { forEach(visit: () => void): void }): boolean {
  let isMoving = false;
  map.forEach(() => {
    isMoving = true;
  });
  return !isMoving;
}

function continuedId(before: Node, changes: readonly Change[], context: SuggestContext): string | undefined {
  for (const change of changes) {
    const { from, to, newFrom, newTo } = change;
    const id =
      (newTo > newFrom ? touchedId(before, change, true, context) : undefined) ??
      (to > from ? touchedId(before, change, false, context) : undefined);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** What stayed where it was and looks another way. */
function suggestLooks(
  out: Transaction,
  tr: Transaction,
  changes: readonly Change[],
  id: () => string,
  context: SuggestContext,
): boolean {
  const { before, doc } = tr;
  const [left, right] = sameBlocks(before, doc);
  const start = blockStart(before, left);
  const [end, newEnd] = [blockStart(before, before.childCount - right), blockStart(doc, doc.childCount - right)];
  for (let index = left; index < before.childCount - right; index++) if (isNested(before.child(index))) return false;
  let [from, newFrom] = [start, start];
  for (const change of [...changes, { from: end, to: end, newFrom: newEnd, newTo: newEnd }]) {
    const old = flatten(before, from, Math.max(from, change.from)).pieces;
    const next = flatten(doc, newFrom, Math.max(newFrom, change.newFrom)).pieces;
    if (!suggestPairs(out, old, next, id, context)) return false;
    [from, newFrom] = [change.to, change.newTo];
  }
  return true;
}

/** Two readings of the same signs. */
function suggestPairs(
  out: Transaction,
  old: readonly Piece[],
  next: readonly Piece[],
  id: () => string,
  context: SuggestContext,
): boolean {
  let [i, j] = [0, 0];
  let at = 0;
  while (i < old.length && j < next.length) {
    const [a, b] = [old[i] as Piece, next[j] as Piece];
    const to = Math.min(a.index + a.length, b.index + b.length);
    const position = a.position + at - a.index;
    if (a.node.isText && b.node.isText) {
      suggestMarks(out, position, position + to - at, { old: a.node.marks, next: b.node.marks }, id, context);
    } else if (a.node.isText !== b.node.isText) return false;
    else if (!suggestLook(out, position, a.node, b.node, id, context)) return false;
    at = to;
    if (to === a.index + a.length) i++;
    if (to === b.index + b.length) j++;
  }
  return true;
}

/** The selection goes where it would have gone, past or before what is struck, as the key that struck it goes. */
function select(
  out: Transaction,
  state: EditorState,
  tr: Transaction,
  changes: readonly Change[],
  placed: readonly (Placed | undefined)[],
): void {
  const back = tr.mapping.invert();
  const isForward = (from: number): boolean => state.selection.empty && state.selection.from === from;

  const find = (position: number): number => {
    const index = changes.findIndex(({ newFrom, newTo }) => position >= newFrom && position <= newTo);
    const change = changes[index];
    if (!change) return out.mapping.map(back.map(position));
    const place = placed[index];
    if (!place) {
      return isForward(change.from) ? out.mapping.map(change.to, 1) : out.mapping.map(change.from, -1);
    }
    return out.mapping.slice(place.steps).map(inPlace(tr.doc, change, place, position), -1);
  };
  const { selection } = tr;
  out.setSelection(toSelection(out.doc, selection, find(selection.anchor), find(selection.head)));
}

function inPlace(after: Node, { newFrom, newTo }: Change, place: Placed, position: number): number {
  const signs = flatten(after, newFrom, position).text.length;
  if (place.blocks === undefined || signs <= place.inlineLength) return place.inline + signs;
  const first = flatten(after, newFrom, newTo).pieces.find(({ node }) => !node.isText);
  return place.blocks + position - (first?.position ?? newFrom);
}

function toSelection(doc: Node, like: Selection, anchor: number, head: number): Selection {
  const clamp = (position: number): number => Math.max(0, Math.min(position, doc.content.size));
  if (like instanceof NodeSelection) {
    const node = doc.nodeAt(clamp(anchor));
    if (node && node.type !== schema.nodes.text && NodeSelection.isSelectable(node))
      return NodeSelection.create(doc, clamp(anchor));
  }
  return TextSelection.between(doc.resolve(clamp(anchor)), doc.resolve(clamp(head)));
}
