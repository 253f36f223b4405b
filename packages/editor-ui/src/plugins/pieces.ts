import { Plugin, PluginKey, TextSelection } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { dayToLongWords, dayToWords } from '../pieces/days.ts';
import { deletePiece, type Piece, pieceAt, piecesOf } from '../pieces/pieces.ts';
import { lookedUp } from './looked-up.ts';
import { changedRange, type DrawBlock, redraw } from './redraw.ts';

const key: PluginKey<DecorationSet> = new PluginKey<DecorationSet>('weft-pieces');

const drawBlock: DrawBlock = (node, position) =>
  piecesOf(node)
    .filter(({ type }) => type === 'date')
    .flatMap(({ from, to, value }) => [
      Decoration.inline(position + 1 + from, position + 1 + to, { class: 'weft-date-letters', 'aria-hidden': 'true' }),
      Decoration.widget(position + 1 + to, (view) => drawDay(view, value), {
        side: -1,
        key: `day ${value}`,
        ignoreSelection: true,
      }),
    ]);

/** A day as the reader's own language says it. */
function drawDay(view: EditorView, day: string): HTMLElement {
  const element = view.dom.ownerDocument.createElement('span');
  element.className = 'weft-day';
  element.textContent = dayToWords(day);
  element.title = dayToLongWords(day);
  return element;
}

/** Steps over a piece as over a letter. */
function stepOver(view: EditorView, by: -1 | 1): boolean {
  const { state } = view;
  const { from, empty } = state.selection;
  const piece = empty ? pieceAt(state, from, false) : undefined;
  if (!piece || (by > 0 ? piece.from : piece.to) !== from) return false;
  const to = by > 0 ? piece.to : piece.from;
  view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, to)).scrollIntoView());
  return true;
}

/**
 * Days and people in the text are each one thing to whoever writes: drawn, stepped over and deleted as a whole. A caret does not stand in one.
 *
 * @param ask is called for a day that was pressed, where it may be changed
 */
export function piecesPlugin(ask: (piece: Piece) => void): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => redraw(DecorationSet.empty, doc, { from: 0, to: doc.content.size }, drawBlock),
      apply(tr, value) {
        if (!tr.docChanged) return value;
        const changed = changedRange(tr);
        const mapped = value.map(tr.mapping, tr.doc);
        return changed ? redraw(mapped, tr.doc, changed, drawBlock) : mapped;
      },
    },
    appendTransaction(_, old, state) {
      const { from, empty } = state.selection;
      const piece = empty ? pieceAt(state, from, true) : undefined;
      if (!piece) return undefined;
      const isFromLeft = old.selection.from <= piece.from || from - piece.from > piece.to - from;
      const to = isFromLeft && old.selection.from < from ? piece.to : piece.from;
      return state.tr.setSelection(TextSelection.create(state.doc, to));
    },
    props: {
      decorations: (state) => lookedUp(key.getState(state)),
      handleKeyDown(view, event) {
        if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || view.composing) return false;
        if (event.key === 'ArrowRight') return stepOver(view, 1);
        if (event.key === 'ArrowLeft') return stepOver(view, -1);
        if (!view.editable) return false;
        if (event.key === 'Backspace') return deletePiece(-1)(view.state, view.dispatch);
        return event.key === 'Delete' && deletePiece(1)(view.state, view.dispatch);
      },
      handleDOMEvents: {
        // Keyboards on a screen say what they do, and not by which key.
        beforeinput(view, event) {
          const by =
            event.inputType === 'deleteContentBackward' ? -1 : event.inputType === 'deleteContentForward' ? 1 : 0;
          if (by === 0 || !view.editable || !deletePiece(by)(view.state, view.dispatch)) return false;
          event.preventDefault();
          return true;
        },
        mousedown(view, event) {
          const widget = (event.target as Element).closest('.weft-day');
          if (!widget || !view.editable || event.button !== 0) return false;
          const piece = pieceAt(view.state, view.posAtDOM(widget, 0), false);
          if (!piece) return false;
          event.preventDefault();
          ask(piece);
          return true;
        },
      },
    },
  });
}
