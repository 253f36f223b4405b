/** German. */
import type { EditorCatalogue } from '../catalogue.ts';
import type { Locale } from '../words.ts';
import { checklist, proofreading, rewriting } from './assist.ts';
import { bars } from './bars.ts';
import { blocks } from './blocks.ts';
import { commands } from './commands.ts';
import { comments } from './comments.ts';
import { common } from './common.ts';
import { dictation } from './dictation.ts';
import { editor, shell } from './shell.ts';
import { failures } from './failures.ts';
import { files } from './files.ts';
import { history } from './history.ts';
import { losses } from './losses.ts';
import { math } from './math.ts';
import { menus } from './menus.ts';
import { presence } from './presence.ts';
import { status } from './status.ts';
import { suggestions } from './suggestions.ts';
import { summary } from './summary.ts';
import { times } from './times.ts';
import { writing } from './writing.ts';

const parts: EditorCatalogue = {
  bars,
  blocks,
  checklist,
  commands,
  comments,
  common,
  dictation,
  editor,
  failures,
  files,
  history,
  losses,
  math,
  menus,
  presence,
  proofreading,
  rewriting,
  shell,
  status,
  suggestions,
  summary,
  times,
  writing,
};

/** The editor in German, for `createEditor({ locale })`. */
export const german: Locale & { readonly parts: EditorCatalogue } = {
  tag: 'de',
  dir: 'ltr',
  parts,
  // From emojibase-data 17.0.0, `de/compact.json` (MIT), which has them from Unicode’s CLDR.
  emojiNames: async () => (await import('./emoji-names.json', { with: { type: 'json' } })).default,
};
