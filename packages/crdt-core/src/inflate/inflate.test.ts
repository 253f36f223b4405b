import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { deflateSync } from 'fflate';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inflate } from './inflate.ts';

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;

/** What another inflater, zlib, makes of it where it has to give `length` bytes. */
function byZlib(deflated: Uint8Array, length: number): Uint8Array | undefined {
  try {
    const inflated = inflateRawSync(deflated, { maxOutputLength: Math.max(1, length) });
    return inflated.length === length ? new Uint8Array(inflated) : undefined;
  } catch {
    return undefined;
  }
}

/** Bytes with repetitions, near and far, and stretches of few and of many values. */
const texts: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ bytes })),
      fc.uint8Array({ maxLength: 300, max: 3 }).map((bytes) => ({ bytes })),
      fc.record({ back: fc.integer({ min: 1, max: 40_000 }), length: fc.integer({ min: 1, max: 600 }) }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => {
    const text: number[] = [];
    for (const part of parts) {
      if ('bytes' in part) text.push(...part.bytes);
      else for (let i = 0; i < part.length; i++) text.push(text[text.length - Math.min(part.back, text.length)] ?? 7);
    }
    return Uint8Array.from(text);
  });

const deflating: fc.Arbitrary<(text: Uint8Array) => Uint8Array> = fc.oneof(
  fc
    .record({
      level: fc.integer({ min: 0, max: 9 }),
      strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
      memLevel: fc.integer({ min: 1, max: 9 }),
      windowBits: fc.integer({ min: 9, max: 15 }),
    })
    .map((options) => (text: Uint8Array) => new Uint8Array(deflateRawSync(text, options))),
  fc.integer({ min: 0, max: 9 }).map((level) => (text: Uint8Array) => deflateSync(text, { level: level as 6 })),
);

/** Megabytes in which every length and distance of a code's table comes up. */
function long(): Uint8Array {
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const text = new Uint8Array(6_000_000);
  for (let at = 0; at < text.length; ) {
    const length = 1 + random(400);
    const back = 1 + random(Math.min(at, 60_000));
    const isNew = at === 0 || random(3) === 0;
    for (let i = 0; i < length && at < text.length; i++, at++) {
      // The square makes some values far more frequent: short and long codes.
      text[at] = isNew ? random(16) * random(16) : (text[at - back] ?? 0);
    }
  }
  return text;
}

describe('inflating', () => {
  it('LED-4 gives back what any deflater made, at every level and of every kind of block', () => {
    fc.assert(
      fc.property(texts, deflating, (text, deflate) => {
        expect(inflate(deflate(text), text.length)).toEqual(text);
      }),
      { numRuns: 400 },
    );
  });

  it('LED-4 gives back megabytes, in a memory of their own and in the one that is kept', () => {
    const text = long();
    for (const [bytes, deflated] of [
      [text, deflateRawSync(text, { level: 1 })],
      [text.subarray(0, 2_000_000), deflateSync(text.subarray(0, 2_000_000))],
    ] as const) {
      expect(Buffer.compare(inflate(deflated, bytes.length) ?? new Uint8Array(), bytes)).toBe(0);
    }
  });

  it('ENV-6 is of one mind with zlib about bytes that were changed', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        texts,
        deflating,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
        (text, deflate, flips) => {
          const bytes = deflate(text);
          for (const [at, mask] of flips) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ mask;
          const inflated = inflate(bytes, text.length);
          expect(inflated).toEqual(byZlib(bytes, text.length));
          if (inflated === undefined) refused++;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('ENV-6 is of one mind with zlib about any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 400 }), (bytes, length) => {
        expect(inflate(bytes, length)).toEqual(byZlib(bytes, length));
      }),
      { numRuns: 2_000 },
    );
  });

  it('ENV-6 refuses every truncation, and one byte more or less than declared', () => {
    const text = long().subarray(0, 3_000);
    for (const deflated of [
      deflateSync(text),
      deflateRawSync(text, { strategy: Z_FIXED }),
      deflateSync(text, { level: 0 }),
    ]) {
      const accepted: number[] = [];
      for (let length = 0; length < deflated.length; length++) {
        if (inflate(deflated.subarray(0, length), text.length) !== undefined) accepted.push(length);
      }
      expect(accepted).toEqual([]);
      expect(inflate(deflated, text.length - 1)).toBeUndefined();
      expect(inflate(deflated, text.length + 1)).toBeUndefined();
      expect(inflate(deflated, text.length)).toEqual(text);
    }
  });
});

describe('its memory', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('LED-4 a bomb is given no more than was declared, and nothing of a document stays behind', async () => {
    vi.resetModules();
    const memories: WebAssembly.Memory[] = [];
    const { Instance, Memory, Module } = WebAssembly;
    class Watched extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        super(descriptor);
        memories.push(this);
      }
    }
    vi.stubGlobal('WebAssembly', { Instance, Module, Memory: Watched });
    const { inflate: inflateWatched } = await import('./inflate.ts');
    const bomb = deflateRawSync(new Uint8Array(50_000_000));
    const most = (length: number): number => length + bomb.length + 2 * 65_536;

    expect(inflateWatched(bomb, 100)).toBeUndefined();
    expect(inflateWatched(bomb, 6_000_000)).toBeUndefined();
    const text = Uint8Array.from({ length: 50_000 }, (_, at) => 1 + (at % 251));
    expect(inflateWatched(deflateSync(text), text.length)).toEqual(text);
    expect(memories.length).toBe(2);
    const [kept, dropped] = memories.map(({ buffer }) => new Uint8Array(buffer));
    expect(kept?.length).toBeLessThanOrEqual(most(50_000));
    expect(dropped?.length).toBeLessThanOrEqual(most(6_000_000));
    expect(kept?.subarray(16_384).every((byte) => byte === 0)).toBe(true);
  });
});

describe('where there is no WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('LED-4 inflates the same, and refuses the same', async () => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', undefined);
    const { inflate: inflateWithout } = await import('./inflate.ts');
    const text = long().subarray(0, 100_000);
    const deflated = deflateSync(text);
    expect(inflateWithout(deflated, text.length)).toEqual(text);
    expect(inflateWithout(deflated, text.length - 1)).toBeUndefined();
    expect(inflateWithout(deflated, text.length + 1)).toBeUndefined();
    expect(inflateWithout(deflated.subarray(0, -1), text.length)).toBeUndefined();
  });
});
