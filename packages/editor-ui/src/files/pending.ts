import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state';
import type { Node } from 'prosemirror-model';
import { Decoration, DecorationSet } from 'prosemirror-view';

/** A file on its way into the text: where it will stand, and what is shown there meanwhile. Nothing of it is in the document yet. */
export interface PendingPlace {
  readonly id: number;
  /** Between two blocks. */
  readonly position: number;
  readonly element: HTMLElement;
}

type Change = { readonly type: 'add'; readonly place: PendingPlace } | { readonly type: 'remove'; readonly id: number };

const KEY = new PluginKey<readonly PendingPlace[]>('weft-pending');

/** Keeps the places of files that are being added, through whatever others write meanwhile. */
export function pendingFiles(): Plugin {
  return new Plugin<readonly PendingPlace[]>({
    key: KEY,
    state: {
      init: () => [],
      apply(tr, before) {
        let places = before;
        if (tr.docChanged && places.length > 0) {
          places = places.map((place) => ({
            ...place,
            position: toBoundary(tr.doc, tr.mapping.map(place.position, 1)),
          }));
        }
        const change = tr.getMeta(KEY) as Change | undefined;
        if (change?.type === 'add') return [...places, change.place];
        if (change?.type === 'remove') return places.filter(({ id }) => id !== change.id);
        return places;
      },
    },
    props: {
      decorations(state) {
        const places = KEY.getState(state) ?? [];
        if (places.length === 0) return null;
        return DecorationSet.create(
          state.doc,
          places.map(({ id, position, element }) =>
            Decoration.widget(position, () => element, {
              key: `weft-pending-${String(id)}`,
              // In the order in which they were added.
              side: -1_000_000 + id,
              ignoreSelection: true,
              stopEvent: () => true,
            }),
          ),
        );
      },
    },
  });
}

/** The nearest place between two blocks, at or after a position. */
export function toBoundary(doc: Node, position: number): number {
  const $position = doc.resolve(Math.min(Math.max(0, position), doc.content.size));
  return $position.depth === 0 ? $position.pos : $position.after(1);
}

export function addPending(tr: Transaction, place: PendingPlace): Transaction {
  return tr.setMeta(KEY, { type: 'add', place } satisfies Change);
}

export function removePending(tr: Transaction, id: number): Transaction {
  return tr.setMeta(KEY, { type: 'remove', id } satisfies Change);
}

/** Where a file that is being added will stand now. */
export function pendingPosition(state: EditorState, id: number): number | undefined {
  return KEY.getState(state)?.find((place) => place.id === id)?.position;
}
