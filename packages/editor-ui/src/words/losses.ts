import { number, plural } from './format.ts';
import { defineWords, type Words } from './words.ts';

const words = (count: number): string => plural(count, { one: '# word', other: '# words' });
const parts = { table: 'a table', row: 'a row of a table', cell: 'a cell of a table', paragraph: 'a paragraph' };

/** A part of the document that was deleted, or moved. */
export type LostPart = keyof typeof parts;

const did = (isMoved: boolean): string => (isMoved ? 'moved' : 'deleted');
const fate = (isMoved: boolean, count: number): string =>
  `${words(count)} ${isMoved ? 'stayed behind' : 'went with it'}.`;
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const english = {
  /** A person deleted or moved what `writer` was writing in. */
  youTook: (part: LostPart, isMoved: boolean, writer: string, count: number): string =>
    `You ${did(isMoved)} ${parts[part]} while ${writer} was writing in it: ${fate(isMoved, count)}`,
  /** Nobody knows who it was. */
  wasTaken: (part: LostPart, isMoved: boolean, count: number): string =>
    `${capital(parts[part])} was ${did(isMoved)} while you were writing in it: ${fate(isMoved, count)}`,
  someoneTook: (name: string, part: LostPart, isMoved: boolean, count: number): string =>
    `${name} ${did(isMoved)} ${parts[part]} while you were writing in it: ${fate(isMoved, count)}`,
  /** On another device of one's own. */
  youTookElsewhere: (part: LostPart, isMoved: boolean, count: number): string =>
    `You ${did(isMoved)} ${parts[part]} while you were writing elsewhere: ${fate(isMoved, count)}`,
  several: (count: number, places: number): string =>
    `${words(count)} stood in text that was deleted or moved meanwhile, in ${number(places)} places. They are kept for you.`,
  putBackDone: (count: number): string => `Put back: ${words(count)}. Undo takes them out again.`,
  copiedDone: (count: number): string => `Copied: ${words(count)}.`,
  notCopied: 'The browser did not let Weft copy. Select the words and copy them.',
  theWords: 'The words',
  copyWords: 'Copy words',
  putBack: 'Put back',
  putBackWords: 'Put back the words',
  putBackParagraph: 'Put back the paragraph',
  title: 'Words that were taken away',
  lead: 'They stood in text that was deleted or moved meanwhile. They are kept on this device until you decide.',
};

/** Words that a merge took away. */
export const lossWords: Words<typeof english> = /* @__PURE__ */ defineWords('losses', english);
