import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { type Found, findKey, foundIn, MAX_FOUND, type Range } from '../find/found.ts';
import { liveText } from '../suggestions/live-text.ts';
import { type Budget, createPattern, fillReplacement, type PatternMatch } from '../find/pattern.ts';
import type { FindProblem, FindQuery } from '../types.ts';

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

function toFound(
  doc: Node,
  query: FindQuery,
  ranges: readonly Range[],
  current: number,
  problem: FindProblem | undefined,
): Found {
  const marks = ranges.map(({ from, to }, index) =>
    Decoration.inline(from, to, { class: index === current ? 'weft-found weft-found-current' : 'weft-found' }),
  );
  return { query, ranges, current, problem, decorations: DecorationSet.create(doc, marks) };
}

/** The first range at or behind a position; the first of all behind the last. */
function nearest(ranges: readonly Range[], position: number): number {
  const index = ranges.findIndex(({ from }) => from >= position);
  return index < 0 && ranges.length > 0 ? 0 : index;
}

export function findPlugin(): Plugin<Found | undefined> {
  let known = new WeakMap<Node, readonly Range[]>();
  let search: Search | undefined;
  function look(doc: Node, query: FindQuery, from: number): Found {
    const { ranges, isSlow } = search ? findRanges(doc, search, known) : { ranges: [], isSlow: false };
    const isInvalid = !search && query.text !== '';
    return toFound(doc, query, ranges, nearest(ranges, from), isInvalid ? 'invalid' : isSlow ? 'slow' : undefined);
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
        if (order) return toFound(tr.doc, value.query, value.ranges, order.current, value.problem);
        if (!tr.docChanged) return value;
        const was = value.ranges[value.current]?.from;
        return look(tr.doc, value.query, was === undefined ? 0 : tr.mapping.map(was));
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
