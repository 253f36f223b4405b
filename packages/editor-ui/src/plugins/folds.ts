import type { Node } from 'prosemirror-model';
import {
  type Command,
  type EditorState,
  Plugin,
  PluginKey,
  Selection,
  TextSelection,
  type Transaction,
} from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { endOfBranch } from '../commands/move.ts';
import { blockStart, caretBlock } from '../commands/ranges.ts';
import { readBlock } from '../schema/block.ts';
import { isBlockId, schema } from '../schema/schema.ts';
import { foundIn } from '../find/found.ts';

/**
 * What stands under a toggle and is folded away. Whether it is, is the reader's own: it is drawn as decorations, and never in the document. A caret,
 * or what was found, is always to be seen: what holds it unfolds.
 */
interface Folds {
  /** Ids of toggles. */
  readonly folded: ReadonlySet<string>;
  readonly decorations: DecorationSet;
}

/** Where a reader's folds are kept while the document is closed. */
export interface FoldPlace {
  read(): readonly string[];
  keep(ids: readonly string[]): void;
}

/** Kept at most; those folded first are forgotten first. */
const MAX_KEPT = 500;

type Order = { readonly id: string; readonly isFolded: boolean };

const key: PluginKey<Folds> = new PluginKey<Folds>('weft-folds');

function toggleId(node: Node): string | undefined {
  const id: unknown = node.attrs['id'];
  return node.type === schema.nodes.block && readBlock(node).kind === 'toggle' && isBlockId(id) ? id : undefined;
}

function decorate(doc: Node, folded: ReadonlySet<string>): DecorationSet {
  if (folded.size === 0) return DecorationSet.empty;
  const marks: Decoration[] = [];
  let position = 0;
  let hiddenTo = 0;
  doc.forEach((node, _, index) => {
    const end = position + node.nodeSize;
    if (index < hiddenTo) marks.push(Decoration.node(position, end, { class: 'weft-folded' }));
    const id = toggleId(node);
    if (id !== undefined && folded.has(id)) {
      marks.push(Decoration.node(position, end, { class: 'weft-fold' }, { isFolded: true }));
      hiddenTo = Math.max(hiddenTo, endOfBranch(doc, index));
    }
    position = end;
  });
  return DecorationSet.create(doc, marks);
}

/** The toggles that fold away the block at a position, outermost first. */
function foldsOver(doc: Node, folded: ReadonlySet<string>, position: number): string[] {
  if (folded.size === 0 || doc.childCount === 0) return [];
  const at = doc.resolve(Math.min(position, doc.content.size)).index(0);
  const over: string[] = [];
  for (let index = 0; index < at; index++) {
    const id = toggleId(doc.child(index));
    if (id !== undefined && folded.has(id) && at < endOfBranch(doc, index)) over.push(id);
  }
  return over;
}

function without(folded: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  return ids.length === 0 ? folded : new Set([...folded].filter((id) => !ids.includes(id)));
}

function apply(tr: Transaction, value: Folds, state: EditorState): Folds {
  const order = tr.getMeta(key) as Order | undefined;
  let { folded } = value;
  if (order) {
    const rest = without(folded, [order.id]);
    folded = order.isFolded ? new Set([...rest, order.id]) : rest;
  }
  const spots = [state.selection.head, foundIn(state)?.place?.from];
  for (const spot of spots) if (spot !== undefined) folded = without(folded, foldsOver(tr.doc, folded, spot));
  if (folded === value.folded && !tr.docChanged) return value;
  return { folded, decorations: decorate(tr.doc, folded) };
}

/** @param place without it, what is folded is forgotten with the editor */
export function foldsPlugin(place: FoldPlace | undefined): Plugin<Folds> {
  return new Plugin<Folds>({
    key,
    state: {
      init(_, { doc }) {
        const folded = new Set((place?.read() ?? []).filter(isBlockId));
        return { folded, decorations: decorate(doc, folded) };
      },
      apply: (tr, value, _, state) => apply(tr, value, state),
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
    view: () => ({
      update(view, previous) {
        const folded = key.getState(view.state)?.folded;
        if (folded && folded !== key.getState(previous)?.folded) place?.keep([...folded].slice(-MAX_KEPT));
      },
    }),
  });
}

export function isFolded(state: EditorState, node: Node): boolean {
  const id = toggleId(node);
  return id !== undefined && key.getState(state)?.folded.has(id) === true;
}

/** Folds what stands under the toggle at `index`, or unfolds it. The caret does not stay in what is folded away. */
export function setFolded(index: number, isFolded?: boolean): Command {
  return (state, dispatch) => {
    const node = state.doc.maybeChild(index);
    const id = node ? toggleId(node) : undefined;
    if (!node || id === undefined) return false;
    const next = isFolded ?? key.getState(state)?.folded.has(id) !== true;
    const tr = state.tr.setMeta(key, { id, isFolded: next } satisfies Order).setMeta('addToHistory', false);
    const { head } = state.selection;
    const start = blockStart(state.doc, index);
    const isInside = head > start + node.nodeSize && head <= blockStart(state.doc, endOfBranch(state.doc, index));
    if (next && isInside) tr.setSelection(TextSelection.create(tr.doc, start + 1 + node.content.size));
    dispatch?.(tr);
    return true;
  };
}

/** `setFolded` for the toggle the caret stands in. */
export const toggleFold: Command = (state, dispatch, view) => {
  const caret = caretBlock(state);
  return caret !== undefined && setFolded(caret.index)(state, dispatch, view);
};

/** Unfolds whatever hides a position, before it is brought into sight. */
export function unfoldAt(view: EditorView, position: number): void {
  for (const id of foldsOver(view.state.doc, key.getState(view.state)?.folded ?? new Set(), position)) {
    view.dispatch(view.state.tr.setMeta(key, { id, isFolded: false } satisfies Order).setMeta('addToHistory', false));
  }
}

/** Where a position is to be seen: itself, or the end of the toggle that folds it away. */
export function seenAt(state: EditorState, position: number): number {
  const [outermost] = foldsOver(state.doc, key.getState(state)?.folded ?? new Set(), position);
  if (outermost === undefined) return Math.min(position, state.doc.content.size);
  let seen = position;
  state.doc.forEach((node, at) => {
    if (node.attrs['id'] === outermost) seen = at + 1 + node.content.size;
  });
  return seen;
}

/** A toggle's Enter at its end: folded, another toggle behind what it hides; open, a paragraph under it. */
export const enterToggle: Command = (state, dispatch) => {
  const caret = caretBlock(state);
  if (!caret || toggleId(caret.node) === undefined) return false;
  const { node, index, position, $caret } = caret;
  const { indent } = readBlock(node);
  if (node.content.size === 0) {
    dispatch?.(state.tr.setNodeAttribute(position, 'kind', 'paragraph').scrollIntoView());
    return true;
  }
  if ($caret.parentOffset < node.content.size) return false;
  const closed = isFolded(state, node);
  const at = closed ? blockStart(state.doc, endOfBranch(state.doc, index)) : position + node.nodeSize;
  const deeper = closed ? indent : indent + 1;
  const fresh = schema.nodes.block.create({
    kind: closed ? 'toggle' : 'paragraph',
    indent: deeper === 0 ? null : deeper,
  });
  const tr = state.tr.insert(at, fresh);
  dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(at + 1))).scrollIntoView());
  return true;
};
