import type { CommandGroup, CommandId } from '../commands/ids.ts';
import { defineWords, type Words } from './words.ts';

/** What the slash menu and the page of shortcuts say of what can be done. */
export interface MenuWords {
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
}

export const menuWords: Words<MenuWords> = /* @__PURE__ */ defineWords('menus', {
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
});
