import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { blockStart } from '../commands/ranges.ts';
import { type Found, findKey, foundIn, MAX_FOUND, type Range } from '../find/found.ts';
import { liveText } from '../suggestions/live-text.ts';
import { type Budget, createPattern, fillReplacement, type PatternMatch } from '../find/pattern.ts';
import type { FindQuery } from '../find/query.ts';
import { sameBlocks } from '../same-ends.ts';
import { lookedUp } from './looked-up.ts';
import { changedRange } from './redraw.ts';

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

/** Where something stands in one block, counted from its beginning; undefined where that takes too long. */
function searchBlock(block: Node, search: Search, budget: Budget): readonly Range[] | undefined {
  const ranges: Range[] = [];
  let isSlow = false;
  const read = (node: Node, start: number): void => {
    const { text, toOffset } = liveText(node);
    const matches = search(text, budget);
    isSlow ||= matches === undefined;
    for (const { index, length, groups } of matches ?? [])
      ranges.push(
        move({ from: toOffset(index), to: toOffset(index + length - 1) + 1, ...(groups && { groups }) }, start),
      );
  };
  if (block.isTextblock) read(block, 1);
  else {
    block.descendants((node, position) => {
      if (node.isTextblock && !isSlow) read(node, position + 2);
      return !node.isTextblock && !isSlow;
    });
  }
  return isSlow ? undefined : ranges;
}

/** A document that was looked through. */
interface Looked extends Found {
  readonly doc: Node;
  /** The places in its blocks, each counted from its block's beginning; up to the block with which there are enough. */
  readonly blocks: Blocks;
}

type Blocks = readonly (readonly Range[])[];

function move({ from, to, groups }: Range, by: number): Range {
  return { from: from + by, to: to + by, ...(groups && { groups }) };
}

function sizeOf(blocks: Blocks): number {
  return blocks.reduce((sum, { length }) => sum + length, 0);
}

/** The places of the blocks from `first` to before `last`, in order; none behind the most that is counted. */
function* placesIn(doc: Node, blocks: Blocks, first: number = 0, last: number = blocks.length): Generator<Range> {
  let [start, left] = [0, MAX_FOUND];
  for (let at = 0; at < Math.min(last, blocks.length) && left > 0; at++) {
    const ranges = blocks[at] ?? [];
    if (at >= first) for (const range of ranges.slice(0, left)) yield move(range, start);
    left -= ranges.length;
    start += doc.child(at).nodeSize;
  }
}

/** The first place at or behind a position; the first of all behind the last. */
function nearest(doc: Node, blocks: Blocks, position: number): Pick<Found, 'current' | 'place'> {
  let [start, index] = [0, 0];
  for (const [at, ranges] of blocks.entries()) {
    const found = ranges.findIndex(({ from }) => start + from >= position);
    const place = ranges[found];
    if (place && index + found < MAX_FOUND) return { current: index + found, place: move(place, start) };
    index += ranges.length;
    start += doc.child(at).nodeSize;
  }
  const [first] = placesIn(doc, blocks);
  return { current: first ? 0 : -1, place: first };
}

function drawOne({ from, to }: Range): Decoration {
  return Decoration.inline(from, to, { class: 'weft-found' });
}

/** The place that has the caret of the search is marked twice. `was`: where that stood. */
function drawCurrent(set: DecorationSet, doc: Node, was: Range | undefined, range: Range | undefined): DecorationSet {
  const [known] = was ? set.find(was.from, was.to, isCurrent) : [];
  if (known && range && known.from === range.from && known.to === range.to) return set;
  const rest = known ? set.remove([known]) : set;
  if (!range) return rest;
  const spec = { isCurrent: true };
  return rest.add(doc, [Decoration.inline(range.from, range.to, { class: 'weft-found-current' }, spec)]);
}

function isCurrent(spec: { readonly isCurrent?: boolean }): boolean {
  return spec.isCurrent === true;
}

/** Marks some blocks anew, and leaves the others as they are marked. */
function drawBlocks(set: DecorationSet, doc: Node, blocks: Blocks, first: number, last: number): DecorationSet {
  if (first >= last) return set;
  const [start, end] = [blockStart(doc, first), blockStart(doc, last)];
  const stale = set.find(start, end).filter(({ from, to }) => to > start && from < end);
  return set.remove(stale).add(doc, [...placesIn(doc, blocks, first, last)].map(drawOne));
}

/** A letter costs its block, and not all that is marked. */
function drawAgain(before: Looked, tr: Transaction, blocks: Blocks): DecorationSet {
  const { doc } = tr;
  const count = doc.childCount;
  const [left, right] = sameBlocks(before.doc, doc);
  // Also a block that was moved to where it stood: it is the same, and has lost its marks.
  const { from, to } = changedRange(tr) ?? { from: 0, to: 0 };
  const [first, last] = [
    Math.min(left, doc.resolve(from).index(0)),
    Math.max(count - right, doc.resolve(to).index(0) + 1),
  ];
  const set = drawBlocks(before.decorations.map(tr.mapping, doc), doc, blocks, first, Math.min(count, last));
  // Where there were enough, and where there are now: more or fewer before it push marks over that end.
  const wasEnd = before.blocks.length + (before.blocks.length > left ? count - before.doc.childCount : 0);
  if (wasEnd === blocks.length && sizeOf(before.blocks) === sizeOf(blocks)) return set;
  const ends = [Math.min(wasEnd, blocks.length), Math.max(wasEnd, blocks.length)] as const;
  return drawBlocks(set, doc, blocks, Math.max(0, ends[0] - 1), Math.min(count, ends[1]));
}

