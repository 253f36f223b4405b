import { equal } from '@weft/crypto';

/** Every way to damage a byte string that ENV-6 names. */

/** Each copy with one bit flipped, and which bit it was. */
export function* bitFlips(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const altered = bytes.slice();
      altered[at] = bytes[at]! ^ (1 << bit);
      yield [altered, `bit ${bit} of byte ${at}`];
    }
  }
}

/** Each copy with one byte made 0x00 or 0xff, where that is more than one flipped bit. */
export function* byteSets(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (let at = 0; at < bytes.length; at++) {
    for (const byte of [0x00, 0xff]) {
      const changed = bytes[at]! ^ byte;
      if ((changed & (changed - 1)) === 0) continue; // nothing, or one bit
      const altered = bytes.slice();
      altered[at] = byte;
      yield [altered, `byte ${at} made ${byte}`];
    }
  }
}

/** Each copy cut short at its end, from nothing to all but one byte. */
export function* truncations(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (let length = 0; length < bytes.length; length++) yield [bytes.slice(0, length), `first ${length} bytes`];
}

/** Each copy without its first bytes. */
export function* beheadings(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (let from = 1; from <= bytes.length; from++) yield [bytes.slice(from), `without the first ${from} bytes`];
}

/** Each copy with two neighbouring bytes swapped, where they differ. */
function* swaps(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (let at = 0; at + 1 < bytes.length; at++) {
    if (bytes[at] === bytes[at + 1]) continue;
    const altered = bytes.slice();
    altered[at] = bytes[at + 1]!;
    altered[at + 1] = bytes[at]!;
    yield [altered, `bytes ${at} and ${at + 1} swapped`];
  }
}

/** Each copy with bytes appended: zeros, its own first bytes, its own last bytes. */
function* appendings(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (const length of [1, 2, 16, 64, 110, 174, bytes.length]) {
    const tails = [new Uint8Array(length), bytes.slice(0, length), bytes.slice(-length)];
    for (const [i, tail] of tails.entries()) {
      const altered = new Uint8Array(bytes.length + tail.length);
      altered.set(bytes);
      altered.set(tail, bytes.length);
      yield [altered, `${length} bytes appended (${i})`];
    }
  }
}

/** Each copy with one byte put in or taken out. */
function* shifts(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  for (let at = 0; at < bytes.length; at++) {
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes.subarray(0, at));
    longer.set(bytes.subarray(at), at + 1);
    yield [longer, `a zero put in at ${at}`];
    const shorter = new Uint8Array(bytes.length - 1);
    shorter.set(bytes.subarray(0, at));
    shorter.set(bytes.subarray(at + 1), at);
    yield [shorter, `byte ${at} taken out`];
  }
}

/** A named run of bytes; fields of one message lie end to end. */
export interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Each copy with two fields in each other's place, whatever their lengths, where that changes anything. */
export function* fieldSwaps(bytes: Uint8Array, fields: readonly Field[]): Generator<readonly [Uint8Array, string]> {
  const bytesOf = ({ from, to }: Field): Uint8Array => bytes.subarray(from, to);
  for (const [i, first] of fields.entries()) {
    for (let j = i + 1; j < fields.length; j++) {
      const altered = new Uint8Array(bytes.length);
      let at = 0;
      for (const [place, field] of fields.entries()) {
        const taken = bytesOf(place === i ? fields[j]! : place === j ? first : field);
        altered.set(taken, at);
        at += taken.length;
      }
      if (!equal(altered, bytes)) yield [altered, `${first.name} and ${fields[j]!.name} swapped`];
    }
  }
}

/** Each copy with one field, or a run of neighbouring fields, taken from another message of the same layout. */
export function* fieldsFrom(
  bytes: Uint8Array,
  donor: Uint8Array,
  fields: readonly Field[],
): Generator<readonly [Uint8Array, string]> {
  if (donor.length !== bytes.length) return;
  for (const [i, first] of fields.entries()) {
    for (const last of fields.slice(i)) {
      const altered = bytes.slice();
      altered.set(donor.subarray(first.from, last.to), first.from);
      if (equal(altered, bytes) || equal(altered, donor)) continue;
      yield [altered, `${first.name} to ${last.name} of another`];
    }
  }
}

/** Single-byte damage: every flip, every 0x00 and 0xff. */
export function* byteDamage(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  yield* bitFlips(bytes);
  yield* byteSets(bytes);
}

/** All of them. */
export function* everyAlteration(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  yield* byteDamage(bytes);
  yield* truncations(bytes);
  yield* beheadings(bytes);
  yield* swaps(bytes);
  yield* appendings(bytes);
  yield* shifts(bytes);
}
