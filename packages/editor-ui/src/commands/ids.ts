import type { SuggestionCommandId } from '../suggestions/types.ts';

/** Everything that can be done, by name. */
export type CommandId =
  | 'undo'
  | 'redo'
  | 'bold'
  | 'italic'
  | 'underline'
  | 'superscript'
  | 'subscript'
  | 'color'
  | 'highlight'
  | 'strike'
  | 'code'
  | 'link'
  | 'unlink'
  | 'clearMarks'
  | 'paragraph'
  | 'heading1'
  | 'heading2'
  | 'heading3'
  | 'heading4'
  | 'heading5'
  | 'heading6'
  | 'bullet'
  | 'ordered'
  | 'task'
  | 'quote'
  | 'codeBlock'
  | 'callout'
  | 'toggle'
  | 'math'
  | 'mathBlock'
  | 'divider'
  | 'image'
  | 'file'
  | 'find'
  | 'replace'
  | 'alignStart'
  | 'alignCenter'
  | 'alignEnd'
  | 'directionAuto'
  | 'directionLtr'
  | 'directionRtl'
  | 'moveUp'
  | 'moveDown'
  | 'duplicate'
  | 'deleteBlock'
  | 'indent'
  | 'outdent'
  | 'toggleTask'
  | 'fold'
  | 'selectAll'
  | TableCommandId
  | SuggestionCommandId;

/** What can be done with a table and in it; a column's start is on the left where the table reads from left to right. */
type TableCommandId =
  | 'table'
  | 'rowAbove'
  | 'rowBelow'
  | 'rowUp'
  | 'rowDown'
  | 'selectRow'
  | 'deleteRow'
  | 'columnBefore'
  | 'columnAfter'
  | 'columnBack'
  | 'columnOn'
  | 'selectColumn'
  | 'deleteColumn'
  | 'widenColumn'
  | 'narrowColumn'
  | 'fitColumns'
  | 'headerRow'
  | 'headerColumn'
  | 'mergeCells'
  | 'splitCells'
  | 'deleteTable';

/** How large a table is to be. */
export interface TableSize {
  readonly columns: number;
  readonly rows: number;
}

export type CommandGroup =
  | 'history'
  | 'mark'
  | 'block'
  | 'list'
  | 'insert'
  | 'table'
  | 'move'
  | 'align'
  | 'selection'
  | 'suggestion';
