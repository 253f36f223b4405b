/**
 * The handles of the row and the column under the mouse, and the edge by which a column is made wider. Everything they do
 * is also in the toolbar's table menu, so they take no place in the tab order.
 */
import { render } from 'lit/html.js';
import { Ellipsis, EllipsisVertical } from 'lucide';
import { MAX_WIDTH, MIN_WIDTH, readColumns } from '../schema/table.ts';
import { CellSelection } from '../table/cell-selection.ts';
import { cellPlace, cellPosition } from '../table/grid.ts';
import { ofTables } from '../table/late.ts';
import type { Editor } from '../editor.ts';
import { iconView } from './icon.ts';
import { createMenu } from './menu.ts';
import { createCleanup, type Part, targetOf } from './part.ts';
import { tableItems } from './table-menu.ts';
import { barWords } from '../words/bars.ts';

/** So near (px) to a column's edge it can be dragged. */
const REACH = 5;

/** Options of {@link createTableTools}. */
export interface TableToolsOptions {
  readonly editor: Editor;
  readonly isApple: boolean;
}

interface Grip {
  readonly tablePosition: number;
  readonly column: number;
  readonly columnId: string;
  readonly startX: number;
  readonly startWidth: number;
  readonly isRtl: boolean;
  readonly bar: HTMLElement | undefined;
}

