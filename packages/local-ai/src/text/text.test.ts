import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toSentences } from './sentences.ts';
import { foldWord, toTokens } from './tokens.ts';

function sentencesOf(text: string): readonly string[] {
  return toSentences(text).map(({ start, end }) => text.slice(start, end));
}

function wordsOf(text: string, language?: string): readonly string[] {
  return toTokens(text, language).map(({ term }) => term);
}

describe('sentences', () => {
  test.each([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    [
      'Dr. A. Smith paid 3.50 to Acme Inc. in Bonn. Then he left.',
      ['Dr. A. Smith paid 3.50 to Acme Inc. in Bonn.', 'Then he left.'],
    ],
    ['Use a tool, e.g. This one. Done.', ['Use a tool, e.g. This one.', 'Done.']],
    ['Bread, milk, etc. The rest later.', ['Bread, milk, etc.', 'The rest later.']],
    ['“Why?” she asked. “No.” He went.', ['“Why?” she asked.', '“No.”', 'He went.']],
    ['See No. 5 now. She said no. He went.', ['See No. 5 now.', 'She said no.', 'He went.']],
    ['1. First point. 2. Second.', ['1. First point.', '2. Second.']],
    ['It was I. We knew.', ['It was I.', 'We knew.']],
    ['猫が好き。犬も好き！はい', ['猫が好き。', '犬も好き！', 'はい']],
    ['Line one\nLine two', ['Line one', 'Line two']],
    ['  \n ', []],
  ])('%j', (text, expected) => {
    expect(sentencesOf(text)).toEqual(expected);
  });

  test.each(['…', '.', '!"', '。', '. '])(
    'of forty thousand marks (%j) take no more time than they are long',
    (mark) => {
      const start = process.cpuUsage().user;
      toSentences(`${mark.repeat(40_000)}x`);
      // The square of it would be some fifteen seconds.
      expect(process.cpuUsage().user - start).toBeLessThan(3_000_000);
    },
  );

  test('lose nothing but white space, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'B', '.', ' ', '\n', '!', 'e.g.', '。', '”', '1')), (parts) => {
        const text = parts.join('');
        expect(sentencesOf(text).join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        const spans = toSentences(text);
        for (const [index, span] of spans.entries()) {
          expect(span.end).toBeGreaterThan(span.start);
          expect(span.start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
        }
      }),
    );
  });
});

describe('words', () => {
  test('are folded: case, accents, compatibility forms, apostrophes', () => {
    expect(wordsOf("L’Été, it's ﬁne: naïve—X2")).toEqual(["l'ete", "it's", 'fine', 'naive', 'x2']);
    expect(foldWord('Å')).toBe(foldWord('A\u030a'));
  });

  test('of scripts without spaces come from dictionaries, with their places', () => {
    const text = 'AI は東京都で働く';
    const tokens = toTokens(text, 'ja');
    expect(tokens.length).toBeGreaterThan(3);
    for (const { term, start, end } of tokens) expect(foldWord(text.slice(start, end))).toBe(term);
  });

  test('stand where they say, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        let last = 0;
        for (const { term, start, end } of toTokens(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(foldWord(text.slice(start, end))).toBe(term);
          last = end;
        }
      }),
    );
  });
});
