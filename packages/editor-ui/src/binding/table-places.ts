import type { Node, ResolvedPos } from 'prosemirror-model';
import * as Y from 'yjs';
import { cellTexts, readCells, readParts } from './table-read.ts';
import type { See } from './seen-text.ts';
import type { YType } from './y-prosemirror.ts';

/** The texts behind the cell a position stands in; none for a cell nobody has made. */
export function placeToTexts(table: Y.XmlElement, $position: ResolvedPos): Y.XmlText[] {
  if ($position.depth < 3) return [];
  const rowId: unknown = $position.node(2).attrs['id'];
  const row = readParts(table).rows.find(({ id }) => id === rowId);
  const column = $position.node(3).attrs['column'] as string;
  return row ? cellTexts(readCells(row.element).get(column) ?? []) : [];
}

/** The cell a text belongs to. */
export interface TablePlace {
  readonly table: Y.XmlElement;
  /** The position of letter `index` of the text, counted from the start of the drawn table; undefined if it is not shown. */
  toPosition(node: Node, index: number): number | undefined;
}

function parentElement(type: YType, name: string): Y.XmlElement | undefined {
  const { parent } = type;
  return parent instanceof Y.XmlElement && parent.nodeName === name ? parent : undefined;
}

/** Undefined for a text that is in no table. */
export function textToPlace(text: Y.XmlText, seen: See): TablePlace | undefined {
  const cell = parentElement(text, 'cell');
  const row = cell && parentElement(cell, 'row');
  const table = row && parentElement(row, 'table');
  if (!cell || !row || !table) return undefined;
  return {
    table,
    toPosition(node, index) {
      const id = readParts(table).rows.find(({ element }) => element === row)?.id;
      const column: unknown = cell.getAttribute('column');
      let position = 1;
      for (const rowNode of node.children) {
        if (rowNode.attrs['id'] !== id) {
          position += rowNode.nodeSize;
          continue;
        }
        position += 1;
        for (const cellNode of rowNode.children) {
          if (cellNode.attrs['column'] !== column) {
            position += cellNode.nodeSize;
            continue;
          }
          let offset = index;
          for (const each of cellTexts(readCells(row).get(column as string) ?? [])) {
            if (each === text) break;
            offset += seen(each).length;
          }
          return position + 1 + Math.min(offset, cellNode.content.size);
        }
        return undefined;
      }
      return undefined;
    },
  };
}

/** What names and places a part of a table. */
export const PART_NAMES: ReadonlySet<string> = new Set(['id', 'column', 'order']);

/**
 * Whether a Y type is a part of a table in which something is written: undoing its making must not hide that. A column
 * holds nothing itself: what counts is what stands in it. `isColumnOnly` looks at columns alone.
 */
export function isPartInUse(type: unknown, isColumnOnly: boolean): boolean {
  if (!(type instanceof Y.XmlElement)) return false;
  if (type.nodeName === 'column') {
    const table = parentElement(type, 'table');
    const id: unknown = type.getAttribute('id');
    return table?.toArray().some((row) => row instanceof Y.XmlElement && hasWords(row, id)) === true;
  }
  return !isColumnOnly && ['table', 'row', 'cell'].includes(type.nodeName) && hasWords(type, undefined);
}

/** Whether anything is written in a part of a table; with `column`, in its cells of that column. */
function hasWords(element: Y.XmlElement, column: unknown): boolean {
  return element.toArray().some((child) => {
    if (child instanceof Y.XmlText) return child.length > 0;
    if (!(child instanceof Y.XmlElement)) return false;
    const isOther = column !== undefined && child.nodeName === 'cell' && child.getAttribute('column') !== column;
    return !isOther && hasWords(child, column);
  });
}
