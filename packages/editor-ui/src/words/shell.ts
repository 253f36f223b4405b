import { plural } from './format.ts';
import { defineWords, type Words } from './words.ts';

const english = {
  reading: 'You are reading. This link lets you read this document, not change it nor see its comments.',
  commenting: 'You can read and comment. This link does not let you change the text.',
  everyChangeKept: 'Every change is kept as you write.',
  saved: 'Saved on this device. Weft saves as you write.',
  beingSaved: 'Being saved on this device now. Weft saves as you write.',
  startWriting: 'Start writing…',
  suggested: (text: string): string => `Suggested: ${text}. Tab takes it.`,
  words: (count: number): string => plural(count, { one: '# word', other: '# words' }),
};

export const shellWords: Words<typeof english> = /* @__PURE__ */ defineWords('shell', english);
