/** Everything the editor says: what a language has to translate. */
import type { checklistWords, proofreadingWords, rewritingWords } from './assist.ts';
import type { barWords } from './bars.ts';
import type { blockWords } from './blocks.ts';
import type { commandWords } from './commands.ts';
import type { commentWords } from './comments.ts';
import type { commonWords } from './common.ts';
import type { editorWords } from './editor.ts';
import type { dictationWords } from './dictation.ts';
import type { FailureWords } from './failures.ts';
import type { fileWords } from './files.ts';
import type { historyWords } from './history.ts';
import type { lossWords } from './losses.ts';
import type { mathWords } from './math.ts';
import type { menuWords } from './menus.ts';
import type { presenceWords } from './presence.ts';
import type { shellWords } from './shell.ts';
import type { statusWords } from './status.ts';
import type { suggestionWords } from './suggestions.ts';
import type { summaryWords } from './summary.ts';
import type { timeWords } from './times.ts';
import type { writingWords } from './writing.ts';
import type { Translation } from './words.ts';

// A type and no interface: it is a record of objects as well.
export type EditorCatalogue = {
  readonly bars: Translation<typeof barWords>;
  readonly blocks: Translation<typeof blockWords>;
  readonly checklist: Translation<typeof checklistWords>;
  readonly commands: Translation<typeof commandWords>;
  readonly comments: Translation<typeof commentWords>;
  readonly common: Translation<typeof commonWords>;
  readonly dictation: Translation<typeof dictationWords>;
  readonly editor: Translation<typeof editorWords>;
  /** English needs none of it: the packages bring their sentences. */
  readonly failures: FailureWords;
  readonly files: Translation<typeof fileWords>;
  readonly history: Translation<typeof historyWords>;
  readonly losses: Translation<typeof lossWords>;
  readonly math: Translation<typeof mathWords>;
  readonly menus: Translation<typeof menuWords>;
  readonly presence: Translation<typeof presenceWords>;
  readonly proofreading: Translation<typeof proofreadingWords>;
  readonly rewriting: Translation<typeof rewritingWords>;
  readonly shell: Translation<typeof shellWords>;
  readonly status: Translation<typeof statusWords>;
  readonly suggestions: Translation<typeof suggestionWords>;
  readonly summary: Translation<typeof summaryWords>;
  readonly times: Translation<typeof timeWords>;
  readonly writing: Translation<typeof writingWords>;
};
