/**
 * Where threads stand in the text, drawn as decorations: they are never in the document, so that who may only comment can set them, and
 * who may only read does not learn of them.
 */
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { lookedUp } from '../plugins/looked-up.ts';
import { rangesBefore } from '../plugins/redraw.ts';
import type { EntryId } from './entries.ts';
import type { Range } from './flat-text.ts';

export interface Highlight extends Range {
  readonly id: EntryId;
  /** A thread that is closed has a place and shows none, unless it is the active one. */
  readonly isResolved: boolean;
}

export interface Highlights {
  readonly places: readonly Highlight[];
  readonly active: EntryId | undefined;
  /** Where a comment is being written that is not said yet. */
  readonly pending: Range | undefined;
  readonly decorations: DecorationSet;
}

type Order = Partial<Omit<Highlights, 'decorations'>>;

const key = new PluginKey<Highlights>('weft-comments');
const NONE: Highlights = { places: [], active: undefined, pending: undefined, decorations: DecorationSet.empty };

/** @param onClick - a press on the text of these threads, the shortest first */
export function highlightPlugin(onClick: (ids: readonly EntryId[]) => void): Plugin {
  return new Plugin<Highlights>({
    key,
    state: {
      init: () => NONE,
      apply(tr, value) {
        const order = tr.getMeta(key) as Order | undefined;
        const moved = tr.docChanged ? mapHighlights(value, tr) : value;
        if (order === undefined) return moved;
        const next = { ...moved, ...order };
        return { ...next, decorations: toDecorations(tr, next) };
      },
    },
    props: {
      decorations: (state) => lookedUp(key.getState(state)?.decorations),
      handleClick(view, position) {
        const ids = threadsAt(view.state, position);
        if (ids.length > 0) onClick(ids);
        return false;
      },
    },
  });
}

/** What a change of the text does to the places, before they are looked for again. */
function mapHighlights(value: Highlights, tr: Transaction): Highlights {
  const map = ({ from, to }: Range): Range => ({ from: tr.mapping.map(from, 1), to: tr.mapping.map(to, -1) });
  const pending = value.pending && map(value.pending);
  const changed = rangesBefore(tr);
  const first = changed.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  const last = changed.reduce((most, { to }) => Math.max(most, to), 0);
  const by = tr.doc.content.size - tr.before.content.size;
  return {
    ...value,
    pending: pending && pending.to > pending.from ? pending : undefined,
    places: value.places.flatMap((place) => {
      const { id, isResolved } = place;
      // Most of the text is as it was: what stands before a change is the same, and what stands behind it goes along.
      if (place.to < first) return place;
      if (place.from > last) return { id, isResolved, from: place.from + by, to: place.to + by };
      const { from, to } = map(place);
      return to > from ? { id, isResolved, from, to } : [];
    }),
    decorations: value.decorations.map(tr.mapping, tr.doc),
  };
}

function toDecorations(tr: Transaction, { places, active, pending }: Order): DecorationSet {
  const size = tr.doc.content.size;
  const shown = (places ?? []).filter(({ id, isResolved, to }) => (!isResolved || id === active) && to <= size);
  const drawn = shown.map(({ id, from, to }) =>
    Decoration.inline(from, to, { class: id === active ? 'weft-comment weft-comment-active' : 'weft-comment' }),
  );
  if (pending && pending.to <= size) {
    drawn.push(Decoration.inline(pending.from, pending.to, { class: 'weft-comment weft-comment-active' }));
  }
  return DecorationSet.create(tr.doc, drawn);
}

export function highlightsIn(state: EditorState): Highlights {
  return key.getState(state) ?? NONE;
}

/** A transaction that changes nothing but what is drawn. */
export function setHighlights(state: EditorState, order: Order): Transaction {
  return state.tr.setMeta(key, order);
}

/** The threads whose text this position is in, the shortest first. */
export function threadsAt(state: EditorState, position: number): readonly EntryId[] {
  return highlightsIn(state)
    .places.filter(({ from, to, isResolved }) => !isResolved && from <= position && position < to)
    .toSorted((a, b) => a.to - a.from - (b.to - b.from))
    .map(({ id }) => id);
}
