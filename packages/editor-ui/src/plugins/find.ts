import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { liveText } from '../suggestions/live-text.ts';
import type { FindQuery } from '../types.ts';

/** More places than this are neither counted nor marked. */
export const MAX_FOUND = 2_000;

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What is looked for, and where it stands now. Drawn as decorations that are worked out again; never in the CRDT. */
export interface Found {
  readonly query: FindQuery;
  readonly ranges: readonly Range[];
  /** Index into `ranges`; -1 when there is none. */
  readonly current: number;
  readonly decorations: DecorationSet;
}

type Order = { readonly query: FindQuery | undefined } | { readonly current: number };

const key: PluginKey<Found | undefined> = new PluginKey<Found | undefined>('weft-find');

/** A query as a pattern of literal letters, so that no query can take long. Undefined for an empty one. */
export function queryToPattern({ text, matchCase, wholeWord }: FindQuery): RegExp | undefined {
  if (text === '') return undefined;
  const literal = text.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`);
  const pattern = wholeWord ? `(?<![\\p{L}\\p{M}\\p{N}_])${literal}(?![\\p{L}\\p{M}\\p{N}_])` : literal;
  return new RegExp(pattern, matchCase ? 'gu' : 'giu');
}

/** Where `pattern` stands in a document, in order, at most `MAX_FOUND` times. A block whose node is known is not read again. */
export function findRanges(
  doc: Node,
  pattern: RegExp,
  known: WeakMap<Node, readonly Range[]> = new WeakMap(),
): Range[] {
  const ranges: Range[] = [];
  doc.descendants((node, position) => {
    if (ranges.length >= MAX_FOUND) return false;
    if (!node.isTextblock) return true;
    let inside = known.get(node);
    if (!inside) {
      const { text, toOffset } = liveText(node);
      inside = [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({
        from: toOffset(index),
        to: toOffset(index + length - 1) + 1,
      }));
      known.set(node, inside);
    }
    for (const { from, to } of inside) ranges.push({ from: position + 1 + from, to: position + 1 + to });
    return false;
  });
  return ranges.slice(0, MAX_FOUND);
}

function toFound(doc: Node, query: FindQuery, ranges: readonly Range[], current: number): Found {
  const marks = ranges.map(({ from, to }, index) =>
    Decoration.inline(from, to, { class: index === current ? 'weft-found weft-found-current' : 'weft-found' }),
  );
  return { query, ranges, current, decorations: DecorationSet.create(doc, marks) };
}

/** The first range at or behind a position; the first of all behind the last. */
function nearest(ranges: readonly Range[], position: number): number {
  const index = ranges.findIndex(({ from }) => from >= position);
  return index < 0 && ranges.length > 0 ? 0 : index;
}

export function findPlugin(): Plugin<Found | undefined> {
  let known = new WeakMap<Node, readonly Range[]>();
  let pattern: RegExp | undefined;
  return new Plugin<Found | undefined>({
    key,
    state: {
      init: () => undefined,
      apply(tr, value): Found | undefined {
        const order = tr.getMeta(key) as Order | undefined;
        if (order && 'query' in order) {
          known = new WeakMap();
          pattern = order.query && queryToPattern(order.query);
          if (!order.query) return undefined;
          const ranges = pattern ? findRanges(tr.doc, pattern, known) : [];
          const from = value?.ranges[value.current]?.from ?? tr.selection.from;
          return toFound(tr.doc, order.query, ranges, nearest(ranges, from));
        }
        if (!value) return undefined;
        if (order) return toFound(tr.doc, value.query, value.ranges, order.current);
        if (!tr.docChanged) return value;
        const ranges = pattern ? findRanges(tr.doc, pattern, known) : [];
        const was = value.ranges[value.current]?.from;
        return toFound(tr.doc, value.query, ranges, nearest(ranges, was === undefined ? 0 : tr.mapping.map(was)));
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  });
}

export function foundIn(state: EditorState): Found | undefined {
  return key.getState(state);
}

/** Looks for something else; undefined ends the search. */
export function lookFor(state: EditorState, query: FindQuery | undefined): Transaction {
  return state.tr.setMeta(key, { query } satisfies Order);
}

/** The next place, or the one before, around the ends. Undefined when there is none. */
export function stepFound(state: EditorState, by: 1 | -1): Transaction | undefined {
  const found = foundIn(state);
  if (!found || found.ranges.length === 0) return undefined;
  const { length } = found.ranges;
  return state.tr.setMeta(key, { current: (found.current + by + length) % length } satisfies Order);
}

/** The text at the current place replaced, with the marks it had. */
export function replaceFound(state: EditorState, text: string): Transaction | undefined {
  const found = foundIn(state);
  const range = found?.ranges[found.current];
  return range && replaceRange(state.tr, range, text);
}

/** Every place replaced, in one transaction. */
export function replaceAllFound(state: EditorState, text: string): Transaction | undefined {
  const ranges = foundIn(state)?.ranges ?? [];
  if (ranges.length === 0) return undefined;
  // From the last to the first, so that the positions of those before stay true.
  return ranges.toReversed().reduce((tr, range) => replaceRange(tr, range, text), state.tr);
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
