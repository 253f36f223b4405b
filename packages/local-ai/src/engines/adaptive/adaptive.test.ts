import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completesByAdaptive, recordParagraph, typeRecorded } from '../../testing/keystrokes.ts';
import type { Abstracted } from '../../testing/measure-summaries.ts';
import { chooseBest } from '../chooser.ts';
import { bytesToModel, modelToBytes } from './bytes.ts';
import { type AdaptiveModel, createAdaptiveModel } from './model.ts';
import { createScratch, toCandidates } from './next-piece.ts';
import { toBefore, toPieces } from './pieces.ts';
import { createSuggester } from './suggester.ts';

const text = fc
  .array(fc.constantFrom('the', 'cat', 'sat', 'on', 'mat', ',', '猫', 'Été', "it's", '\n', '😀'), { maxLength: 30 })
  .map((words) => words.join(' '));

function learn(...texts: readonly string[]): AdaptiveModel {
  const model = createAdaptiveModel();
  for (const one of texts) model.learn(one);
  return model;
}

/** Every n-gram and its count, in an order that does not depend on how it came about. */
function dump({ counts, lexicon }: AdaptiveModel): readonly string[] {
  const lines: string[] = [];
  const visit = (context: number, path: string): void => {
    for (let node = counts.firstOf(context); node !== 0; node = counts.nextOf(node)) {
      const here = `${path}|${lexicon.textOf(counts.pieceOf(node))}`;
      lines.push(`${here} ${counts.countOf(node)} ${counts.totalOf(node)} ${counts.kindsOf(node)}`);
      visit(node, here);
    }
  };
  visit(0, '');
  return lines.toSorted();
}

describe('pieces', () => {
  test('joined are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (any) => {
        expect(toPieces(any).join('')).toBe(any);
      }),
    );
    expect(toPieces("It's one, two  three.")).toEqual(["It's", ' one', ',', ' two', ' ', ' three', '.']);
    expect(toPieces('猫が好き')).toEqual(['猫', 'が', '好', 'き']);
  });

  test.each([
    ['the ca', ['the'], ' ca'],
    ['the cat ', ['the', ' cat'], ' '],
    ['the cat,', ['the', ' cat', ','], ''],
    ['', [], ''],
  ])('before a caret: %j', (before, context, partial) => {
    expect(toBefore(before)).toEqual({ context, partial });
  });
});

describe('what was learned', () => {
  test('shorter n-grams count what they were seen behind, as Kneser and Ney have it', () => {
    const model = learn('San Francisco', 'San Francisco', 'San Francisco', 'a cup', 'the cup');
    const weight = (piece: string): number => model.lexicon.weightOf(model.lexicon.find(piece));
    expect(weight(' Francisco')).toBe(1);
    expect(weight(' cup')).toBe(2);
    expect(weight('San')).toBe(3);
  });

  test('does not depend on the order', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(dump(learn(a, b))).toEqual(dump(learn(b, a)));
      }),
    );
  });

  test('is forgotten as if it had never been', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, (others, one) => {
        const model = learn(one, ...others);
        model.forget(one);
        const without = learn(...others);
        expect(dump(model)).toEqual(dump(without));
        expect(model.learned).toBe(without.learned);
        expect(model.lexicon.below('')).toEqual(without.lexicon.below(''));
        expect(model.lexicon.heaviest('', 1).length).toBe(without.lexicon.heaviest('', 1).length);
      }),
    );
  });

  test('bit by bit is learned once', () => {
    fc.assert(
      fc.property(text, (one) => {
        const model = createAdaptiveModel();
        let end = 0;
        for (const piece of toPieces(one)) {
          model.learn(one.slice(0, end + piece.length), end);
          end += piece.length;
        }
        expect(dump(model)).toEqual(dump(learn(one)));
      }),
    );
  });

  test('is gone after clear', () => {
    const model = learn('a secret name');
    model.clear();
    expect(dump(model)).toEqual([]);
    expect(model.learned).toBe(0);
    expect(createSuggester(model).suggest('a secret ', 0)).toBeUndefined();
  });

  test('survives as bytes', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), (texts) => {
        const model = learn(...texts);
        const read = bytesToModel(modelToBytes(model));
        expect(read.ok && dump(read.value)).toEqual(dump(model));
        expect(read.ok && read.value.learned).toBe(model.learned);
      }),
    );
  });

  test('is refused when its bytes are damaged, whatever the damage, and never throws', () => {
    const bytes = modelToBytes(learn('the cat sat on the mat', 'the dog sat too'));
    for (let end = 0; end < bytes.length; end++) expect(bytesToModel(bytes.subarray(0, end)).ok).toBe(false);
    expect(bytesToModel(Uint8Array.of(...bytes, 0))).toMatchObject({
      ok: false,
      failure: { code: 'learned-malformed' },
    });
    expect(bytesToModel(bytes.with(3, 9))).toMatchObject({ ok: false, failure: { code: 'learned-version' } });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        expect(typeof bytesToModel(bytes.with(at, byte)).ok).toBe('boolean');
      }),
    );
  });
});

