import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { type Column, readColumns } from '../schema/table.ts';
import { assignKeys } from '../table/order-keys.ts';
import { cellTexts, readCells, readParts, readTable } from './table-read.ts';
import { nodeToDelta, writeTexts } from './write-text.ts';
import type { See } from './seen-text.ts';
import type { Mapping } from './y-prosemirror.ts';

/**
 * Writes what one person did to a table: only what differs between the grid they saw and the grid they left. What is
 * worked out for the screen is never written, and a cell nobody has made is made when there is something to put into it.
 */
export function writeTable(element: Y.XmlElement, next: Node, mapping: Mapping, client: number, seen: See): void {
  const known = mapping.get(element);
  const before = known && !Array.isArray(known) ? known : readTable(element, mapping, seen);
  if (before === next) return;
  for (const name of ['id', 'headerRow', 'headerColumn']) setOrRemove(element, name, next.attrs[name]);
  writeColumns(element, readColumns(before), readColumns(next), client);
  writeRows(element, before, next, mapping, client, seen);
  mapping.set(element, next);
}

function setOrRemove(element: Y.XmlElement, name: string, value: unknown): void {
  if (value === null || value === undefined) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if ((element.getAttribute(name) as unknown) !== value) {
    element.setAttribute(name, value as string);
  }
}

/** Deletes those children of `parent` that `isGone`; from the last to the first, so that the indexes stay true. */
function deleteChildren(parent: Y.XmlElement, isGone: (child: Y.XmlElement) => boolean): void {
  const all = parent.toArray();
  for (let index = all.length - 1; index >= 0; index--) {
    const child = all[index];
    if (child instanceof Y.XmlElement && isGone(child)) parent.delete(index);
  }
}

function writeColumns(table: Y.XmlElement, before: readonly Column[], next: readonly Column[], client: number): void {
  const wanted = new Set(next.map(({ id }) => id));
  const gone = new Set(before.map(({ id }) => id).filter((id) => !wanted.has(id)));
  if (gone.size > 0) {
    deleteChildren(table, (child) => child.nodeName === 'column' && gone.has(child.getAttribute('id') ?? ''));
    for (const row of table.toArray()) {
      if (!(row instanceof Y.XmlElement) || row.nodeName !== 'row') continue;
      deleteChildren(row, (cell) => cell.nodeName === 'cell' && gone.has(cell.getAttribute('column') ?? ''));
    }
  }
  const parts = new Map(readParts(table).columns.map((column) => [column.id, column]));
  const keys = assignKeys(
    next.map(({ id }) => (parts.get(id)?.element ? parts.get(id)?.order : undefined)),
    client,
  );
  const fresh: Y.XmlElement[] = [];
  next.forEach(({ id, width, align }, index) => {
    const existing = parts.get(id)?.element;
    const element = existing ?? new Y.XmlElement('column');
    const key = keys.get(index);
    if (existing) {
      setOrRemove(existing, 'width', width);
      setOrRemove(existing, 'align', align);
      if (key !== undefined) setOrRemove(existing, 'order', key);
    } else {
      for (const [name, value] of Object.entries({ id, order: key, width, align })) {
        if (value !== null && value !== undefined) element.setAttribute(name, value as string);
      }
      fresh.push(element);
    }
  });
  if (fresh.length > 0) table.insert(0, fresh);
}

function writeRows(
  table: Y.XmlElement,
  before: Node,
  next: Node,
  mapping: Mapping,
  client: number,
  seenText: See,
): void {
  const seen = new Map(before.children.map((row) => [row.attrs['id'] as string, row]));
  const wanted = new Set(next.children.map((row) => row.attrs['id'] as string));
  const parts = new Map(readParts(table).rows.map((row) => [row.id, row]));
  const gone = new Set([...seen.keys()].filter((id) => !wanted.has(id)).map((id) => parts.get(id)?.element));
  gone.delete(undefined);
  if (gone.size > 0) deleteChildren(table, (child) => gone.has(child));
  const keys = assignKeys(
    next.children.map((row) => parts.get(row.attrs['id'] as string)?.order),
    client,
  );
  const fresh: Y.XmlElement[] = [];
  next.forEach((row, _, index) => {
    const id = row.attrs['id'] as string;
    const element = parts.get(id)?.element;
    const key = keys.get(index);
    if (!element) {
      fresh.push(rowToElement(row, key ?? '', mapping));
      return;
    }
    if (key !== undefined) setOrRemove(element, 'order', key);
    const old = seen.get(id);
    if (old !== row) writeRow(element, old, row, mapping, seenText);
  });
  if (fresh.length > 0) table.insert(table.length, fresh);
}

