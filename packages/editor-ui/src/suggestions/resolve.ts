import type { Mark, Node } from 'prosemirror-model';
import { EditorState, type Transaction } from 'prosemirror-state';
import { type CopyId, moveNow } from '../commands/move.ts';
import { joinBlocks } from '../commands/structure.ts';
import { readBlock } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import { schema } from '../schema/schema.ts';
import { isFormat, lookOf, placeOf, textToBreak } from '../schema/suggestion.ts';
import { collectSuggestions, eachPiece, type SuggestionPiece } from './collect.ts';
import { markId, marksNamed } from './marks.ts';

export type Verdict = 'accept' | 'reject';

/** Says that a transaction decides over suggestions, and is not to be made one. */
const DECISION = 'weft-suggestion-decision';

export function isDecision(tr: Transaction): boolean {
  return tr.getMeta(DECISION) === true;
}

/**
 * Whose letters are whose, where one insertion lies in another: the inner one's. Rejecting the outer leaves the words that somebody
 * else suggested in it.
 */
function innerOf(doc: Node): (marks: readonly Mark[], id: string) => boolean {
  const sizes = new Map<string, number>();
  const shared = new Map<string, number>();
  eachPiece(doc, ({ what, id, node, mark, from, to }) => {
    if (what !== 'insertion') return;
    sizes.set(id, (sizes.get(id) ?? 0) + to - from);
    for (const other of marksNamed(node.marks, 'insertion')) {
      if (other === mark) continue;
      const key = `${id} ${markId(other)}`;
      shared.set(key, (shared.get(key) ?? 0) + to - from);
    }
  });
  // `other` lies within `id` when all its letters carry `id`, and `id` has more.
  return (marks, id) =>
    !marksNamed(marks, 'insertion').some((mark) => {
      const other = markId(mark);
      const both = shared.get(`${id} ${other}`) ?? 0;
      return other !== id && both === sizes.get(other) && both < (sizes.get(id) ?? 0);
    });
}

/** What one decision does to the letters and attributes; joins come with it, breaks after it. */
function decideInPlace(tr: Transaction, ids: ReadonlySet<string>, verdict: Verdict): void {
  const pieces: SuggestionPiece[] = [];
  eachPiece(tr.doc, (piece) => {
    if (ids.has(piece.id)) pieces.push(piece);
  });
  const isOwn = pieces.some(({ what }) => what === 'insertion') ? innerOf(tr.doc) : undefined;
  const going: { readonly position: number; readonly steps: number; readonly isJoined: boolean }[] = [];
  const decided = new Set<string>();
  // From the last to the first, so that the positions of those before stay true; a block's letters before the block itself.
  for (const piece of pieces.toSorted((a, b) => b.from - a.from || b.to - a.to)) {
    const { what, from, to, node, mark } = piece;
    const isDeleted =
      mark !== undefined &&
      (what === 'deletion'
        ? verdict === 'accept'
        : what === 'insertion' && verdict === 'reject' && isOwn?.(node.marks, piece.id) === true);
    const place = `${from} ${to}`;
    if (decided.has(place)) continue;
    if (isDeleted) {
      decided.add(place);
      tr.delete(from, to);
    } else if (mark) decideMark(tr, piece, verdict);
    else if (what === 'look') decideLook(tr, piece, verdict);
    else if (what === 'place') tr.setNodeAttribute(from, 'toPlace', null);
    else {
      tr.setNodeAttribute(from, what, null);
      if ((what === 'goes') === (verdict === 'accept')) {
        going.push({ position: from, steps: tr.steps.length, isJoined: what === 'goes' });
      }
    }
  }
  const places = going.map(({ position, steps, isJoined }) => ({
    isJoined,
    at: tr.mapping.slice(steps).map(position),
  }));
  for (const { at, isJoined } of places) removeBlock(tr, at, isJoined);
}

function decideMark(tr: Transaction, { what, mark, node, from, to }: SuggestionPiece, verdict: Verdict): void {
  if (!mark) return;
  const isBreak = what === 'insertion' && verdict === 'accept' && mark.attrs['split'] !== null;
  if (!isBreak) tr.removeMark(from, to, mark);
  else {
    // A break stays marked until the block is split there.
    for (const { index, 0: words } of (node.text ?? '').matchAll(/[^\n]+/g)) {
      tr.removeMark(from + index, from + index + words.length, mark);
    }
  }
  const { mark: format, on, href } = mark.attrs;
  if (what !== 'reformat' || verdict === 'reject' || !isFormat(format)) return;
  const type = schema.marks[format];
  tr.removeMark(from, to, type);
  const safe = toSafeHref(href);
  if (on === true && format !== 'link') tr.addMark(from, to, type.create());
  else if (on === true && safe !== undefined) tr.addMark(from, to, type.create({ href: safe }));
}

function decideLook(tr: Transaction, { node, look, from }: SuggestionPiece, verdict: Verdict): void {
  const found = look && lookOf(node, look);
  if (!found) return;
  tr.setNodeAttribute(from, look, null);
  if (verdict === 'reject') return;
  for (const [name, value] of Object.entries(found.attrs)) tr.setNodeAttribute(from, name, value);
}