describe('probabilities', () => {
  test('of what may come next never add up to more than 1', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', ' ', ' c', ' th'),
        (texts, prefix) => {
          const model = learn(...texts);
          const all = toCandidates(model, createScratch(), [0], prefix, 1000);
          const contexts = [model.counts.firstOf(0), 0].filter((node, at) => at > 0 || node !== 0);
          const some = toCandidates(model, createScratch(), contexts, prefix, 1000);
          for (const list of [all, some]) {
            expect(list.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
          }
        },
      ),
    );
  });
});

describe('suggestions', () => {
  const model = learn(
    ...Array.from({ length: 6 }, () => 'The relay forwards sealed envelopes to everyone in the room.'),
  );

  test('finish a word and go on', () => {
    expect(createSuggester(model).suggest('The relay forwards sea', 0.1)?.text).toMatch(/^led envelopes/);
    expect(createSuggester(model).suggest('The relay', 0.1)?.text).toMatch(/^ forwards sealed/);
  });

  test('are shorter the surer they must be', () => {
    const bold = createSuggester(model).suggest('The rel', 0.05);
    const careful = createSuggester(model).suggest('The rel', 0.6);
    expect(bold?.text.length).toBeGreaterThan(careful?.text.length ?? 0);
    expect(createSuggester(model).suggest('The rel', 1)).toBeUndefined();
  });

  test('that were typed past are wrong, and what else may follow is the likelier', () => {
    const options = [
      { text: 'ealed', probability: 0.5 },
      { text: 'ealed now', probability: 0.4 },
      { text: 'ent', probability: 0.2 },
    ];
    expect(chooseBest(options, 0.3)?.text).toBe('ealed now');
    expect(chooseBest(options, 0.3, undefined, ['ealed'])).toEqual({ text: 'ent', confidence: 0.4 });
  });

  test('do not depend on what was asked before: an answer may have come too late to be seen', () => {
    const suggester = createSuggester(model);
    expect(suggester.suggest('The relay forwards s', 0.3)?.text).toMatch(/^ealed/);
    expect(suggester.suggest('The relay forwards se', 0.3)?.text).toMatch(/^aled/);
  });

  test('save keys on prose they have not seen, the more the person has written', () => {
    const documents = readFileSync(new URL('../../../samples/proposals.jsonl', import.meta.url), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Abstracted).paragraphs);
    const saved = (history: number): number => {
      const person = createAdaptiveModel();
      for (const paragraph of documents.slice(0, history).flat()) person.learn(paragraph);
      const cost = { letters: 0, keys: 0, shown: 0, accepted: 0 };
      const engine = completesByAdaptive(person);
      for (const paragraph of documents.slice(20, 22).flat())
        typeRecorded(recordParagraph(engine, paragraph), engine.toConfidence, 0.25, cost);
      expect(cost.accepted / cost.shown).toBeGreaterThan(0.3);
      return 1 - cost.keys / cost.letters;
    };
    const [fresh, known] = [saved(0), saved(20)];
    expect(fresh).toBeGreaterThan(0.05);
    expect(known).toBeGreaterThan(fresh);
  });
});
