import { number, plural } from './format.ts';
import { defineWords, type Words } from './words.ts';

const english = {
  peopleAndDays: 'People and days',
  emoji: 'Emoji',
  chooseDay: 'Choose a day',
  anotherDay: 'Another day…',
  previousMonth: 'Month before',
  nextMonth: 'Next month',
  today: 'Today',
  remove: 'Remove',
  outline: 'Outline',
  noHeadings: 'Headings are listed here. Start a line with # and a space to write one.',
  focusMode: 'Focus: dim the other blocks, keep the line in the middle',
  focusOn: 'Focus mode: only what you write in is bright',
  focusOff: 'Focus mode is off',
  selectedWords: (selected: number, all: number): string =>
    plural(all, { one: `${number(selected)} of # word`, other: `${number(selected)} of # words` }),
  characters: (count: number): string => plural(count, { one: '# character', other: '# characters' }),
  minutes: (count: number): string => plural(count, { other: '# min' }),
  minutesToRead: (count: number): string =>
    plural(count, { one: 'about a minute to read', other: 'about # minutes to read' }),
};

/** What is said of days, people and emoji in the text, of the outline, of reading and of focus. */
export const writingWords: Words<typeof english> = /* @__PURE__ */ defineWords('writing', english);
