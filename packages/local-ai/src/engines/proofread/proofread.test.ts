import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proofread, proofreadDocument, toContext } from './proofread.ts';

const english = toContext(['The words of the document that have to be read are in English, as they should be.']);
const german = toContext(['Die Wörter des Dokuments sind deutsch, und das ist auch nicht anders zu erwarten.']);

function mended(text: string, context = english): string {
  return proofread(text, context)
    .toReversed()
    .reduce((whole, { start, end, instead }) => whole.slice(0, start) + instead + whole.slice(end), text);
}

describe('slips in English', () => {
  test.each([
    ['We we went to the the shop.', 'We went to the shop.'],
    ['It was  late , and he left .', 'It was late, and he left.'],
    ['Bread,milk and eggs.', 'Bread, milk and eggs.'],
    ['Is that so?Then we go,,', 'Is that so? Then we go,'],
    ['She is a honest woman with an user and a apple.', 'She is an honest woman with a user and an apple.'],
    [
      'This is the end. we begin again, and i think that i’m late on monday.',
      'This is the end. We begin again, and I think that I’m late on Monday.',
    ],
    ['I recieve it seperately. Definately!', 'I receive it separately. Definitely!'],
    ['They should of known, rather then guess, on it’s own.', 'They should have known, rather than guess, on its own.'],
    ['It rained (as it does here.', 'It rained (as it does here).'],
    ['All is said ( twice ) ..', 'All is said (twice) ..'],
    ['He left..', 'He left.'],
  ])('%j', (text, expected) => {
    expect(mended(text)).toBe(expected);
  });

  test.each([
    'That that is had had its day; it was very very long, and New York New York is a song.',
    'An hour, a unit, a European, an MP, a UN report, an unusual one-off, an SQL query, a one.',
    'Vitamin A is found in plan a and plan b, e.g. in carrots, etc. and so on.',
    'See www.example.com/a,b for foo.bar, a::b, C++ and node.js; x,y and 1,000 are 3.5 ...',
    'Oh! how I wished it. It would of course rain :) a) first (see below; b) second :(',
    'iPhones are sold in i.e. most shops. npm is not. In [0, 256) the i-th value i is real.',
    'He said "no" and left. Who? he asked.',
    '',
  ])('are none in %j', (text) => {
    expect(proofread(text, english)).toEqual([]);
  });
});

test.each([
  [
    'Das ist garnicht gut. wir gehen und und kommen wieder , vieleicht.',
    'Das ist gar nicht gut. Wir gehen und kommen wieder, vielleicht.',
  ],
  ['Die, die die Frau sahen, waren am a und an o.', 'Die, die die Frau sahen, waren am a und an o.'],
])('slips in German: %j', (text, expected) => {
  expect(mended(text, german)).toBe(expected);
});

test('straight quotes become those that the document has, and none where it has none', () => {
  const text = 'She said "yes" to the 6" pipe.';
  expect(mended('She said "yes" to the pipe.', { ...english, isTypographic: true })).toBe(
    'She said “yes” to the pipe.',
  );
  expect(mended('Er sagte "ja" zu dem und der.', { ...german, isTypographic: true })).toBe(
    'Er sagte „ja“ zu dem und der.',
  );
  expect(mended(text, { ...english, isTypographic: true })).toBe(text);
  expect(mended(text)).toBe(text);
});

test('in a language whose rules are not known, words are left alone', () => {
  const french = toContext(['Nous nous sommes dit que c’est la vie : il faut le faire !']);
  expect(mended('Nous nous levons  tôt : il le faut ! Et vous ?', french)).toBe(
    'Nous nous levons tôt : il le faut ! Et vous ?',
  );
});

test('nothing reaches over what is left out of the text', () => {
  expect(proofread('the \ufffc the \ufffc\ufffc\ufffc , and a \ufffcapple.', english)).toEqual([]);
});

test('a document’s slips name their blocks and what stands there', () => {
  const blocks = [
    { id: 'a', kind: 'paragraph', level: 0, text: 'This is the the end of it.' },
    { id: 'b', kind: 'code', level: 0, text: 'the the' },
  ] as const;
  const found = [...proofreadDocument({ snapshot: { title: '', blocks, heads: {} } })].filter(
    (one) => one !== undefined,
  );
  expect(found).toEqual([{ blockId: 'a', start: 8, end: 15, was: 'the the', instead: 'the', kind: 'repeated' }]);
});

test('what is found lies in the text, in order, and is replaced by something else', () => {
  const parts = fc.constantFrom(
    'the ',
    'the ',
    'a ',
    'apple',
    '. ',
    ' ,',
    '(',
    ')',
    '"',
    'we ',
    'recieve',
    '..',
    '  ',
    '\ufffc',
    'and of is that ',
    '“',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      let last = 0;
      for (const { start, end, instead } of proofread(text, toContext([text]))) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(instead).not.toBe('');
        expect(instead).not.toBe(text.slice(start, end));
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

test.each(['a ', '( ', 'the ', '"', ', ', '. a', 'a,', ' '])(
  'twenty thousand letters of %j take no more time than they are long',
  (part) => {
    const start = process.cpuUsage().user;
    proofread(part.repeat(20_000 / part.length), english);
    expect(process.cpuUsage().user - start).toBeLessThan(3_000_000);
  },
);
