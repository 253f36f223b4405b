/** What helps with writing: slips, and what is to be done. */
import { plural } from './format.ts';
import { defineWords, type Words } from './words.ts';

const proofreading = {
  tab: 'Proofreading',
  scope: 'Of what',
  whole: 'Whole document',
  selection: 'Selection',
  check: 'Check',
  again: 'Check again',
  cancel: 'Cancel',
  running: 'Reading…',
  found: (count: number): string => plural(count, { one: '# slip found', other: '# slips found' }),
  empty:
    'Finds words written twice, slips of spacing, capitals and marks, and spellings that are often wrong, in English and German. On this device; nothing leaves it.',
  nothing: 'Nothing was found. These are rules and see little of what can be wrong.',
  origin: 'Found by rules, on this device. Nothing changes before a suggestion is accepted.',
  kinds: {
    repeated: 'Written twice',
    spacing: 'Spaces',
    mark: 'Marks',
    capital: 'Capital letter',
    article: 'A or an',
    spelling: 'Spelling',
    phrase: 'Mistaken words',
    quote: 'Quotation marks',
    bracket: 'A bracket is not closed',
  },
  suggest: 'Suggest',
  leave: 'Leave it',
  /** Read aloud before the words themselves, which follow. */
  show: 'Show in the text: ',
  /** Read aloud between what stands there and what would. */
  rather: ', rather: ',
  suggestOne: (was: string, instead: string): string => `Suggest “${instead}” for “${was}”`,
  leaveOne: (was: string): string => `Leave “${was}” as it is`,
  suggestAll: (count: number): string => plural(count, { one: 'Suggest it', other: 'Suggest all #' }),
  suggested: (count: number): string =>
    plural(count, {
      one: 'A suggestion is in the text, to be accepted or rejected.',
      other: '# suggestions are in the text, to be accepted or rejected.',
    }),
  someGone: (count: number): string =>
    plural(count, {
      one: 'The text has changed since: # suggestion is in it, what no longer fits was left out.',
      other: 'The text has changed since: # suggestions are in it, what no longer fits was left out.',
    }),
  notSuggested: 'Nothing can be suggested in this text.',
  gone: 'These words are no longer in the text.',
  nothingSelected: 'Nothing is selected. Select what is to be checked, and try again.',
};

const checklist = {
  tab: 'Tasks',
  find: 'Find',
  again: 'Find again',
  cancel: 'Cancel',
  running: 'Reading…',
  found: (count: number): string => plural(count, { one: '# task or day found', other: '# tasks and days found' }),
  empty:
    'Finds what the text gives somebody to do, by when, and the days to come, in English and German. On this device; nothing leaves it.',
  nothing: 'No task and no day was found. Rules look for phrases such as “Ann will …”, “To do: …” or “due on 3 May”.',
  origin: (today: string): string => `Found by rules, on this device. Days are counted from today, ${today}.`,
  take: (text: string): string => `Take into the checklist: ${text}`,
  show: 'Show in the text: ',
  insert: 'Insert as a checklist',
  suggest: 'Suggest it',
  inserted: (count: number): string =>
    plural(count, { one: 'A checklist of # point is in the text.', other: 'A checklist of # points is in the text.' }),
  suggested: (count: number): string =>
    plural(count, {
      one: 'A checklist of # point is in the text as a suggestion.',
      other: 'A checklist of # points is in the text as a suggestion.',
    }),
  notInserted: 'The checklist could not be put into this text. Find anew, and try again.',
  gone: 'This sentence is no longer in the text.',
  copy: 'Copy',
  copied: 'The checklist is copied.',
  notCopied: 'The browser did not let the checklist be copied. Insert it and copy it by hand.',
};

const rewriting = {
  tab: 'Rewriting',
  style: 'How',
  styles: {
    shorter: 'Shorter',
    plainer: 'Plainer',
    formal: 'More formal',
    friendly: 'Friendlier',
    corrected: 'Without slips',
    continued: 'Go on writing',
  },
  where: 'Where',
  places: {
    device: (): string => 'On this device',
    peer: (name: string): string => `On ${name}`,
    endpoint: (name: string): string => `At ${name}`,
  },
  rewrite: 'Rewrite the selection',
  goOn: 'Go on from the caret',
  cancel: 'Cancel',
  running: {
    device: (): string => 'Writing…',
    peer: (name: string): string => `Asking ${name}, sealed. Somebody there may be asked first…`,
    endpoint: (name: string): string => `Asking ${name}…`,
  },
  made: 'The text is said anew.',
  empty:
    'Select words of one block and have them said anew, or put the caret where it is to go on. It becomes a suggestion only when you say so.',
  unavailable:
    'Rewriting needs a language model that can be told what to do, and none is here: Weft’s own only goes on with what you write. Add one in the settings, under “What reads along” and “Models of your own”, use a browser that brings one, or have another device in this document help.',
  choose: 'Select words within one block, without code, links or open suggestions, and try again.',
  chooseEnd: 'Put the caret behind words of a block that is no code, and try again.',
  origins: {
    device: (engine: string): string => `${engine}, on this device. Read it before you take it.`,
    peer: (engine: string): string => `${engine}, a device of the room. Read it before you take it.`,
    endpoint: (engine: string): string => `${engine}, at the address you named. Read it before you take it.`,
  },
  passed: (engine: string, why: string): string => `${engine} did not: ${why}`,
  same: 'It found nothing to correct.',
  suggest: 'Suggest it',
  discard: 'Discard',
  suggested: 'It is in the text as a suggestion, to be accepted or rejected.',
  changed: 'The text has changed since. Select it anew, and try again.',
};

export const rewritingWords: Words<typeof rewriting> = /* @__PURE__ */ defineWords('rewriting', rewriting);
export const proofreadingWords: Words<typeof proofreading> = /* @__PURE__ */ defineWords('proofreading', proofreading);
export const checklistWords: Words<typeof checklist> = /* @__PURE__ */ defineWords('checklist', checklist);
