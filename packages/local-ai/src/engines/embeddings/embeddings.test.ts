import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toVectorsFile } from '../../testing/tiny-vectors.ts';
import { unpackFile } from '../unpack.ts';
import { createEmbedder } from './embedder.ts';
import { toForms } from './forms.ts';
import { readVectorsFile, type VectorsFile } from './vectors-file.ts';

const read = (name: string): Buffer => readFileSync(new URL(`../../../model/${name}`, import.meta.url));
const packed = new Uint8Array(read('weft-vectors.bin'));
const unpacked = (await unpackFile(packed)) ?? new Uint8Array();

function toFile(bytes: Uint8Array): VectorsFile {
  const result = readVectorsFile(bytes);
  if (!result.ok) throw new Error(result.failure.sentence);
  return result.value;
}

const tiny = { cat: [9, 0], cats: [8, 1], dog: [0, 9], "it's": [1, 1] };

describe('a file of word vectors', () => {
  test('is read as it was written', () => {
    const { words, width, rows } = toFile(toVectorsFile(tiny));
    expect(words).toEqual(['cat', 'cats', 'dog', "it's"]);
    expect(width).toBe(2);
    expect([...rows]).toEqual([9, 0, 8, 1, 0, 9, 1, 1]);
  });

  test('that was damaged anywhere, cut or lengthened is refused with a sentence', () => {
    const whole = toVectorsFile(tiny);
    const refused = (bytes: Uint8Array): void => {
      const result = readVectorsFile(bytes);
      expect(result.ok).toBe(false);
      if (!result.ok) expect(result.failure.sentence).toMatch(/^\S.*\. Reload to .*\.$/);
    };
    for (let at = 0; at < whole.length; at++) {
      refused(whole.with(at, (whole[at] ?? 0) ^ 0x10));
      refused(whole.subarray(0, at));
    }
    refused(Uint8Array.from([...whole, 0]));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), refused));
  });

  test('of a later kind is told apart from a damaged one', () => {
    const result = readVectorsFile(toVectorsFile(tiny).with(7, '2'.charCodeAt(0)));
    expect(result.ok ? '' : result.failure.code).toBe('vectors-unknown');
  });

  test('that lies about itself is refused although its checksum is right', () => {
    const lies: Parameters<typeof toVectorsFile>[1][] = [
      { count: 5 },
      { width: 3 },
      { count: 0 },
      { scale: Number.NaN },
      { scale: -1 },
      { names: ['cats', 'cat', 'dog', 'eel'] },
      { names: ['cat', 'cats', 'Dog', 'eel'] },
      { names: ['cat', 'cat', 'dog', 'eel'] },
    ];
    for (const lie of lies) expect(readVectorsFile(toVectorsFile(tiny, lie)).ok, JSON.stringify(lie)).toBe(false);
  });
});

describe('a text as a vector', () => {
  const embedder = createEmbedder(toFile(toVectorsFile(tiny)));

  test('is the sum of its words, of length one, whatever their order', () => {
    const vector = embedder.embed('Dog, CAT and dog')?.map((value) => Math.round(value * 1e4) / 1e4);
    expect(vector).toEqual(Float32Array.of(0.4472, 0.8944));
    expect(embedder.embed('dog dog and cat')).toEqual(embedder.embed('cat dog and dog'));
  });

  test('is none where most of it is not known, and numbers do not count', () => {
    expect(embedder.embed('')).toBeUndefined();
    expect(embedder.embed('der Hund und cat')).toBeUndefined();
    expect(embedder.embed('cat 1 22 333')).toBeDefined();
    expect(embedder.embed('猫が好き')).toBeUndefined();
  });

  test('takes a form of a word for the word', () => {
    expect(embedder.embed('dogs')).toEqual(embedder.embed('dog'));
    expect(embedder.embed("dog's")).toEqual(embedder.embed('dog'));
    expect([embedder.knows('dog'), embedder.knows('dogs')]).toEqual([true, false]);
    expect(embedder.embed('dogma')).toBeUndefined();
    expect(embedder.similarity('dogs', 'dog')).toBeCloseTo(1);
    expect(embedder.similarity('dog', 'horse')).toBe(0);
    expect(embedder.nearWords('dogs', 9, 0.5).map(({ word }) => word)).toEqual(["it's"]);
    expect(embedder.nearWords('cat', 1, -1)).toEqual([{ word: 'cats', cosine: expect.closeTo(0.992, 3) as number }]);
    expect(embedder.nearWords('horse', 9, -1)).toEqual([]);
  });

  test.each([
    ['stopped', 'stop'],
    ['making', 'make'],
    ['parties', 'party'],
    ['houses', 'house'],
    ['quickly', 'quick'],
    ['largest', 'large'],
    ['agree', 'agreed'],
  ])('%s may be %s', (word, form) => {
    expect([...toForms(word)]).toContain(form);
  });
});

interface Sample {
  readonly text: string;
  /** The first numbers of the vector, by the trainer; null where there is none. */
  readonly vector: readonly number[] | null;
}

describe('the vectors that are shipped', () => {
  const samples = JSON.parse(read('vectors-samples.json').toString('utf8')) as readonly Sample[];
  const embedder = createEmbedder(toFile(unpacked));

  test('make of a text what their trainer makes of it', () => {
    expect(samples.length).toBeGreaterThan(12);
    for (const { text, vector } of samples) {
      const ours = embedder.embed(text);
      if (vector === null) expect(ours, text).toBeUndefined();
      else for (const [at, value] of vector.entries()) expect(Math.abs((ours?.[at] ?? 9) - value)).toBeLessThan(2e-4);
    }
  });

  test('know which words say nothing alone', () => {
    for (const term of ['the', 'and', 'would', 'used', 'zzyzx']) expect(embedder.tells(term), term).toBe(false);
    for (const term of ['money', 'river', 'car', 'vehicles']) expect(embedder.tells(term), term).toBe(true);
  });

  test('leave room beside the language model', () => {
    expect(packed.length).toBeLessThan(1.4e6);
    expect(packed.length + read('weft-lm.bin').length).toBeLessThan(6.5e6);
  });

  test.each([
    ['purchase', 'buy', 'river'],
    ['vehicles', 'car', 'window'],
    ['law', 'legislation', 'breakfast'],
    ['password', 'login', 'portrait'],
  ])('%s is nearer to %s than to %s', (word, near, far) => {
    expect(embedder.similarity(word, near)).toBeGreaterThan(embedder.similarity(word, far) + 0.2);
  });
});
