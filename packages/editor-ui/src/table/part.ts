/** What is done with tables: fetched when a document first holds one. Drawing and merging them needs none of it. */
export { alignColumns, clearWidths, isAligned, setWidth, shiftWidth } from './columns.ts';
export {
  deleteColumns,
  deleteRows,
  deleteTable,
  insertColumn,
  insertRow,
  insertTable,
  isHeader,
  moveColumns,
  moveRows,
  selectCells,
  toggleHeader,
} from './commands.ts';
export { tabInTable } from './keys.ts';
export { mergeCells, splitCells } from './merge.ts';
export { tableSelection } from './plugin.ts';
