import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAMPLES_PER_SECOND } from '../ports/engine.ts';
import { joinSounds, toTone, toWav } from '../testing/sounds.ts';
import { createCutter } from './cut.ts';
import { createFeatures, FRAMES } from './features.ts';
import { createFft } from './fft.ts';
import { createResampler } from './resample.ts';
import { readWav } from './wav.ts';

interface Expected {
  readonly seconds: number;
  readonly mels: number;
  readonly mean: number;
  readonly values: readonly (readonly [row: number, column: number, value: number])[];
}

/** Made by `training/log_mel.py`, with numpy's own transform. */
const expected = readFileSync(new URL('../../samples/log-mel.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Expected);

/** The sound of `training/log_mel.py`. */
function toSound(seconds: number): Float32Array {
  let state = 7;
  return Float32Array.from({ length: seconds * SAMPLES_PER_SECOND }, (_, at) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const time = at / SAMPLES_PER_SECOND;
    const chirp = (Math.sin(2 * Math.PI * (200 + 900 * time) * time) * time) / seconds;
    return 0.4 * chirp + 0.1 * Math.sin(2 * Math.PI * 3100 * time) + 0.02 * (state / 2 ** 32 - 0.5);
  });
}

test.each([1, 2, 7, 12, 25, 400])('a transform of %i numbers is what its sum says', (size) => {
  const real = Float64Array.from({ length: size }, (_, at) => Math.sin(at * at));
  const imaginary = Float64Array.from({ length: size }, (_, at) => Math.cos(3 * at));
  const [foundReal, foundImaginary] = [real.slice(), imaginary.slice()];
  createFft(size)(foundReal, foundImaginary);
  for (let out = 0; out < size; out++) {
    let [a, b] = [0, 0];
    for (let at = 0; at < size; at++) {
      const angle = (-2 * Math.PI * at * out) / size;
      a += (real[at] ?? 0) * Math.cos(angle) - (imaginary[at] ?? 0) * Math.sin(angle);
      b += (real[at] ?? 0) * Math.sin(angle) + (imaginary[at] ?? 0) * Math.cos(angle);
    }
    expect(foundReal[out]).toBeCloseTo(a, 8);
    expect(foundImaginary[out]).toBeCloseTo(b, 8);
  }
});

test.each(expected)('features of $seconds s in $mels bands are those of numpy', ({ seconds, mels, mean, values }) => {
  const features = createFeatures(mels)(toSound(seconds));
  expect(features).toHaveLength(mels * FRAMES);
  for (const [row, column, value] of values) {
    expect(Math.abs((features[row * FRAMES + column] ?? 0) - value), `${row} ${column}`).toBeLessThan(1e-4);
  }
  expect(features.reduce((sum, value) => sum + value, 0) / features.length).toBeCloseTo(mean, 4);
});

describe('a recording', () => {
  test('is read as it was written, as whole numbers and as fractions', () => {
    const tone = toTone(440, 0.1);
    const found = readWav(toWav(tone));
    expect(found).toHaveLength(tone.length);
    for (const [at, sample] of tone.entries()) expect(Math.abs((found?.[at] ?? 0) - sample)).toBeLessThan(1e-4);
    expect(readWav(toWav(tone, { isFloat: true }))).toEqual(tone);
  });

  test('of any other kind, or of any bytes, is none', () => {
    const tone = toTone(440, 0.01);
    expect(readWav(toWav(tone, { channels: 2 }))).toBeUndefined();
    expect(readWav(toWav(tone, { rate: 44_100 }))).toBeUndefined();
    const good = toWav(tone);
    fc.assert(
      fc.property(fc.nat(good.length), fc.nat(good.length - 1), fc.nat(255), (length, at, byte) => {
        const altered = good.slice(0, length);
        if (at < length) altered[at] = byte;
        expect((readWav(altered)?.length ?? 0) <= good.length).toBe(true);
      }),
    );
  });
});

describe('sound at another rate', () => {
  /** How strong a tone is in what is left of a second of it. */
  const toPower = (hertz: number, from: number, cut: readonly number[]): number => {
    const resample = createResampler(from, SAMPLES_PER_SECOND);
    const sound = Float32Array.from({ length: from }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / from));
    const made: number[] = [];
    for (let at = 0, turn = 0; at < sound.length; turn++) {
      const size = cut[turn % cut.length] ?? 128;
      made.push(...resample(sound.subarray(at, at + size)));
      at += size;
    }
    expect(Math.abs(made.length - SAMPLES_PER_SECOND)).toBeLessThan(40);
    // The tone itself, at the new rate, and no other.
    let [a, b] = [0, 0];
    const middle = made.slice(2000, 14_000);
    for (const [at, sample] of middle.entries()) {
      a += sample * Math.cos((2 * Math.PI * hertz * at) / SAMPLES_PER_SECOND);
      b += sample * Math.sin((2 * Math.PI * hertz * at) / SAMPLES_PER_SECOND);
    }
    const all = middle.reduce((sum, sample) => sum + sample * sample, 0);
    const tone = (2 * (a * a + b * b)) / middle.length;
    expect(all - tone, 'what is no such tone').toBeLessThan(1e-3 * middle.length);
    return all / middle.length;
  };

  test.each([48_000, 44_100, 8000])(
    'of %i keeps what it can hold and takes away the rest, however it is cut',
    (from) => {
      expect(toPower(1000, from, [128])).toBeCloseTo(0.5, 2);
      expect(toPower(3000, from, [1, 777, 128])).toBeCloseTo(0.5, 2);
      if (from > 32_000) expect(toPower(10_000, from, [512])).toBeLessThan(1e-4);
    },
  );
});

