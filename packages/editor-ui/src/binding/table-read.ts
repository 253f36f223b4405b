import { Fragment, type Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { type Column, MAX_SHOWN_COLUMNS, toColumnAlign, toTableId, toWidth } from '../schema/table.ts';
import { buildTable, type CellSource } from '../table/layout.ts';
import { toOrderKey } from '../table/order-keys.ts';
import { textToNodes } from './read-text.ts';
import type { See } from './seen-text.ts';
import type { Mapping } from './y-prosemirror.ts';

/** Behind all order keys. */
const LAST = '\u{10ffff}';

interface Keyed {
  readonly id: string;
  readonly order: string;
  readonly element: Y.XmlElement;
}

/** `element`: none where the column was deleted while somebody wrote in a cell of it that was not there to be seen. */
type ShownColumn = Column & Omit<Keyed, 'element'> & { readonly element: Y.XmlElement | undefined };

/** The columns and rows of a table's Y element, in the order they are shown. */
export interface TableParts {
  readonly columns: readonly ShownColumn[];
  readonly rows: readonly Keyed[];
}

function compare(a: Omit<Keyed, 'element'>, b: Omit<Keyed, 'element'>): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Only reads. A row without an id of its own, which only another program leaves, is named after its place in Yjs. Of two
 * columns with one id the first counts: a column holds nothing.
 */
export function readParts(table: Y.XmlElement): TableParts {
  const columns = new Map<string, ShownColumn>();
  const rows = new Map<string, Keyed>();
  for (const element of table.toArray()) {
    if (!(element instanceof Y.XmlElement)) continue;
    const id = toTableId(element.getAttribute('id'));
    const order = toOrderKey(element.getAttribute('order'));
    if (element.nodeName === 'row') {
      const { client, clock } = element._item?.id ?? { client: 0, clock: rows.size };
      const own = id === undefined || rows.has(id) ? `y${client}.${clock}` : id;
      rows.set(own, { id: own, order, element });
    } else if (element.nodeName === 'column' && id !== undefined) {
      const width = toWidth(element.getAttribute('width') as unknown);
      const align = toColumnAlign(element.getAttribute('align'));
      const column = { id, order, element, width, align };
      const other = columns.get(id);
      if (!other || compare(column, other) < 0) columns.set(id, column);
    }
  }
  let known: readonly ShownColumn[] | undefined;
  return {
    // Worked out when asked for: the rows alone are needed far more often.
    get columns() {
      known ??= withWritten(columns, rows).toSorted(compare).slice(0, MAX_SHOWN_COLUMNS);
      return known;
    },
    rows: [...rows.values()].toSorted(compare),
  };
}

/** The columns, and at the end those that are gone while words stand in them: in a row that came meanwhile. No word is hidden. */
function withWritten(columns: ReadonlyMap<string, ShownColumn>, rows: ReadonlyMap<string, Keyed>): ShownColumn[] {
  const all = new Map(columns);
  for (const { element } of rows.values()) {
    for (const cell of element.toArray()) {
      if (!(cell instanceof Y.XmlElement) || cell.nodeName !== 'cell') continue;
      const id = toTableId(cell.getAttribute('column'));
      if (id === undefined || all.has(id) || !cellTexts([cell]).some(({ length }) => length > 0)) continue;
      all.set(id, { id, order: LAST, element: undefined, width: null, align: null });
    }
  }
  return [...all.values()];
}

/** The cells of a row by their column. Two people who write into a cell nobody had made each make one: both are shown. */
export function readCells(row: Y.XmlElement): ReadonlyMap<string, readonly Y.XmlElement[]> {
  const cells = new Map<string, Y.XmlElement[]>();
  for (const cell of row.toArray()) {
    if (!(cell instanceof Y.XmlElement) || cell.nodeName !== 'cell') continue;
    const column: unknown = cell.getAttribute('column');
    if (typeof column !== 'string') continue;
    const same = cells.get(column);
    if (same) same.push(cell);
    else cells.set(column, [cell]);
  }
  return cells;
}

/** All texts of what is shown as one cell, in order. */
export function cellTexts(cells: readonly Y.XmlElement[]): Y.XmlText[] {
  return cells.flatMap((cell) => cell.toArray().filter((child) => child instanceof Y.XmlText));
}

function readCell(cells: readonly Y.XmlElement[] | undefined, mapping: Mapping, seen: See): CellSource | undefined {
  const [first, ...more] = cells ?? [];
  if (!first || !cells) return undefined;
  const spanOf = (name: string): string | null => {
    for (const cell of cells) {
      const id = toTableId(cell.getAttribute(name));
      if (id !== undefined) return id;
    }
    return null;
  };
  const found = more.length === 0 ? mapping.get(first) : undefined;
  const known = found && !Array.isArray(found) ? found : undefined;
  const content = known?.content ?? Fragment.fromArray(cellTexts(cells).flatMap((text) => textToNodes(seen(text))));
  return { content, known, spanRow: spanOf('spanRow'), spanColumn: spanOf('spanColumn') };
}

/** A table's element as the full grid it is shown as; remembered in `mapping`, down to the cells. Only reads. */
export function readTable(element: Y.XmlElement, mapping: Mapping, seen: See): Node {
  const { columns, rows } = readParts(element);
  const known = (type: Y.XmlElement): Node | undefined => {
    const node = mapping.get(type);
    return node && !Array.isArray(node) ? node : undefined;
  };
  const cellsOf = rows.map((row) => readCells(row.element));
  const node = buildTable({
    id: element.getAttribute('id') ?? null,
    columns: columns.map(({ id, width, align }) => ({ id, width, align })),
    headerRow: (element.getAttribute('headerRow') as unknown) === true,
    headerColumn: (element.getAttribute('headerColumn') as unknown) === true,
    rows: rows.map((row, r) => ({
      id: row.id,
      cells: columns.map(({ id }) => readCell(cellsOf[r]?.get(id), mapping, seen)),
      known: known(row.element),
    })),
    known: known(element),
  });
  mapping.set(element, node);
  node.forEach((rowNode, _, r) => {
    const row = rows[r];
    if (!row) return;
    mapping.set(row.element, rowNode);
    rowNode.forEach((cellNode, _offset, c) => {
      const [cell, ...more] = cellsOf[r]?.get(columns[c]?.id ?? '') ?? [];
      if (cell && more.length === 0) mapping.set(cell, cellNode);
    });
  });
  return node;
}
