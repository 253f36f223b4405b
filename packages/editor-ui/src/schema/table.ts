import type { DOMOutputSpec, Node, NodeSpec } from 'prosemirror-model';
import { type Align, MAX_ID_LENGTH } from './block.ts';

/**
 * What a table is in the Y.Doc and on screen.
 *
 * In the Y.Doc a `table` holds `column`s and `row`s, each with an id and an order key, and a row holds `cell`s that name
 * their column. So a new row and a new column, a move and a typed word never touch the same thing, and all merge. On screen
 * it is a full grid in the order of the keys: cells nobody has made yet are drawn empty, and are made when somebody writes
 * in them. What is worked out for the screen (`colspan`, `covered`, `header`, `align` of a cell) is never written.
 */
export interface Column {
  readonly id: string;
  /** In px; null is as wide as it needs. */
  readonly width: number | null;
  readonly align: Align | null;
}

/** A person may make tables up to this size; merged tables may be larger and are shown up to the second size. */
export const MAX_ROWS = 1000;
export const MAX_COLUMNS = 50;
export const MAX_SHOWN_ROWS = 2000;
export const MAX_SHOWN_COLUMNS = 100;

export const MIN_WIDTH = 48;
export const MAX_WIDTH = 1200;

/** What each element of a table may say in the Y.Doc; anything else freezes the editor. */
export const TABLE_ATTRIBUTES: Readonly<Record<'table' | 'column' | 'row' | 'cell', readonly string[]>> = {
  table: ['id', 'headerRow', 'headerColumn'],
  column: ['id', 'order', 'width', 'align'],
  row: ['id', 'order'],
  cell: ['column', 'spanRow', 'spanColumn'],
};

export function toTableId(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH ? value : undefined;
}

export function toWidth(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, value)));
}

export function toColumnAlign(value: unknown): Align | null {
  return value === 'center' || value === 'end' ? value : null;
}

/** The columns a table node names, made safe: unique ids, bounded number. */
export function readColumns(table: Node): readonly Column[] {
  const value: unknown = table.attrs['columns'];
  const known = sound.get(value as object);
  if (known) return known;
  const columns: Column[] = [];
  const seen = new Set<string>();
  for (const each of Array.isArray(value) ? value.slice(0, MAX_SHOWN_COLUMNS) : []) {
    const column = each as Partial<Record<keyof Column, unknown>> | null;
    const id = toTableId(column?.id);
    if (id === undefined || seen.has(id)) continue;
    seen.add(id);
    columns.push({ id, width: toWidth(column?.width), align: toColumnAlign(column?.align) });
  }
  if (Array.isArray(value)) sound.set(value, columns);
  return columns;
}

/** Arrays in attributes are values: each is checked once. */
const sound = new WeakMap<object, readonly Column[]>();

export const table: NodeSpec = {
  group: 'top',
  content: 'row*',
  isolating: true,
  // A caret in a table stands in a cell.
  allowGapCursor: false,
  attrs: {
    id: { default: null },
    columns: { default: [] },
    headerRow: { default: null },
    headerColumn: { default: null },
  },
  toDOM: () => ['table', ['tbody', 0]],
  parseDOM: [{ tag: 'table' }],
};

export const row: NodeSpec = {
  content: 'cell*',
  allowGapCursor: false,
  attrs: { id: { default: null } },
  toDOM: () => ['tr', 0],
  parseDOM: [{ tag: 'tr' }],
};

export const cell: NodeSpec = {
  content: 'text*',
  whitespace: 'pre',
  isolating: true,
  attrs: {
    column: { default: null },
    /** The last row and column a merged cell reaches to, by id. */
    spanRow: { default: null },
    spanColumn: { default: null },
    colspan: { default: 1 },
    rowspan: { default: 1 },
    covered: { default: false },
    header: { default: null },
    align: { default: null },
  },
  toDOM: cellToDom,
  parseDOM: [{ tag: 'td' }, { tag: 'th' }],
};

function toSpan(value: unknown, most: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? Math.min(value, most) : 1;
}

function cellToDom(node: Node): DOMOutputSpec {
  const { header, covered, align } = node.attrs;
  const colspan = toSpan(node.attrs['colspan'], MAX_SHOWN_COLUMNS);
  const rowspan = toSpan(node.attrs['rowspan'], MAX_SHOWN_ROWS);
  const attrs: Record<string, string> = { class: 'weft-cell', dir: 'auto' };
  if (colspan > 1) attrs['colspan'] = String(colspan);
  if (rowspan > 1) attrs['rowspan'] = String(rowspan);
  if (covered === true) attrs['hidden'] = '';
  const side = toColumnAlign(align);
  if (side) attrs['data-align'] = side;
  if (header !== 'row' && header !== 'column') return ['td', attrs, 0];
  return ['th', { ...attrs, scope: header === 'row' ? 'col' : 'row' }, 0];
}
