import emojilib from 'emojilib';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { nodeToRows } from '../convert/rows.ts';
import { rowsToHtml } from '../convert/to-html.ts';
import { rowsToMarkdown } from '../convert/to-markdown.ts';
import { toDay } from '../schema/inline.ts';
import { schema } from '../schema/schema.ts';
import { createReplicas, type Headless, syncAll } from '../testing/headless.ts';
import { german } from '../words/de/index.ts';
import { addDays, addMonths, dateToDay, dayToDate, dayToWords, matchDays, monthGrid } from './days.ts';
import { createEmojiFinder, rememberEmoji } from './emoji.ts';
import { deletePiece, insertPiece, pieceAt, piecesOf } from './pieces.ts';
import { typedAfter } from './typed.ts';

let replicas: Headless[] = [];
afterEach(() => {
  for (const replica of replicas) replica.destroy();
  replicas = [];
});

function people(count: number, text: string): Headless[] {
  replicas = createReplicas(count, (first) => {
    first.caret(0, 0);
    first.type(text);
  });
  return replicas;
}

function shown(replica: Headless): string[] {
  return piecesOf(replica.state().doc.child(0)).map(({ text }) => text);
}

describe('days', () => {
  test('only a day of the calendar is one', () => {
    expect(['2026-11-21', '2024-02-29', '0999-01-01'].map(toDay)).toEqual(['2026-11-21', '2024-02-29', '0999-01-01']);
    for (const no of ['2026-02-29', '2026-13-01', '2026-1-1', '0026-01-01', ' 2026-11-21', 7, null]) {
      expect(toDay(no)).toBeUndefined();
    }
  });

  test('counting days and months stays in the calendar', () => {
    const day = fc.date({ min: new Date(1900, 0, 1), max: new Date(2100, 0, 1), noInvalidDate: true }).map(dateToDay);
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (start, by) => {
        expect(toDay(start)).toBe(start);
        expect(addDays(addDays(start, by), -by)).toBe(start);
        expect(dateToDay(dayToDate(start))).toBe(start);
        const grid = monthGrid(start).flat();
        expect(grid).toContain(start);
        expect(new Set(grid).size).toBe(42);
      }),
      { numRuns: 100 },
    );
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
  });

  test('are asked for by their names, in English and in the reader’s language, or as they are stored', () => {
    const today = '2026-11-21';
    expect(matchDays('tom', today, 'en')).toEqual([{ day: '2026-11-22', name: 'tomorrow' }]);
    expect(matchDays('mor', today, 'de')).toEqual([{ day: '2026-11-22', name: 'morgen' }]);
    expect(matchDays('tomorrow', today, 'de')).toEqual([{ day: '2026-11-22', name: 'morgen' }]);
    expect(matchDays('fri', today, 'en')).toEqual([{ day: '2026-11-27', name: 'Friday' }]);
    expect(matchDays('2027-01-02', today, 'en')).toEqual([{ day: '2027-01-02', name: '2027-01-02' }]);
    expect(matchDays('', today, 'en')).toHaveLength(3);
    expect(dayToWords('2026-11-21')).toMatch(/21.*2026/);
  });
});

