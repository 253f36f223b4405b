import type { CommandGroup, CommandId } from '../commands/ids.ts';
import { defineWords, type Words } from './words.ts';

/** What can be done, and how its groups are called. */
export interface CommandWords {
  readonly labels: Readonly<Record<CommandId, string>>;
  readonly groups: Readonly<Record<CommandGroup, string>>;
  /** Other names people type after a slash, in lower case. */
  readonly names: Readonly<Partial<Record<CommandId, readonly string[]>>>;
  /** The page of shortcuts. */
  readonly shortcuts: string;
  readonly type: string;
  readonly chooseBlock: string;
  readonly toToolbar: string;
  readonly toText: string;
  readonly takeSuggested: string;
  readonly takeWord: string;
  readonly sendAway: string;
  readonly comment: string;
  readonly nextComment: string;
  readonly previousComment: string;
  readonly outline: string;
  readonly dayOrPerson: string;
  readonly anEmoji: string;
  readonly outOfFormula: string;
  readonly isSaved: string;
  readonly thisPage: string;
  readonly slashMenu: string;
  /** On Windows' and Linux' keyboards. */
  readonly keys: Readonly<Record<'Ctrl' | 'Shift' | 'Tab' | 'Enter' | 'Escape', string>>;
}

export const commandWords: Words<CommandWords> = /* @__PURE__ */ defineWords('commands', {
  labels: {
    undo: 'Undo',
    redo: 'Redo',
    paragraph: 'Text',
    heading1: 'Heading 1',
    heading2: 'Heading 2',
    heading3: 'Heading 3',
    heading4: 'Heading 4',
    heading5: 'Heading 5',
    heading6: 'Heading 6',
    bold: 'Bold',
    italic: 'Italic',
    underline: 'Underline',
    superscript: 'Superscript',
    subscript: 'Subscript',
    highlight: 'Highlight',
    color: 'Text colour',
    strike: 'Strikethrough',
    code: 'Inline code',
    link: 'Link',
    unlink: 'Remove link',
    clearMarks: 'Clear formatting',
    bullet: 'Bulleted list',
    ordered: 'Numbered list',
    task: 'To-do list',
    indent: 'Indent',
    outdent: 'Outdent',
    toggleTask: 'Tick or untick',
    fold: 'Fold or unfold a toggle',
    quote: 'Quote',
    codeBlock: 'Code block',
    callout: 'Callout',
    toggle: 'Toggle',
    mathBlock: 'Formula',
    date: 'Date',
    person: 'Person',
    emoji: 'Emoji',
    math: 'Formula in the line',
    image: 'Image',
    file: 'File',
    divider: 'Divider',
    table: 'Table',
    rowAbove: 'Insert row above',
    rowBelow: 'Insert row below',
    rowUp: 'Move row up',
    rowDown: 'Move row down',
    selectRow: 'Select row',
    deleteRow: 'Delete row',
    columnBefore: 'Insert column before',
    columnAfter: 'Insert column after',
    columnBack: 'Move column back',
    columnOn: 'Move column on',
    selectColumn: 'Select column',
    deleteColumn: 'Delete column',
    widenColumn: 'Wider column',
    narrowColumn: 'Narrower column',
    fitColumns: 'Fit columns to their text',
    headerRow: 'Header row',
    headerColumn: 'Header column',
    mergeCells: 'Merge cells',
    splitCells: 'Split cells',
    deleteTable: 'Delete table',
    alignStart: 'Align to the start',
    alignCenter: 'Centre',
    alignEnd: 'Align to the end',
    directionAuto: 'Direction by the text',
    directionLtr: 'Left to right',
    directionRtl: 'Right to left',
    moveUp: 'Move up',
    moveDown: 'Move down',
    duplicate: 'Duplicate',
    deleteBlock: 'Delete block',
    find: 'Find',
    replace: 'Find and replace',
    selectAll: 'Select all',
    suggest: 'Suggest changes',
    acceptSuggestion: 'Accept the suggestion',
    rejectSuggestion: 'Reject the suggestion',
    nextSuggestion: 'Next suggestion',
    previousSuggestion: 'Previous suggestion',
    acceptAllSuggestions: 'Accept all suggestions',
    rejectAllSuggestions: 'Reject all suggestions',
  },
  groups: {
    mark: 'Text',
    block: 'Blocks',
    list: 'Lists',
    insert: 'Insert',
    table: 'Tables',
    align: 'Alignment',
    move: 'Moving',
    suggestion: 'Suggestions',
    history: 'History',
    selection: 'Selection',
  },
  names: {
    paragraph: ['paragraph', 'plain', 'p'],
    heading1: ['h1', 'title', 'big'],
    heading2: ['h2', 'subtitle'],
    heading3: ['h3'],
    heading4: ['h4'],
    heading5: ['h5'],
    heading6: ['h6'],
    bullet: ['ul', 'unordered', 'points'],
    ordered: ['ol', '1.'],
    task: ['todo', 'checkbox', 'checklist', '[]'],
    quote: ['blockquote', 'citation', '>'],
    codeBlock: ['pre', 'snippet', '```'],
    callout: ['note', 'info', 'tip', 'warning'],
    math: ['inline', 'latex', 'tex', '$'],
    date: ['day', 'today', 'tomorrow', 'calendar'],
    person: ['mention', 'people', '@'],
    emoji: ['smile', 'icon', ':'],
    toggle: ['fold', 'collapse', 'details', '>>'],
    mathBlock: ['math', 'equation', 'latex', 'tex', '$$'],
    table: ['grid', 'rows', 'columns'],
    divider: ['hr', 'rule', 'line', '---'],
    image: ['picture', 'photo', 'img'],
    file: ['attachment', 'upload', 'pdf'],
  },
  shortcuts: 'Keyboard shortcuts',
  type: 'type',
  chooseBlock: 'Choose a block',
  toToolbar: 'Move to the toolbar',
  toText: 'Back to the text',
  takeSuggested: 'Take a suggestion',
  takeWord: 'Take one word of it',
  sendAway: 'Send it away',
  comment: 'Comment',
  nextComment: 'Next comment',
  previousComment: 'Comment before',
  outline: 'Outline',
  dayOrPerson: 'A day or a person',
  anEmoji: 'An emoji',
  outOfFormula: 'Out of a formula',
  isSaved: 'Is it saved?',
  thisPage: 'This page',
  slashMenu: 'Blocks',
  keys: { Ctrl: 'Ctrl', Shift: 'Shift', Tab: 'Tab', Enter: 'Enter', Escape: 'Escape' },
});
