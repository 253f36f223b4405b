import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { type Found, findKey, foundIn, MAX_FOUND, type Range } from '../find/found.ts';
import { liveText } from '../suggestions/live-text.ts';
import { type Budget, createPattern, fillReplacement, type PatternMatch } from '../find/pattern.ts';
import type { FindQuery } from '../types.ts';
import { changedRange, redraw } from './redraw.ts';

type Order = { readonly query: FindQuery | undefined } | { readonly current: number };

/** Steps that a pattern may take through a document when it is first looked for, and through the blocks that changed since. */
const STEPS = 2_000_000;

/** Where something stands in a text; undefined where that takes too long. */
type Search = (text: string, budget: Budget) => readonly PatternMatch[] | undefined;

const WORD = /[\p{L}\p{M}\p{N}_]/u;

function isWhole(text: string, { index, length }: PatternMatch): boolean {
  return !WORD.test(text.charAt(index - 1)) && !WORD.test(text.charAt(index + length));
}

/** A query as a search; undefined for an empty one, and for a pattern that is none. */
export function queryToSearch({ text, matchCase, wholeWord, isPattern }: FindQuery): Search | undefined {
  if (text === '') return undefined;
  if (isPattern === true) {
    const pattern = createPattern(text, !matchCase);
    return (
      pattern &&
      ((searched, budget) => {
        const matches = pattern.find(searched, budget);
        return wholeWord ? matches?.filter((match) => isWhole(searched, match)) : matches;
      })
    );
  }
  // A pattern of literal letters, so that no query can take long.
  const literal = text.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`);
  const whole = wholeWord ? `(?<![\\p{L}\\p{M}\\p{N}_])${literal}(?![\\p{L}\\p{M}\\p{N}_])` : literal;
  const expression = new RegExp(whole, matchCase ? 'gu' : 'giu');
  return (searched) =>
    [...searched.matchAll(expression)].map(({ index, 0: { length } }) => ({ index, length, groups: [] }));
}

/** Where something stands in a document, in order, at most `MAX_FOUND` times. A block whose node is known is not read again. */
export function findRanges(
  doc: Node,
  search: Search,
  known: WeakMap<Node, readonly Range[]> = new WeakMap(),
): { readonly ranges: readonly Range[]; readonly isSlow: boolean } {
  const ranges: Range[] = [];
  const budget = { left: STEPS };
  let isSlow = false;
  doc.descendants((node, position) => {
    if (ranges.length >= MAX_FOUND || isSlow) return false;
    if (!node.isTextblock) return true;
    let inside = known.get(node);
    if (!inside) {
      const { text, toOffset } = liveText(node);
      const matches = search(text, budget);
      isSlow = matches === undefined;
      inside = (matches ?? []).map(({ index, length, groups }) => ({
        from: toOffset(index),
        to: toOffset(index + length - 1) + 1,
        groups,
      }));
      if (!isSlow) known.set(node, inside);
    }
    for (const { from, to, groups } of inside)
      ranges.push({ from: position + 1 + from, to: position + 1 + to, ...(groups && { groups }) });
    return false;
  });
  return { ranges: ranges.slice(0, MAX_FOUND), isSlow };
}

/** Everything that is marked, drawn; what has the caret of the search is marked twice. */
function drawAll(doc: Node, ranges: readonly Range[], current: number): DecorationSet {
  return drawCurrent(DecorationSet.create(doc, ranges.map(drawOne)), doc, ranges[current]);
}

function drawOne({ from, to }: Range): Decoration {
  return Decoration.inline(from, to, { class: 'weft-found' });
}

function drawCurrent(set: DecorationSet, doc: Node, range: Range | undefined): DecorationSet {
  const [known] = set.find(undefined, undefined, isCurrent);
  if (known && range && known.from === range.from && known.to === range.to) return set;
  const rest = known ? set.remove([known]) : set;
  if (!range) return rest;
  const spec = { isCurrent: true };
  return rest.add(doc, [Decoration.inline(range.from, range.to, { class: 'weft-found-current' }, spec)]);
}

function isCurrent(spec: { readonly isCurrent?: boolean }): boolean {
  return spec.isCurrent === true;
}

/** What a transaction leaves as it is, is not drawn anew: a letter costs its block, and not all that is marked. */
function drawChanged(before: Found, tr: Transaction, ranges: readonly Range[], current: number): DecorationSet {
  const { doc, mapping } = tr;
  const drawBlock = (node: Node, position: number): readonly Decoration[] =>
    ranges.slice(firstFrom(ranges, position), firstFrom(ranges, position + node.nodeSize)).map(drawOne);
  let set = before.decorations.map(mapping, doc);
  const changed = changedRange(tr);
  if (changed) set = redraw(set, doc, changed, drawBlock);
  // Where the marks end, others may go or come.
  const { size } = doc.content;
  const wasEnd = before.ranges.length < MAX_FOUND ? size : mapping.map(before.ranges.at(-1)?.to ?? 0);
  const end = ranges.length < MAX_FOUND ? size : (ranges.at(-1)?.to ?? 0);
  if (end !== wasEnd) set = redraw(set, doc, { from: Math.min(end, wasEnd), to: Math.max(end, wasEnd) }, drawBlock);
  return drawCurrent(set, doc, ranges[current]);
}

/** The index of the first range that begins at a position or behind it; of ranges in order. */
function firstFrom(ranges: readonly Range[], position: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.from ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first range at or behind a position; the first of all behind the last. */
function nearest(ranges: readonly Range[], position: number): number {
  const index = firstFrom(ranges, position);
  return index < ranges.length ? index : ranges.length > 0 ? 0 : -1;
}

export function findPlugin(): Plugin<Found | undefined> {
  let known = new WeakMap<Node, readonly Range[]>();
  let search: Search | undefined;
  /** `before` and `tr`: what was found before a change, and the change. */
  function look(doc: Node, query: FindQuery, at: number, before?: Found, tr?: Transaction): Found {
    const { ranges, isSlow } = search ? findRanges(doc, search, known) : { ranges: [], isSlow: false };
    const isInvalid = !search && query.text !== '';
    const problem = isInvalid ? 'invalid' : isSlow ? 'slow' : undefined;
    const current = nearest(ranges, at);
    const isWhole = before?.problem === undefined && problem === undefined;
    const decorations =
      before && tr && isWhole ? drawChanged(before, tr, ranges, current) : drawAll(doc, ranges, current);
    return { query, ranges, current, problem, decorations };
  }
  return new Plugin<Found | undefined>({
    key: findKey,
    state: {
      init: () => undefined,
      apply(tr, value): Found | undefined {
        const order = tr.getMeta(findKey) as Order | undefined;
        if (order && 'query' in order) {
          known = new WeakMap();
          search = order.query && queryToSearch(order.query);
          return order.query && look(tr.doc, order.query, value?.ranges[value.current]?.from ?? tr.selection.from);
        }
        if (!value) return undefined;
        if (order) {
          const { current } = order;
          return { ...value, current, decorations: drawCurrent(value.decorations, tr.doc, value.ranges[current]) };
        }
        if (!tr.docChanged) return value;
        const was = value.ranges[value.current]?.from;
        return look(tr.doc, value.query, was === undefined ? 0 : tr.mapping.map(was), value, tr);
      },
    },
    props: { decorations: (state) => findKey.getState(state)?.decorations },
  });
}

/** Looks for something else; undefined ends the search. */
export function lookFor(state: EditorState, query: FindQuery | undefined): Transaction {
  return state.tr.setMeta(findKey, { query } satisfies Order);
}

/** The next place, or the one before, around the ends. Undefined when there is none. */
export function stepFound(state: EditorState, by: 1 | -1): Transaction | undefined {
  const found = foundIn(state);
  if (!found || found.ranges.length === 0) return undefined;
  const { length } = found.ranges;
  return state.tr.setMeta(findKey, { current: (found.current + by + length) % length } satisfies Order);
}

/** The text at the current place replaced, with the marks it had. */
export function replaceFound(state: EditorState, text: string): Transaction | undefined {
  const found = foundIn(state);
  const range = found?.ranges[found.current];
  return range && replaceRange(state.tr, range, toReplacement(state, range, text));
}

/** Every place replaced, in one transaction. */
export function replaceAllFound(state: EditorState, text: string): Transaction | undefined {
  const ranges = foundIn(state)?.ranges ?? [];
  if (ranges.length === 0) return undefined;
  // From the last to the first, so that the positions of those before stay true.
  return ranges
    .toReversed()
    .reduce((tr, range) => replaceRange(tr, range, toReplacement(state, range, text)), state.tr);
}

/** For a pattern, with what its groups caught. */
function toReplacement(state: EditorState, { from, to, groups }: Range, text: string): string {
  if (foundIn(state)?.query.isPattern !== true) return text;
  return fillReplacement(text, state.doc.textBetween(from, to), groups ?? []);
}

function replaceRange(tr: Transaction, { from, to }: Range, text: string): Transaction {
  if (text === '') return tr.delete(from, to);
  const marks = tr.doc.resolve(from).marksAcross(tr.doc.resolve(to)) ?? [];
  return tr.replaceWith(from, to, tr.doc.type.schema.text(text, marks));
}

/** The current place as the selection: where one goes on when the search ends. */
export function selectFound(state: EditorState): Transaction | undefined {
  const found = foundIn(state);
  const range = found?.ranges[found.current];
  return range && state.tr.setSelection(TextSelection.create(state.doc, range.from, range.to));
}
