import { Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';

/** A stretch of the text, shown to this person alone while they look through changes. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

const key: PluginKey<DecorationSet> = new PluginKey<DecorationSet>('weft-places');

/** Marks the place a person looks at. */
export function placesPlugin(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, value) {
        const order = tr.getMeta(key) as { readonly place: Place | undefined } | undefined;
        if (!order) return value.map(tr.mapping, tr.doc);
        const { place } = order;
        if (place === undefined || place.to <= place.from) return DecorationSet.empty;
        return DecorationSet.create(tr.doc, [Decoration.inline(place.from, place.to, { class: 'weft-place' })]);
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

/** Marks a place, or none. */
export function markPlace(tr: Transaction, place: Place | undefined): Transaction {
  return tr.setMeta(key, { place });
}
