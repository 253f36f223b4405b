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

/** All of them. */
export function* everyAlteration(bytes: Uint8Array): Generator<readonly [Uint8Array, string]> {
  yield* bitFlips(bytes);
  yield* truncations(bytes);
  yield* beheadings(bytes);
  yield* swaps(bytes);
  yield* appendings(bytes);
  yield* shifts(bytes);
}
