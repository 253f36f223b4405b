import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Note, readNote, scoreNotes } from '../../testing/notes.ts';
import { runToEnd } from '../extractive/run-to-end.ts';
import { findDates } from './dates.ts';
import { extractItems } from './extract.ts';

/** A Tuesday. */
const TODAY = '2026-04-21';

describe('days', () => {
  test.each([
    ['by Friday', '2026-04-24'],
    ['on Tuesday', '2026-04-28'],
    ['next Monday', '2026-04-27'],
    ['before 3 May', '2026-05-03'],
    ['May 3rd, 2027', '2027-05-03'],
    ['the 2nd of February', '2026-02-02'],
    ['1 January', '2027-01-01'],
    ['2026-12-24', '2026-12-24'],
    ['the day after tomorrow', '2026-04-23'],
    ['in two weeks', '2026-05-05'],
    ['the end of the month', '2026-04-30'],
    ['end of next week', '2026-05-01'],
  ])('en: %s', (text, day) => {
    expect(findDates(`It is due ${text}.`, 'en', TODAY)).toMatchObject([{ day }]);
  });

  test.each([
    ['bis Freitag', '2026-04-24'],
    ['am 3. Mai', '2026-05-03'],
    ['zum 3.5.', '2026-05-03'],
    ['am 03.05.2027', '2027-05-03'],
    ['übermorgen', '2026-04-23'],
    ['in zwei Wochen', '2026-05-05'],
    ['Ende des Monats', '2026-04-30'],
    ['nächsten Montag', '2026-04-27'],
  ])('de: %s', (text, day) => {
    expect(findDates(`Es kommt ${text} an.`, 'de', TODAY)).toMatchObject([{ day }]);
  });

  test.each([
    ['en', 'version 3.5 of May 32, 31 June, may 3rd-party tools, in may, the sun, 2026-13-01, 12/05/2026'],
    ['de', 'am Morgen, guten Morgen, Fassung 3.5, die 31.6., am 40. Mai, Di und Do'],
  ] as const)('%s: none in %j', (language, text) => {
    expect(findDates(text, language, TODAY)).toEqual([]);
  });
});

test('an item is linked to its sentence, whose it is and by when', () => {
  const items = runToEnd(extractItems(readNote({ lines: ['# A', 'Hello. Ann will send the list by Friday. Bye.'] })));
  expect(items).toEqual([
    {
      kind: 'task',
      text: 'Send the list by Friday',
      who: 'Ann',
      day: '2026-04-24',
      blockId: '1',
      start: 7,
      end: 40,
      sentence: 'Ann will send the list by Friday.',
    },
  ]);
});

test('in notes that were written for it, what is found is right, and most is found', () => {
  const notes = readFileSync(new URL('../../../samples/notes.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Note);
  const score = scoreNotes(notes, (note) => runToEnd(extractItems(readNote(note))));
  expect(Number(score.precision)).toBeGreaterThanOrEqual(0.95);
  expect(Number(score.recall)).toBeGreaterThanOrEqual(0.9);
  expect(Number(score['whose and when'])).toBeGreaterThanOrEqual(0.95);
});

test.each(['Ann and ', 'TO-DO: ', '3. Mai ', 'by the ', 'a', 'ge'])(
  'twenty thousand letters of %j take no more time than they are long',
  (part) => {
    const start = process.cpuUsage().user;
    runToEnd(extractItems(readNote({ lines: [part.repeat(20_000 / part.length)] })));
    expect(process.cpuUsage().user - start).toBeLessThan(3_000_000);
  },
);