/**
 * An empty block goes. Words that are left in one join the block above, as when a person deletes the break between them; in a block that was
 * not to come they are somebody else's, and keep it.
 */
function removeBlock(tr: Transaction, position: number, isJoined: boolean): void {
  const node = tr.doc.nodeAt(position);
  if (!node) return;
  const above = tr.doc.resolve(position).nodeBefore;
  if (node.content.size === 0) tr.delete(position, position + node.nodeSize);
  else if (isJoined && above?.isTextblock) joinBlocks(tr, position - above.nodeSize, above, position, node);
}

/** The last accepted break that is still a letter. */
function findBreak(doc: Node, ids: ReadonlySet<string>, before: number): { position: number; mark: Mark } | undefined {
  let found: { position: number; mark: Mark } | undefined;
  eachPiece(doc, ({ id, what, mark, node, from }) => {
    if (what !== 'insertion' || !mark || !ids.has(id) || textToBreak(mark.attrs['split']) === undefined) return;
    const text = node.text ?? '';
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (from + at < before) found = { position: from + at, mark };
    }
  });
  return found;
}

/** A break becomes two blocks. The words behind it are copied, under the name that whoever accepts the same break gives its copy. */
function splitAtBreak(
  state: EditorState,
  { position, mark }: { position: number; mark: Mark },
  copyId: CopyId,
): Transaction {
  const tr = state.tr;
  const $break = state.doc.resolve(position);
  const block = $break.parent;
  const { align, dir } = readBlock(block);
  const offset = $break.parentOffset;
  const chosen = textToBreak(mark.attrs['split']);
  const attrs = {
    id: offset + 1 < block.content.size ? (copyId($break.index(0), offset + 1) ?? null) : null,
    kind: chosen?.kind ?? 'paragraph',
    level: chosen?.kind === 'heading' ? chosen.level : null,
    indent: chosen && chosen.indent > 0 ? chosen.indent : null,
    align: align ?? null,
    dir: dir ?? null,
  };
  tr.delete(position, position + 1);
  return tr.split(position, 1, [{ type: schema.nodes.block, attrs }]);
}

interface Move {
  readonly blocks: readonly unknown[];
  readonly after: string | undefined;
}

/** Neighbours that would move together, as one. */
function movesOf(doc: Node, ids: ReadonlySet<string>): Move[] {
  const moves: { blocks: unknown[]; after: string | undefined; end: number; id: string }[] = [];
  doc.forEach((node, _, index) => {
    const place = placeOf(node);
    if (!place || !ids.has(place.id)) return;
    const last = moves.at(-1);
    if (last && last.end === index && last.id === place.id && last.after === place.after) {
      last.blocks.push(node.attrs['id']);
      last.end = index + 1;
    } else moves.push({ blocks: [node.attrs['id']], after: place.after, end: index + 1, id: place.id });
  });
  return moves;
}

/** Moves what is still there behind what is still there; where that is gone, nothing moves. */
function moveAccepted(host: DecisionHost, { blocks, after }: Move): void {
  const { children } = host.state().doc;
  const indexes = blocks
    .map((id) => children.findIndex(({ attrs }) => attrs['id'] === id))
    .filter((index) => index >= 0);
  const anchor = after === undefined ? -1 : children.findIndex(({ attrs }) => attrs['id'] === after);
  const [from] = indexes;
  if (from === undefined || (after !== undefined && anchor < 0)) return;
  const command = moveNow(from, from + indexes.length, anchor + 1, host.copyId);
  command(host.state(), (tr) => host.dispatch(tr.setMeta(DECISION, true)));
}

/** What a decision is carried out on. */
export interface DecisionHost {
  state(): EditorState;
  dispatch(tr: Transaction): void;
  readonly copyId: CopyId;
}

/**
 * Accepts or rejects suggestions, all with these ids. In more than one transaction where blocks are split, since each copy is named by
 * the letters that are copied. Returns whether anything was decided.
 */
export function decide(host: DecisionHost, ids: ReadonlySet<string>, verdict: Verdict): boolean {
  const moves = verdict === 'accept' ? movesOf(host.state().doc, ids) : [];
  const first = host.state().tr;
  decideInPlace(first, ids, verdict);
  let isDone = first.docChanged;
  if (isDone) host.dispatch(first.setMeta(DECISION, true));
  if (verdict === 'reject') return isDone;
  for (const move of moves) moveAccepted(host, move);
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const found = findBreak(host.state().doc, ids, before);
    if (!found) return isDone;
    before = found.position;
    host.dispatch(splitAtBreak(host.state(), found, host.copyId).setMeta(DECISION, true));
    isDone = true;
  }
}

/** A document as it would be with every suggestion accepted, or every one rejected: for what leaves the editor. */
export function withAllDecided(doc: Node, verdict: Verdict): Node {
  const ids = new Set(collectSuggestions(doc).map(({ id }) => id));
  if (ids.size === 0) return doc;
  let state = EditorState.create({ doc });
  const dispatch = (tr: Transaction): void => {
    state = state.apply(tr);
  };
  decide({ state: () => state, dispatch, copyId: () => undefined }, ids, verdict);
  return state.doc;
}