export function findPlugin(): Plugin {
  let known = new WeakMap<Node, readonly Range[]>();
  let pattern: Search | undefined;

  /** Looks through a document until there is enough. What stood in it before, and what was read once, is not read again. */
  function search(
    doc: Node,
    before: Pick<Looked, 'doc' | 'blocks'>,
  ): { readonly blocks: Blocks; readonly isSlow: boolean } {
    const budget = { left: STEPS };
    const [left, right] = sameBlocks(before.doc, doc);
    const by = before.doc.childCount - doc.childCount;
    const blocks: (readonly Range[])[] = [];
    let total = 0;
    for (let at = 0; pattern && at < doc.childCount && total < MAX_FOUND; at++) {
      const node = doc.child(at);
      const same = at < left ? before.blocks[at] : at >= doc.childCount - right ? before.blocks[at + by] : undefined;
      const ranges = same ?? known.get(node) ?? searchBlock(node, pattern, budget);
      if (ranges === undefined) return { blocks, isSlow: true };
      if (!same) known.set(node, ranges);
      blocks.push(ranges);
      total += ranges.length;
    }
    return { blocks, isSlow: false };
  }

  /** `again`: what was found before a change, and the change. */
  function look(doc: Node, query: FindQuery, at: number, again?: readonly [before: Looked, tr: Transaction]): Looked {
    const { blocks, isSlow } = search(doc, again?.[0] ?? { doc, blocks: [] });
    const isInvalid = !pattern && query.text !== '';
    const problem = isInvalid ? 'invalid' : isSlow ? 'slow' : undefined;
    const { current, place } = nearest(doc, blocks, at);
    const count = Math.min(MAX_FOUND, sizeOf(blocks));
    let all: readonly Range[] | undefined;
    const ranges = (): readonly Range[] => (all ??= [...placesIn(doc, blocks)]);
    let was: Range | undefined;
    let set: DecorationSet;
    if (again && again[0].problem === undefined && problem === undefined) {
      const [before, tr] = again;
      set = drawAgain(before, tr, blocks);
      was = before.place && { from: tr.mapping.map(before.place.from, 1), to: tr.mapping.map(before.place.to, -1) };
    } else set = DecorationSet.create(doc, ranges().map(drawOne));
    return {
      query,
      doc,
      blocks,
      count,
      current,
      place,
      problem,
      ranges,
      decorations: drawCurrent(set, doc, was, place),
    };
  }

  return new Plugin<Looked | undefined>({
    key: findKey,
    state: {
      init: () => undefined,
      apply(tr, value): Looked | undefined {
        const order = tr.getMeta(findKey) as Order | undefined;
        if (order && 'query' in order) {
          known = new WeakMap();
          pattern = order.query && queryToSearch(order.query);
          return order.query && look(tr.doc, order.query, value?.place?.from ?? tr.selection.from);
        }
        if (!value) return undefined;
        if (order) {
          const { current } = order;
          const place = value.ranges()[current];
          return { ...value, current, place, decorations: drawCurrent(value.decorations, tr.doc, value.place, place) };
        }
        if (!tr.docChanged) return value;
        return look(tr.doc, value.query, value.place ? tr.mapping.map(value.place.from) : 0, [value, tr]);
      },
    },
    props: { decorations: (state) => lookedUp(findKey.getState(state)?.decorations) },
  });
}

/** Looks for something else; undefined ends the search. */
export function lookFor(state: EditorState, query: FindQuery | undefined): Transaction {
  return state.tr.setMeta(findKey, { query } satisfies Order);
}

/** The next place, or the one before, around the ends. Undefined when there is none. */
export function stepFound(state: EditorState, by: 1 | -1): Transaction | undefined {
  const found = foundIn(state);
  if (!found || found.count === 0) return undefined;
  const { count, current } = found;
  return state.tr.setMeta(findKey, { current: (current + by + count) % count } satisfies Order);
}

/** The text at the current place replaced, with the marks it had. */
export function replaceFound(state: EditorState, text: string): Transaction | undefined {
  const range = foundIn(state)?.place;
  return range && replaceRange(state.tr, range, toReplacement(state, range, text));
}

/** Every place replaced, in one transaction. */
export function replaceAllFound(state: EditorState, text: string): Transaction | undefined {
  const ranges = foundIn(state)?.ranges() ?? [];
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
  const range = foundIn(state)?.place;
  return range && state.tr.setSelection(TextSelection.create(state.doc, range.from, range.to));
}
