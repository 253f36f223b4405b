/** Where dictated words go: a place that others' edits move as they move a caret, and the words that were put there. */
import { type EditorState, Plugin, PluginKey, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { isFromDocument } from '../binding/binding.ts';

/** Words that were dictated, and where they stand. */
export interface DictatedPiece {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface DictationPlace {
  readonly at: number;
  readonly pieces: readonly DictatedPiece[];
}

const key: PluginKey<DictationPlace | undefined> = new PluginKey<DictationPlace | undefined>('weft-dictation');

/** The place while somebody dictates. */
export function dictationPlace(state: EditorState): DictationPlace | undefined {
  return key.getState(state);
}

/** Sets the place, or ends it. */
export function setDictationPlace(tr: Transaction, place: DictationPlace | undefined): Transaction {
  return tr.setMeta(key, { place });
}

function mapPlace({ at, pieces }: DictationPlace, mapping: Transaction['mapping']): DictationPlace {
  return {
    // As a caret it stays behind the letter on its left.
    at: mapping.map(at, -1),
    pieces: pieces.map(({ from, to, text }) => ({ from: mapping.map(from, 1), to: mapping.map(to, -1), text })),
  };
}

/** Keeps the place, and shows it to this person alone. */
export function dictationPlugin(): Plugin<DictationPlace | undefined> {
  return new Plugin<DictationPlace | undefined>({
    key,
    state: {
      init: () => undefined,
      apply(tr, before, { selection }) {
        const order = tr.getMeta(key) as { readonly place: DictationPlace | undefined } | undefined;
        if (order !== undefined) return order.place;
        if (before === undefined || !tr.docChanged) return before;
        const mapped = mapPlace(before, tr.mapping);
        // A caret of this person's own at the place is led by the letters, also where a block was moved.
        const isAtCaret = isFromDocument(tr) && selection.empty && selection.head === before.at;
        return isAtCaret ? { ...mapped, at: tr.selection.head } : mapped;
      },
    },
    props: {
      decorations(state) {
        const place = key.getState(state);
        if (place === undefined) return undefined;
        const toMark = (): HTMLElement => {
          const mark = document.createElement('span');
          mark.className = 'weft-dictation-place';
          mark.ariaHidden = 'true';
          return mark;
        };
        return DecorationSet.create(state.doc, [Decoration.widget(place.at, toMark, { side: 1, key: 'dictation' })]);
      },
    },
  });
}
