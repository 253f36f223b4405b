import { keydownHandler } from 'prosemirror-keymap';
import { type EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { AcrossSelection, toAcross } from './across-selection.ts';
import { CellSelection } from './cell-selection.ts';
import { cellAt, cellPlace, cellPosition, ownerOf } from './grid.ts';
import { arrowInTable, deleteInTable, enterAcross, leaveCells } from './keys.ts';

const KEYS = keydownHandler({
  ArrowUp: arrowInTable('up', false),
  ArrowDown: arrowInTable('down', false),
  ArrowLeft: arrowInTable('left', false),
  ArrowRight: arrowInTable('right', false),
  'Shift-ArrowUp': arrowInTable('up', true),
  'Shift-ArrowDown': arrowInTable('down', true),
  'Shift-ArrowLeft': arrowInTable('left', true),
  'Shift-ArrowRight': arrowInTable('right', true),
  Backspace: deleteInTable(-1),
  'Mod-Backspace': deleteInTable(-1),
  'Shift-Backspace': deleteInTable(-1),
  Enter: enterAcross,
  'Shift-Enter': enterAcross,
  Delete: deleteInTable(1),
  'Mod-Delete': deleteInTable(1),
  Escape: leaveCells,
});

/** Selecting cells, and the caret in them. Only selections are changed here, never the document. */
export function tableSelection(): Plugin {
  return new Plugin({
    props: {
      decorations: (state) => drawSelected(state),
      handleKeyDown: (view, event) => !view.composing && KEYS(view, event),
      handleDOMEvents: {
        mousedown: dragCells,
        // What an input method writes takes the place of what is selected: the browser would join what it must not.
        compositionstart(view) {
          if (view.state.selection instanceof AcrossSelection) view.dispatch(view.state.tr.deleteSelection());
          return false;
        },
        // Cells are selected by a drag, and not dragged themselves.
        dragstart(view, event) {
          if (!(view.state.selection instanceof CellSelection)) return false;
          event.preventDefault();
          return true;
        },
      },
      // A letter typed over cells goes into the first of them; over text and cells, to where that begins.
      handleTextInput(view, _from, _to, text) {
        const { selection } = view.state;
        if (!(selection instanceof CellSelection) && !(selection instanceof AcrossSelection)) return false;
        view.dispatch(view.state.tr.deleteSelection().insertText(text).scrollIntoView());
        return true;
      },
    },
    appendTransaction: (_transactions, _before, after) => settleSelection(after),
  });
}

function drawSelected({ selection, doc }: EditorState): DecorationSet | null {
  if (!(selection instanceof CellSelection)) return null;
  const { table, tablePosition, rect } = selection;
  const cells: Decoration[] = [];
  for (let row = rect.top; row < rect.bottom; row++) {
    for (let column = rect.left; column < rect.right; column++) {
      const at = cellPosition(table, tablePosition, row, column);
      const size = cellAt(table, row, column)?.nodeSize ?? 2;
      cells.push(Decoration.node(at, at + size, { class: 'weft-cell-selected', 'aria-selected': 'true' }));
    }
  }
  return DecorationSet.create(doc, cells);
}

/** Text selected from one cell into another is those cells, out of a table it keeps its table; a caret behind a merged cell goes into it. */
function settleSelection({ selection, doc, tr }: EditorState): Transaction | null {
  if (!(selection instanceof TextSelection)) return null;
  const { $anchor, $head } = selection;
  const from = cellPlace($anchor);
  const to = cellPlace($head);
  if (from && to && from.tablePosition === to.tablePosition && from.position !== to.position) {
    return tr.setSelection(CellSelection.between(doc, $anchor.pos, $head.pos));
  }
  const across = toAcross(selection);
  if (across !== selection) return tr.setSelection(across);
  if (!to || to.position !== from?.position || cellAt(to.table, to.row, to.column)?.attrs['covered'] !== true)
    return null;
  const { row, column } = ownerOf(to.table, to.row, to.column);
  if (row === to.row && column === to.column) return null;
  const at = cellPosition(to.table, to.tablePosition, row, column);
  return tr.setSelection(TextSelection.create(doc, at + 1 + (cellAt(to.table, row, column)?.content.size ?? 0)));
}

/** A drag that leaves the cell it began in selects cells. */
function dragCells(view: EditorView, down: MouseEvent): boolean {
  const { ownerDocument } = view.dom;
  const placeUnder = (event: MouseEvent): ReturnType<typeof cellPlace> => {
    const cell = (event.target as Element | null)?.closest?.('.weft-cell');
    if (!cell || !view.dom.contains(cell)) return undefined;
    return cellPlace(view.state.doc.resolve(view.posAtDOM(cell, 0)));
  };
  const first = placeUnder(down);
  if (!first || down.button !== 0) return false;
  const { selection } = view.state;
  if (down.shiftKey && cellPlace(selection.$anchor)?.tablePosition === first.tablePosition) {
    const to = first.position + 1;
    if (cellPlace(selection.$anchor)?.position === first.position) return false;
    down.preventDefault();
    view.dispatch(view.state.tr.setSelection(CellSelection.between(view.state.doc, selection.anchor, to)));
    return true;
  }
  const move = (event: MouseEvent): void => {
    if (event.buttons === 0) {
      stop();
      return;
    }
    const now = placeUnder(event);
    const { state } = view;
    const isOut = now?.tablePosition === first.tablePosition && now.position !== first.position;
    if (!now || (!isOut && !(state.selection instanceof CellSelection))) return;
    event.preventDefault();
    const next = CellSelection.between(state.doc, first.position + 1, now.position + 1);
    // Back in the first cell all of it is one cell.
    const selected = next instanceof CellSelection ? next : new CellSelection(next.$anchor, next.$head);
    if (!selected.eq(state.selection)) view.dispatch(state.tr.setSelection(selected));
  };
  const stop = (): void => {
    ownerDocument.removeEventListener('mousemove', move);
    ownerDocument.removeEventListener('mouseup', stop);
  };
  ownerDocument.addEventListener('mousemove', move);
  ownerDocument.addEventListener('mouseup', stop);
  return false;
}
