import { percent, plural } from './format.ts';
import { defineWords, type Words } from './words.ts';

/** A name at the start of a sentence. */
function toStart(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

const english = {
  tab: 'Summary',
  scope: 'Of what',
  scopes: { document: 'Whole document', selection: 'Selection', since: 'Since I was last here' },
  type: 'As',
  types: { 'key-points': 'Key points', tldr: 'In short', headline: 'Headline' },
  length: 'Length',
  lengths: { short: 'Short', medium: 'Medium', long: 'Long' },
  where: 'Where',
  here: 'On this device',
  there: (name: string): string => `On ${name}`,
  written: {
    device: (): string => 'Written anew, on this device',
    peer: (name: string): string => `Written anew, on ${name}`,
    endpoint: (name: string): string => `Written anew, at ${name}`,
  },
  summarize: 'Summarize',
  again: 'Summarize again',
  cancel: 'Cancel',
  running: 'Reading…',
  atHelper: {
    taking: (name: string): string => `Asking ${name}, sealed…`,
    waiting: (name: string): string => `Waiting for ${name}: somebody there is asked, or it does something else first…`,
    working: (name: string): string => `${toStart(name)} is reading…`,
  },
  noHelp: {
    cancelled: (): string => 'Cancelled.',
    declined: (name: string): string => `${toStart(name)} said no.`,
    refused: (name: string): string => `${toStart(name)} does not help this device any more.`,
    busy: (name: string): string => `${toStart(name)} has too much to do.`,
    stopped: (name: string): string => `It was stopped on ${name}.`,
    failed: (name: string): string => `${toStart(name)} could not do it.`,
    broken: (name: string): string => `${toStart(name)} gave an answer that is none.`,
    vanished: (name: string): string => `${toStart(name)} is not there any more.`,
    late: (name: string): string => `${toStart(name)} took too long.`,
    'too-long': (name: string): string => `This is too much text to ask ${name}.`,
  },
  cancelled: 'Cancelled',
  done: (count: number): string => plural(count, { one: 'Summary: # sentence', other: 'Summary: # sentences' }),
  empty: 'Picks the sentences that say most, and shows where each stands. Made on this device; nothing leaves it.',
  stale: 'The text has changed since.',
  origin: 'The document’s own sentences, picked on this device.',
  originThere: (name: string): string => `The document’s own sentences, picked on ${name}.`,
  originWritten: {
    device: (engine: string): string => `${engine}, on this device. Compare it with the text.`,
    peer: (engine: string): string => `${engine}, a device of the room. Compare it with the text.`,
    endpoint: (engine: string): string => `${engine}, at the address you named. Compare it with the text.`,
  },
  readPart: (share: number): string =>
    `The text is too long for it: it read the sentences that say most, ${percent(Math.max(0.01, share))} of the whole.`,
  madeWritten: 'The summary is written.',
  notWritten: (why: string): string => `It was not written anew: ${why}`,
  copy: 'Copy',
  copied: 'The summary is copied.',
  notCopied: 'The browser did not let the summary be copied. Select it and copy it by hand.',
  insert: 'Insert as a suggestion',
  inserted: 'The summary is in the text as a suggestion, to be accepted or rejected.',
  notInserted: 'The summary could not be put into this text.',
  gone: 'This sentence is no longer in the text.',
  show: (sentence: string): string => `Show in the text: ${sentence}`,
  nothingSelected: 'Nothing is selected. Select what is to be summarized, and try again.',
  nothingNew: 'Nothing with words in it was added since you were last here.',
};

/** What the summary's panel says. */
export const summaryWords: Words<typeof english> = /* @__PURE__ */ defineWords('summary', english);
