import { describe, expect, test } from 'vitest';
import { newBlock } from '../commands/structure.ts';
import { schema } from '../schema/schema.ts';
import { readingMinutes } from '../ui/foot-count.ts';
import { headingAt, headingsOf } from './headings.ts';

const doc = schema.nodes.doc.create(
  null,
  (
    [
      ['paragraph', 0, 'before'],
      ['heading', 2, 'Two'],
      ['heading', 4, 'Four'],
      ['heading', 1, ' '],
      ['paragraph', 0, 'text'],
      ['heading', 3, 'Three'],
      ['heading', 1, 'One'],
      ['heading', 9, 'Six'],
    ] as const
  ).map(([kind, level, text]) => newBlock(kind, { level }, [schema.text(text)])),
);

describe('the outline', () => {
  test('lists the headings that say something, as deep as they stand among each other', () => {
    expect(headingsOf(doc).map(({ text, level, depth }) => [text, level, depth])).toEqual([
      ['Two', 2, 0],
      ['Four', 4, 1],
      ['Three', 3, 1],
      ['One', 1, 0],
      ['Six', 6, 1],
    ]);
  });

  test('knows under which of them a place stands', () => {
    const headings = headingsOf(doc);
    expect(headingAt(headings, 0)).toBe(-1);
    for (const [at, { position }] of headings.entries()) {
      expect(headingAt(headings, position)).toBe(at);
      expect(headingAt(headings, position + 2)).toBe(at);
    }
  });
});

test('a few words take no time to read, more take a minute at least', () => {
  expect([0, 20, 60, 230, 1150, 100_000].map(readingMinutes)).toEqual([0, 0, 1, 1, 5, 435]);
});
