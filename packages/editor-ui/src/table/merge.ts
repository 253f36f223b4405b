import { Fragment, type Node } from 'prosemirror-model';
import type { Command } from 'prosemirror-state';
import { schema } from '../schema/schema.ts';
import { EMPTY, onCells } from './commands.ts';
import { cellAt, extentOf } from './grid.ts';

/** One cell of the selected ones. Their texts come under each other in the first; the others are there, empty, behind it. */
export const mergeCells: Command = onCells(({ rect }, source) => {
  const { top, bottom, left, right } = rect;
  if (bottom - top === 1 && right - left === 1) return undefined;
  let content = Fragment.empty;
  const isAlreadyOne = source.rows[top]?.known?.maybeChild(left);
  if (isAlreadyOne) {
    const { colspan, rowspan } = extentOf(isAlreadyOne);
    if (rowspan === bottom - top && colspan === right - left) return undefined;
  }
  for (const row of source.rows.slice(top, bottom)) {
    for (const cell of row.cells.slice(left, right)) {
      if (!cell || cell.content.size === 0) continue;
      content =
        content.size === 0 ? cell.content : content.append(Fragment.from(schema.text('\n'))).append(cell.content);
    }
  }
  const spanRow = bottom - top > 1 ? (source.rows[bottom - 1]?.id ?? null) : null;
  const spanColumn = right - left > 1 ? (source.columns[right - 1]?.id ?? null) : null;
  // Joined again, so that neighbouring texts of one look are one node.
  const joined = Fragment.from(content.content.length > 1 ? joinTexts(content) : content);
  const rows = source.rows.map((row, r) => ({
    ...row,
    cells: row.cells.map((cell, c) => {
      if (r < top || r >= bottom || c < left || c >= right) return cell;
      return r === top && c === left ? { content: joined, spanRow, spanColumn } : EMPTY;
    }),
  }));
  return { source: { ...source, rows }, caret: { row: top, column: left } };
});

function joinTexts(content: Fragment): Node[] {
  const nodes: Node[] = [];
  content.forEach((node) => {
    const last = nodes.at(-1);
    if (last?.sameMarkup(node) && last.isText)
      nodes[nodes.length - 1] = schema.text(`${last.text}${node.text}`, node.marks);
    else nodes.push(node);
  });
  return nodes;
}

/** Merged cells apart again; the text stays in the first. */
export const splitCells: Command = onCells(({ rect, table }, source) => {
  let isMerged = false;
  for (let row = rect.top; row < rect.bottom; row++) {
    for (let column = rect.left; column < rect.right; column++) {
      const cell = cellAt(table, row, column);
      if (cell && (extentOf(cell).colspan > 1 || extentOf(cell).rowspan > 1)) isMerged = true;
    }
  }
  if (!isMerged) return undefined;
  const rows = source.rows.map((row, r) => ({
    ...row,
    cells: row.cells.map((cell, c) => {
      const isInside = r >= rect.top && r < rect.bottom && c >= rect.left && c < rect.right;
      return cell && isInside ? { ...cell, spanRow: null, spanColumn: null } : cell;
    }),
  }));
  return { source: { ...source, rows }, selected: rect };
});