const toBytes = (samples: Float32Array): Buffer => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
const isSame = (a: Float32Array, b: Float32Array): boolean => toBytes(a).equals(toBytes(b));

describe('sound is cut', () => {
  const silence = (seconds: number): Float32Array => toTone(0, seconds);
  const speech = (seconds: number): Float32Array => toTone(300, seconds);
  const hear = (sounds: readonly Float32Array[], size = 700): readonly { from: number; to: number }[] => {
    const cutter = createCutter();
    const all = joinSounds(...sounds);
    const pieces = [];
    for (let at = 0; at < all.length; at += size) pieces.push(...cutter.hear(all.subarray(at, at + size)));
    pieces.push(...cutter.end());
    for (const { samples, from, to } of pieces) {
      expect(samples.length / SAMPLES_PER_SECOND).toBeCloseTo(to - from, 6);
      const start = Math.round(from * SAMPLES_PER_SECOND);
      expect(isSame(samples, all.subarray(start, start + samples.length))).toBe(true);
    }
    return pieces.map(({ from, to }) => ({ from: Math.round(from * 10) / 10, to: Math.round(to * 10) / 10 }));
  };

  test('where nobody speaks; what is said in one breath stays whole, and silence and a click are nothing', () => {
    expect(hear([silence(3), speech(2), silence(0.5), speech(1), silence(2), speech(1), silence(0.2)])).toEqual([
      { from: 2.7, to: 6.8 },
      { from: 8.2, to: 9.7 },
    ]);
    expect(hear([silence(5)])).toEqual([]);
    expect(hear([silence(1), speech(0.04), silence(2)])).toEqual([]);
    expect(hear([])).toEqual([]);
  });

  test('at a shorter pause where it is long, at the quietest place where there is none, and nothing is lost', () => {
    expect(hear([speech(13), silence(0.4), speech(3)])).toEqual([
      { from: 0, to: 13.2 },
      { from: 13.2, to: 16.4 },
    ]);
    const murmur = toTone(300, 0.3, 0.1);
    const [first, second, ...more] = hear([speech(25), murmur, speech(25)], 4096);
    expect(first?.to).toBeGreaterThan(25);
    expect(first?.to).toBeLessThan(25.3);
    expect(second?.from).toBe(first?.to);
    expect(more.at(-1)?.to ?? second?.to).toBeGreaterThan(50.2);
  });

  test('the same however it comes', () => {
    const sounds = [silence(1), speech(2), silence(1), speech(14), silence(0.4), speech(2)];
    expect(hear(sounds, 128)).toEqual(hear(sounds, 100_000));
  });
});
