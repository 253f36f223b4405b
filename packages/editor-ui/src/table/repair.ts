import { Fragment, type Node } from 'prosemirror-model';
import { Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { isFromDocument } from '../binding/binding.ts';
import { type Column, MAX_SHOWN_COLUMNS, readColumns, toTableId } from '../schema/table.ts';
import { schema } from '../schema/schema.ts';
import { buildTable, type CellSource, nodeToCell, type RowSource } from './layout.ts';
import { cellPlace, cellPosition } from './grid.ts';

/**
 * Makes a table that this person's own change left uneven whole again: rows and columns have ids, every row has every
 * column's cell, spans fit. Only ever in the transaction that caused it; what others' changes leave uneven is drawn whole
 * (see `buildTable`) and written by nobody.
 */
export function tableRepair(createId: () => string): Plugin {
  const sound = new WeakSet<Node>();
  return new Plugin({
    appendTransaction(transactions, _before, after) {
      if (!transactions.some((tr) => tr.docChanged) || transactions.some(isFromDocument)) return null;
      const { tr } = after;
      after.doc.forEach((node, position) => {
        if (node.type !== schema.nodes.table || sound.has(node)) return;
        const whole = toWhole(node, createId);
        if (whole === node) sound.add(node);
        else putWhole(tr, tr.mapping.map(position), node, whole);
      });
      return tr.docChanged ? tr : null;
    },
  });
}

/** The table with every id and every cell; the same node where nothing is missing. */
export function toWhole(table: Node, createId: () => string): Node {
  const columns = toColumns(table, createId);
  const seen = new Set<string>();
  const rows: RowSource[] = table.children.map((row) => {
    let id = toTableId(row.attrs['id']);
    if (id === undefined || seen.has(id)) id = createId();
    seen.add(id);
    return { id, cells: toCells(row, columns), known: row };
  });
  const { id, headerRow, headerColumn } = table.attrs;
  const headers = { headerRow: headerRow === true, headerColumn: headerColumn === true };
  return buildTable({ id, columns, rows, ...headers, known: table });
}

function toColumns(table: Node, createId: () => string): readonly Column[] {
  const named = readColumns(table);
  if (named.length > 0) return named;
  const count = Math.min(MAX_SHOWN_COLUMNS, Math.max(0, ...table.children.map((row) => row.childCount)));
  return Array.from({ length: count }, () => ({ id: createId(), width: null, align: null }));
}

function toCells(row: Node, columns: readonly Column[]): (CellSource | undefined)[] {
  const ids = new Set(columns.map(({ id }) => id));
  const isNamed = row.children.some((cell) => ids.has(cell.attrs['column'] as string));
  if (!isNamed) return columns.map((_, index) => nodeToCell(row.maybeChild(index)));
  const cells = new Map<unknown, Node>();
  let left = Fragment.empty;
  for (const cell of row.children) {
    const column: unknown = cell.attrs['column'];
    if (ids.has(column as string) && !cells.has(column)) cells.set(column, cell);
    else left = left.append(cell.content);
  }
  const found = columns.map(({ id }) => nodeToCell(cells.get(id) ?? null));
  const last = found.findLastIndex((cell) => cell !== undefined);
  const cell = found[last];
  if (left.size > 0 && cell) found[last] = { ...cell, content: cell.content.append(left) };
  return found;
}

function putWhole(tr: Transaction, position: number, table: Node, whole: Node): void {
  if (whole.childCount === 0 || readColumns(whole).length === 0) {
    tr.delete(position, position + table.nodeSize);
    return;
  }
  const isSameShape =
    whole.childCount === table.childCount &&
    whole.children.every(
      (row, r) =>
        row.childCount === table.child(r).childCount &&
        row.children.every((cell, c) => cell.content.eq(table.child(r).child(c).content)),
    );
  if (!isSameShape) {
    const { $anchor, $head } = tr.selection;
    const place = cellPlace($head);
    const isText =
      tr.selection instanceof TextSelection && $anchor.sameParent($head) && place?.tablePosition === position;
    tr.replaceWith(position, position + table.nodeSize, whole);
    if (!place || !isText || !whole.maybeChild(place.row)?.maybeChild(place.column)) return;
    const at = cellPosition(whole, position, place.row, place.column);
    const size = whole.child(place.row).child(place.column).content.size;
    tr.setSelection(TextSelection.create(tr.doc, at + 1 + Math.min($head.parentOffset, size)));
    return;
  }
  setAttrs(tr, position, table, whole);
  let at = position + 1;
  whole.forEach((row, _, r) => {
    setAttrs(tr, at, table.child(r), row);
    row.forEach((cell, offset, c) => setAttrs(tr, at + 1 + offset, table.child(r).child(c), cell));
    at += row.nodeSize;
  });
}

function setAttrs(tr: Transaction, position: number, node: Node, next: Node): void {
  if (node === next) return;
  for (const [name, value] of Object.entries(next.attrs)) {
    if (node.attrs[name] !== value) tr.setNodeAttribute(position, name, value);
  }
}