function writeRow(element: Y.XmlElement, before: Node | undefined, next: Node, mapping: Mapping, seen: See): void {
  const old = new Map(before?.children.map((cell) => [cell.attrs['column'] as string, cell]));
  const cells = readCells(element);
  const fresh: Y.XmlElement[] = [];
  for (const cell of next.children) {
    const column = cell.attrs['column'] as string;
    const same = cells.get(column);
    const was = old.get(column);
    if (was === cell) continue;
    const [first, ...more] = same ?? [];
    if (!first) {
      // One that was there to see and that nobody has made is made only when something goes into it.
      if (!was || cell.content.size > 0 || hasSpan(cell)) fresh.push(cellToElement(cell, mapping));
      continue;
    }
    for (const name of ['spanRow', 'spanColumn']) {
      setOrRemove(first, name, cell.attrs[name]);
      for (const other of more) setOrRemove(other, name, null);
    }
    if (!was?.content.eq(cell.content)) {
      if (cellTexts([first]).length === 0) first.insert(0, [new Y.XmlText()]);
      writeTexts(cellTexts(same ?? []).map(seen), cell);
    }
    if (more.length === 0) mapping.set(first, cell);
  }
  if (fresh.length > 0) element.insert(element.length, fresh);
  mapping.set(element, next);
}

function hasSpan(cell: Node): boolean {
  return cell.attrs['spanRow'] !== null || cell.attrs['spanColumn'] !== null;
}

function cellToElement(cell: Node, mapping: Mapping): Y.XmlElement {
  const element = new Y.XmlElement('cell');
  for (const name of ['column', 'spanRow', 'spanColumn']) {
    const value: unknown = cell.attrs[name];
    if (typeof value === 'string') element.setAttribute(name, value);
  }
  const text = new Y.XmlText();
  text.applyDelta(nodeToDelta(cell));
  element.insert(0, [text]);
  mapping.set(element, cell);
  return element;
}

function rowToElement(row: Node, order: string, mapping: Mapping): Y.XmlElement {
  const element = new Y.XmlElement('row');
  element.setAttribute('id', row.attrs['id'] as string);
  element.setAttribute('order', order);
  element.insert(
    0,
    row.children.map((cell) => cellToElement(cell, mapping)),
  );
  mapping.set(element, row);
  return element;
}

/** A new Y element for a table, with all of its cells. */
export function tableToElement(table: Node, mapping: Mapping, client: number): Y.XmlElement {
  const element = new Y.XmlElement('table');
  for (const name of ['id', 'headerRow', 'headerColumn']) {
    const value: unknown = table.attrs[name];
    if (value !== null) element.setAttribute(name, value as string);
  }
  const columns = readColumns(table);
  const columnKeys = assignKeys(
    columns.map(() => undefined),
    client,
  );
  const rowKeys = assignKeys(
    table.children.map(() => undefined),
    client,
  );
  element.insert(0, [
    ...columns.map(({ id, width, align }, index) => {
      const column = new Y.XmlElement('column');
      const attrs = { id, order: columnKeys.get(index), width, align };
      for (const [name, value] of Object.entries(attrs)) {
        if (value !== null && value !== undefined) column.setAttribute(name, value as string);
      }
      return column;
    }),
    ...table.children.map((row, index) => rowToElement(row, rowKeys.get(index) ?? '', mapping)),
  ]);
  mapping.set(element, table);
  return element;
}

/** Forgets everything inside a table that is being deleted. */
export function forgetTable(element: Y.XmlElement, mapping: Mapping): void {
  for (const row of element.toArray()) {
    mapping.delete(row);
    if (row instanceof Y.XmlElement) for (const cell of row.toArray()) mapping.delete(cell);
  }
}
