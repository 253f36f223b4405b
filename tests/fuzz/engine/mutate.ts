import type { SeededRandom } from '../../../packages/crdt-core/src/testing/seeded-random.ts';

const NUMBERS = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 100, 127, 128, 129, 255];
const LARGE = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

/** Changes an input a little, by chance. */
export interface Mutator {
  /** @param other - another input of the corpus, to take parts from */
  mutate(input: Uint8Array, other: Uint8Array): Uint8Array;
}

/**
 * @param dictionary - what the format holds: magic bytes, labels, tags
 * @param most - bytes
 */
export function createMutator(random: SeededRandom, dictionary: readonly Uint8Array[], most: number): Mutator {
  const { below, pick } = random;

  function splice(bytes: Uint8Array, from: number, until: number, put: Uint8Array): Uint8Array {
    const out = new Uint8Array(bytes.length - (until - from) + put.length);
    out.set(bytes.subarray(0, from));
    out.set(put, from);
    out.set(bytes.subarray(until), from + put.length);
    return out;
  }
  const overwrite = (bytes: Uint8Array, at: number, put: Uint8Array): Uint8Array =>
    splice(bytes, at, Math.min(bytes.length, at + put.length), put);
  const place = (bytes: Uint8Array): number => below(bytes.length + 1);
  /** Short runs are likelier than long ones. */
  const run = (limit: number): number => (limit <= 0 ? 0 : 1 + below(Math.min(limit, pick([1, 2, 4, 8, 32, 256]))));
  const number = (width: number, isLittle: boolean, value: number): Uint8Array => {
    const bytes = new Uint8Array(width);
    for (let i = 0; i < width; i++) {
      bytes[isLittle ? i : width - 1 - i] = Math.floor(value / 2 ** (8 * i)) & 0xff;
    }
    return bytes;
  };
  function varuint(value: number): Uint8Array {
    const bytes: number[] = [];
    for (let left = value; ; left = Math.floor(left / 128)) {
      if (left < 128) return Uint8Array.from([...bytes, left]);
      bytes.push((left % 128) | 0x80);
    }
  }

  const changes: ((bytes: Uint8Array, other: Uint8Array) => Uint8Array)[] = [
    (bytes) => {
      const at = below(bytes.length);
      bytes[at] = bytes[at]! ^ (1 << below(8));
      return bytes;
    },
    (bytes) => {
      bytes[below(bytes.length)] = below(256);
      return bytes;
    },
    (bytes) => {
      bytes[below(bytes.length)] = pick(NUMBERS);
      return bytes;
    },
    (bytes) => {
      const at = below(bytes.length);
      bytes[at] = bytes[at]! + pick([-16, -4, -2, -1, 1, 2, 4, 16]);
      return bytes;
    },
    (bytes) => overwrite(bytes, place(bytes), number(pick([2, 4, 8]), below(4) === 0, pick(LARGE))),
    // A length that is nearly right.
    (bytes) => {
      const width = pick([1, 2, 4, 8]);
      const at = place(bytes);
      return overwrite(
        bytes,
        at,
        number(width, false, Math.max(0, bytes.length - at - width + pick([-2, -1, 0, 0, 0, 1]))),
      );
    },
    (bytes) => overwrite(bytes, place(bytes), varuint(pick([...LARGE, 2 ** 53 - 1, 2 ** 53, 2 ** 60]))),
    (bytes) => {
      const at = place(bytes);
      return splice(bytes, at, at, random.bytes(run(16)));
    },
    (bytes) => {
      const at = place(bytes);
      return splice(bytes, at, at, new Uint8Array(run(256)).fill(pick([0, 0x20, 0x41, 0xff])));
    },
    (bytes) => {
      const from = place(bytes);
      return splice(bytes, from, from + run(bytes.length - from), new Uint8Array());
    },
    (bytes) => bytes.slice(0, place(bytes)),
    (bytes) => {
      const from = place(bytes);
      const at = place(bytes);
      return splice(bytes, at, at, bytes.slice(from, from + run(bytes.length - from)));
    },
    (bytes) => {
      const from = place(bytes);
      return overwrite(bytes, place(bytes), bytes.slice(from, from + run(bytes.length - from)));
    },
    // The front of this, the back of another.
    (bytes, other) => splice(bytes, place(bytes), bytes.length, other.slice(place(other))),
    (bytes, other) => {
      const from = place(other);
      return overwrite(bytes, place(bytes), other.slice(from, from + run(other.length - from)));
    },
    (bytes, other) => {
      const from = place(other);
      const at = place(bytes);
      return splice(bytes, at, at, other.slice(from, from + run(other.length - from)));
    },
  ];
  if (dictionary.length > 0) {
    const word = (): Uint8Array => pick(dictionary);
    const put = (bytes: Uint8Array): Uint8Array => overwrite(bytes, place(bytes), word());
    const insert = (bytes: Uint8Array): Uint8Array => {
      const at = place(bytes);
      return splice(bytes, at, at, word());
    };
    changes.push(put, put, insert, insert);
  }

  return {
    mutate(input, other) {
      let bytes: Uint8Array = input.slice();
      for (let left = pick([1, 1, 1, 2, 2, 3, 4, 8]); left > 0; left--) {
        if (bytes.length === 0) bytes = random.bytes(1 + below(8));
        bytes = pick(changes)(bytes, other);
      }
      return bytes.length > most ? bytes.slice(0, most) : bytes;
    },
  };
}