/** Creates the handles; they show and hide by themselves. */
export function createTableTools({ editor, isApple }: TableToolsOptions): Part {
  const { view } = editor;
  const text = view.dom;
  const element = document.createElement('div');
  element.className = 'weft-table-tools';
  const cleanup = createCleanup();
  let over: HTMLElement | undefined;
  let edgeOf: HTMLElement | undefined;
  let grip: Grip | undefined;

  const makeHandle = (kind: 'row' | 'column', label: string): HTMLButtonElement => {
    const button = element.appendChild(document.createElement('button'));
    button.type = 'button';
    button.className = `weft-table-${kind}`;
    button.tabIndex = -1;
    button.hidden = true;
    button.setAttribute('aria-label', label);
    button.setAttribute('aria-haspopup', 'menu');
    button.setAttribute('aria-expanded', 'false');
    render(iconView(kind === 'row' ? EllipsisVertical : Ellipsis, 14), button);
    const menu = createMenu({
      label,
      items: () => tableItems(editor, isApple, kind),
      afterRun: () => editor.focus(),
    });
    element.append(menu.element);
    cleanup.listen(button, 'mousedown', (event) => event.preventDefault());
    cleanup.listen(button, 'click', () => {
      select(kind);
      menu.open(button);
    });
    cleanup.add(menu.destroy);
    return button;
  };
  const columnHandle = makeHandle('column', barWords().thisColumn);
  const rowHandle = makeHandle('row', barWords().thisRow);
  const edge = element.appendChild(document.createElement('div'));
  edge.className = 'weft-table-edge';
  edge.hidden = true;

  const isOpen = (): boolean => element.querySelector(':popover-open') !== null;
  const placeOf = (cell: HTMLElement): ReturnType<typeof cellPlace> =>
    view.dom.contains(cell) ? cellPlace(view.state.doc.resolve(view.posAtDOM(cell, 0))) : undefined;

  const hide = (): void => {
    if (isOpen() || grip) return;
    over = undefined;
    edgeOf = undefined;
    for (const part of [columnHandle, rowHandle, edge]) part.hidden = true;
  };

  /** Commands act on the selection: the whole row or column becomes it. */
  const select = (kind: 'row' | 'column'): void => {
    const place = over && placeOf(over);
    if (!place) return;
    const { table, tablePosition, row, column } = place;
    const at = (r: number, c: number): number => cellPosition(table, tablePosition, r, c) + 1;
    const [first, last] =
      kind === 'row'
        ? [at(row, 0), at(row, table.child(row).childCount - 1)]
        : [at(0, column), at(table.childCount - 1, column)];
    const selection = CellSelection.between(view.state.doc, first, last);
    view.dispatch(view.state.tr.setSelection(selection));
  };

  const show = (cell: HTMLElement): void => {
    const box = cell.closest('.weft-table-box')?.getBoundingClientRect();
    const table = cell.closest('table')?.getBoundingClientRect();
    if (!box || !table) return;
    over = cell;
    const place = cell.getBoundingClientRect();
    const middle = (place.left + place.right) / 2;
    const isRtl = getComputedStyle(cell.closest('.weft-table-box') ?? cell).direction === 'rtl';
    columnHandle.hidden = middle < box.left || middle > box.right;
    columnHandle.style.left = `${Math.round(middle - 14)}px`;
    columnHandle.style.top = `${Math.round(table.top - 9)}px`;
    rowHandle.hidden = false;
    // On the far side from the block's own handle where there is no room beside the table.
    rowHandle.style.left = `${Math.round(isRtl ? box.right - 8 : Math.max(0, box.left - 7))}px`;
    rowHandle.style.top = `${Math.round((place.top + place.bottom) / 2 - 13)}px`;
  };

  const showEdge = (cell: HTMLElement, x: number): void => {
    const place = cell.getBoundingClientRect();
    const table = cell.closest('table')?.getBoundingClientRect();
    const isRtl = getComputedStyle(cell.closest('table') ?? cell).direction === 'rtl';
    const [start, end] = isRtl ? [place.right, place.left] : [place.left, place.right];
    const previous = cell.previousElementSibling;
    const isAtStart = Math.abs(x - start) <= REACH && previous instanceof HTMLElement && !previous.hidden;
    edgeOf = Math.abs(x - end) <= REACH ? cell : isAtStart ? previous : undefined;
    edge.hidden = edgeOf === undefined || table === undefined;
    if (edge.hidden || !table) return;
    edge.style.left = `${Math.round(edgeOf === cell ? end : start)}px`;
    edge.style.top = `${Math.round(table.top)}px`;
    edge.style.height = `${Math.round(table.height)}px`;
  };

  const move = (event: PointerEvent): void => {
    if (isOpen() || grip) return;
    const { editable, frozen } = editor.state.get();
    const target = targetOf(event);
    if (target && element.contains(target)) return;
    const cell = target?.closest<HTMLElement>('.weft-cell');
    if (event.pointerType !== 'mouse' || !editable || frozen !== undefined || !cell || !text.contains(cell)) {
      hide();
      return;
    }
    if (event.buttons > 0) return;
    show(cell);
    showEdge(cell, event.clientX);
  };

  const startResize = (event: PointerEvent): void => {
    const place = edgeOf && placeOf(edgeOf);
    if (!place || !edgeOf || event.button !== 0) return;
    event.preventDefault();
    const column = place.column + Number(edgeOf.getAttribute('colspan') ?? 1) - 1;
    const columnId = readColumns(place.table)[column]?.id;
    if (columnId === undefined) return;
    const table = edgeOf.closest('table');
    const col = table?.querySelectorAll('col')[column];
    const drawn = edgeOf.getAttribute('colspan') === null ? edgeOf.offsetWidth : (col?.offsetWidth ?? 160);
    grip = {
      tablePosition: place.tablePosition,
      column,
      columnId,
      startX: event.clientX,
      startWidth: drawn,
      isRtl: getComputedStyle(table ?? edgeOf).direction === 'rtl',
      bar: col instanceof HTMLElement ? col : undefined,
    };
    edge.setPointerCapture(event.pointerId);
  };
  const widthAt = (event: PointerEvent, { startX, startWidth, isRtl }: Grip): number => {
    const by = (event.clientX - startX) * (isRtl ? -1 : 1);
    return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(startWidth + by)));
  };
  const resize = (event: PointerEvent): void => {
    if (!grip) return;
    const width = widthAt(event, grip);
    const by = (width - grip.startWidth) * (grip.isRtl ? -1 : 1);
    edge.style.left = `${Math.round(grip.startX + by)}px`;
    if (grip.bar) grip.bar.style.width = `${width}px`;
  };
  const endResize = (width: number | undefined): void => {
    const ended = grip;
    grip = undefined;
    if (ended?.bar) ended.bar.style.width = '';
    if (ended && width !== undefined && width !== ended.startWidth) {
      const { tablePosition, columnId } = ended;
      ofTables(({ setWidth }) => setWidth(tablePosition, columnId, width))(view.state, view.dispatch);
    }
    // Drawn again as the document says, also where nothing changed.
    const table = ended && view.state.doc.nodeAt(ended.tablePosition);
    const now = table && readColumns(table)[ended.column]?.width;
    if (ended?.bar && typeof now === 'number') ended.bar.style.width = `${now}px`;
    hide();
  };

  cleanup.listen(window, 'pointermove', move, { passive: true });
  cleanup.listen(window, 'scroll', hide, { passive: true, capture: true });
  cleanup.listen(text, 'keydown', hide);
  cleanup.listen(edge, 'pointerdown', startResize);
  cleanup.listen(edge, 'pointermove', resize);
  cleanup.listen(edge, 'pointerup', (event) => endResize(grip && widthAt(event, grip)));
  cleanup.listen(edge, 'pointercancel', () => endResize(undefined));
  cleanup.listen(window, 'keydown', (event) => {
    if (event.key === 'Escape' && grip) endResize(undefined);
  });
  cleanup.add(() => element.remove());
  return { element, destroy: () => cleanup.run() };
}
