import type { Summary, SummarySentence } from '@weft/local-ai';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { schema } from '../schema/schema.ts';
import { findSentence, isStillThere, readBlocks } from './read-blocks.ts';
import { FIRST, stepSummary, type SummaryEvent, type SummaryState } from './steps.ts';

const block = (id: string, ...parts: readonly (string | readonly [string, 'insertion' | 'deletion'])[]) =>
  schema.node(
    'block',
    { id, kind: 'paragraph' },
    parts.map((part) =>
      typeof part === 'string' ? schema.text(part) : schema.text(part[0], [schema.mark(part[1], { id: '1.1.1' })]),
    ),
  );
const doc = schema.node('doc', null, [
  block('a', 'The river rises. It falls again.'),
  schema.node('divider'),
  block('b', 'Before ', ['suggested ', 'insertion'], ['struck', 'deletion'], ' after.'),
  block('c', 'It falls again.'),
]);

const START: SummaryEvent = { type: 'start', at: { place: 'here' } };

describe('what is read for a summary', () => {
  test('all blocks with words; what is only suggested stands as blanks, what is struck stands', () => {
    expect(readBlocks(doc).map(({ id, text }) => [id, text])).toEqual([
      ['a', 'The river rises. It falls again.'],
      ['b', 'Before           struck after.'],
      ['c', 'It falls again.'],
    ]);
  });

  test('a part of it: what is not selected is blank in front and left out behind, and places stay', () => {
    const [only] = readBlocks(doc, [{ from: 18, to: 33 }]);
    expect(only?.text).toBe(`${' '.repeat(17)}It falls again.`);
    expect(findSentence(doc, { text: 'It falls again.', blockId: 'a', start: 17, end: 32 })).toEqual({
      from: 18,
      to: 33,
    });
  });

  test('every stretch gives just its own letters', () => {
    const whole = doc.textBetween(0, doc.content.size, '\n', '\n');
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        for (const { id, text } of readBlocks(doc, [{ from, to }])) {
          const full = readBlocks(doc).find((one) => one.id === id)?.text ?? '';
          expect(text.trimStart()).not.toBe('');
          expect(full.slice(text.length - text.trimStart().length, text.length)).toBe(text.trimStart());
        }
      }),
    );
  });

  test('a sentence is found where it stood, else in its block, else anywhere, else nowhere', () => {
    const sentence = { text: 'It falls again.', blockId: 'c', start: 0, end: 15 };
    const at = findSentence(doc, sentence)?.from ?? 0;
    expect(doc.resolve(at).parent.attrs['id']).toBe('c');
    expect(findSentence(doc, { ...sentence, blockId: 'a' })).toEqual({ from: 18, to: 33 });
    expect(findSentence(doc, { ...sentence, blockId: 'gone' })).toEqual({ from: 18, to: 33 });
    expect(findSentence(doc, { ...sentence, text: 'It rains.' })).toBeUndefined();
    // A headline that was cut.
    expect(findSentence(doc, { text: 'The river…', blockId: 'a', start: 0, end: 9 })).toEqual({ from: 1, to: 10 });
  });

  test('whether the text is still the one that was read', () => {
    const read = readBlocks(doc);
    const more = schema.node('doc', null, [...doc.children, block('d', 'More.')]);
    const changed = schema.node('doc', null, [block('a', 'The river falls.'), ...doc.children.slice(1)]);
    expect(isStillThere(doc, read, true)).toBe(true);
    expect(isStillThere(more, read, true)).toBe(false);
    expect(isStillThere(more, read.slice(0, 1), false)).toBe(true);
    expect(isStillThere(changed, read, true)).toBe(false);
    expect(isStillThere(changed, read.slice(0, 1), false)).toBe(false);
  });
});

describe('the panel', () => {
  const sentence: SummarySentence = { text: 'The river rises.', blockId: 'a', start: 0, end: 16 };
  const summary: Summary = { text: sentence.text, sentences: [sentence] };
  const after = (...events: readonly SummaryEvent[]): SummaryState => events.reduce(stepSummary, FIRST);

  test('parts come, then the whole; the choice made meanwhile is for the next', () => {
    const running = after(START, { type: 'part', run: 1, sentence });
    expect(running.phase).toMatchObject({ name: 'running', sentences: [sentence] });
    const made = [
      { type: 'choose', choice: { type: 'headline' } },
      { type: 'end', run: 1, summary },
    ] as const;
    expect(made.reduce(stepSummary, running).phase).toMatchObject({ name: 'made', type: 'key-points', isStale: false });
  });

  test('what an earlier run still says is not heard', () => {
    const state = after(START, START);
    for (const late of [
      { type: 'part', run: 1, sentence },
      { type: 'end', run: 1, summary },
      { type: 'fail', run: 1, sentence: 'no' },
    ] as const)
      expect(stepSummary(state, late)).toBe(state);
  });

  test('cancelled, what was there before is there again', () => {
    expect(after(START, { type: 'cancel' }).phase.name).toBe('idle');
    const again = after(START, { type: 'end', run: 1, summary }, START, { type: 'cancel' });
    expect(again.phase).toMatchObject({ name: 'made', summary });
    expect(stepSummary(again, { type: 'end', run: 2, summary })).toBe(again);
  });

  test('a changed text is said, once made', () => {
    expect(after({ type: 'outdated' })).toBe(FIRST);
    expect(after(START, { type: 'end', run: 1, summary }, { type: 'outdated' }).phase).toMatchObject({
      isStale: true,
    });
  });

  test('where it is made is told for the run that is on, and stays with what was made', () => {
    const there = { place: 'there', name: 'Ben’s computer', phase: 'working' } as const;
    const back = { place: 'back', name: 'Ben’s computer', why: 'vanished' } as const;
    const begun = after(START, { type: 'at', run: 1, at: there }, { type: 'part', run: 1, sentence });
    expect(begun.phase).toMatchObject({ at: there, sentences: [sentence] });
    expect(after(START, START, { type: 'at', run: 1, at: there }).phase).toMatchObject({ at: { place: 'here' } });
    // What the other device said before it went away does not count.
    const here = stepSummary(begun, { type: 'part', run: 1, sentence: undefined });
    expect(here.phase).toMatchObject({ sentences: [] });
    const told = stepSummary(here, { type: 'at', run: 1, at: back });
    expect(stepSummary(told, { type: 'end', run: 1, summary }).phase).toMatchObject({ name: 'made', at: back });
  });

  test('what is written anew comes as a text, and makes way for sentences where it is none', () => {
    const writing = { place: 'writing', at: 'device', name: '' } as const;
    const begun = after({ type: 'start', at: writing }, { type: 'text', run: 1, text: 'The river' });
    expect(begun.phase).toMatchObject({ at: writing, text: 'The river', sentences: [] });
    expect(stepSummary(begun, { type: 'text', run: 2, text: 'late' })).toBe(begun);
    const unwritten = { place: 'unwritten', why: 'It is too long.' } as const;
    const picked = [
      { type: 'part', run: 1, sentence: undefined },
      { type: 'at', run: 1, at: unwritten },
      { type: 'part', run: 1, sentence },
    ] as const;
    expect(picked.reduce(stepSummary, begun).phase).toMatchObject({ at: unwritten, text: '', sentences: [sentence] });
  });
});