describe('pieces', () => {
  test('a day is one only where its letters say the same: a mark hides nothing', () => {
    const date = schema.marks.date.create({ day: '2026-11-21' });
    const block = schema.nodes.block.create(null, [
      schema.text('on '),
      schema.text('2026-11-21', [date]),
      schema.text(' and '),
      schema.text('words that must be seen', [date]),
      schema.text('@Ann', [schema.marks.person.create({ device: 'ab01' })]),
      schema.text('@Ben', [schema.marks.person.create({ device: '<img>' })]),
    ]);
    expect(piecesOf(block).map(({ type, text, from }) => [type, text, from])).toEqual([
      ['date', '2026-11-21', 3],
      ['person', '@Ann', 41],
    ]);
    const html = rowsToHtml(nodeToRows(schema.nodes.doc.create(null, block)));
    expect(html).toContain('<time datetime="2026-11-21">2026-11-21</time>');
    expect(html).toContain('<span data-weft-person="ab01">@Ann</span>');
    expect(html).not.toContain('<img>');
    expect(rowsToMarkdown(nodeToRows(schema.nodes.doc.create(null, block)))).toContain('on 2026-11-21 and');
  });

  test('are put in place of what was typed, with a space behind, and deleted whole', () => {
    const [a] = people(1, 'due @tom') as [Headless];
    a.caret(0, -1);
    const typed = typedAfter(a.state(), '@');
    expect(typed).toEqual({ query: 'tom', from: 5, to: 9 });
    if (!typed) throw new Error('nothing typed');
    a.run(insertPiece(typed, { day: '2026-11-22' }));
    expect(a.lines()).toEqual(['paragraph|due 2026-11-22 ']);
    a.type('ok');
    expect(shown(a)).toEqual(['2026-11-22']);
    a.caret(0, 14);
    expect(pieceAt(a.state(), 10, true)?.value).toBe('2026-11-22');
    expect(a.run(deletePiece(1))).toBe(false);
    expect(a.run(deletePiece(-1))).toBe(true);
    expect(a.lines()).toEqual(['paragraph|due  ok']);
  });

  test('a sign within a word asks for nothing', () => {
    for (const [text, sign] of [
      ['me@home', '@'],
      ['10:30', ':'],
      ['a b @ x', '@'],
      ['note: this', ':'],
    ] as const) {
      const [a] = people(1, text) as [Headless];
      a.caret(0, -1);
      expect(typedAfter(a.state(), sign)).toBeUndefined();
      a.destroy();
      replicas = [];
    }
  });

  test('two change one day apart: both are there, each whole', () => {
    const both = people(2, 'due ') as [Headless, Headless];
    const [a, b] = both;
    a.run(insertPiece({ from: 5, to: 5 }, { day: '2026-11-21' }));
    syncAll(both);
    a.run(insertPiece({ from: 5, to: 15 }, { day: '2026-11-25' }));
    b.run(insertPiece({ from: 5, to: 15 }, { day: '2026-12-21' }));
    syncAll(both);
    expect(a.state().doc.toJSON()).toEqual(b.state().doc.toJSON());
    expect(shown(a).toSorted()).toEqual(['2026-11-25', '2026-12-21']);
  });

  test('one changes a day, the other deletes it: the new day stays', () => {
    const both = people(2, 'due ') as [Headless, Headless];
    const [a, b] = both;
    a.run(insertPiece({ from: 5, to: 5 }, { day: '2026-11-21' }));
    syncAll(both);
    a.run(insertPiece({ from: 5, to: 15 }, { day: '2026-11-25' }));
    b.caret(0, 14);
    b.run(deletePiece(-1));
    syncAll(both);
    expect(a.state().doc.toJSON()).toEqual(b.state().doc.toJSON());
    expect(shown(a)).toEqual(['2026-11-25']);
  });

  test('one names a person, the other types beside and formats the words: all of it', () => {
    const both = people(2, 'ask now') as [Headless, Headless];
    const [a, b] = both;
    a.run(insertPiece({ from: 5, to: 5 }, { device: 'ab01', name: 'Ann' }));
    b.caret(0, -1);
    b.type(' please');
    syncAll(both);
    expect(a.lines()).toEqual(['paragraph|ask @Ann now please']);
    expect(shown(b)).toEqual(['@Ann']);
  });
});

describe('emoji', () => {
  const matchEmoji = createEmojiFinder();

  test('are found by name and by what else they are called', () => {
    expect(matchEmoji('tada', 3)[0]?.sign).toBe('🎉');
    expect(matchEmoji('smile', 5).map(({ sign }) => sign)).toContain('😀');
    expect(matchEmoji('party_popper:', 1)[0]?.sign).toBe('🎉');
    expect(matchEmoji('no such thing', 5)).toEqual([]);
    expect(matchEmoji('', 20).length).toBeGreaterThan(5);
    expect(matchEmoji('smi', 9)[0]?.sign).not.toBe('😈');
    rememberEmoji('🎉');
    rememberEmoji('😈');
    expect(matchEmoji('', 2).map(({ sign }) => sign)).toEqual(['😈', '🎉']);
    expect(matchEmoji('smi', 9)[0]?.sign).toBe('😈');
  });

  test('each has a German name, and is found by it, by a word of it and by what it is called in English', async () => {
    const names = (await german.emojiNames?.()) ?? {};
    expect(Object.keys(emojilib).filter((sign) => !names[sign]?.split('|')[0])).toEqual([]);
    const match = createEmojiFinder(names);
    expect(match('konfettibombe', 1)).toMatchObject([{ sign: '🎉', name: 'Konfettibombe' }]);
    expect(match('herz', 40).map(({ sign }) => sign)).toContain('❤️');
    expect(match('daumen_hoch:', 1)[0]?.sign).toBe('👍');
    expect(match('gruß', 5)).not.toEqual([]);
    expect(match('tada', 1)).toMatchObject([{ sign: '🎉' }]);
  });
});
