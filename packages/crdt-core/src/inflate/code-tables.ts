/** The tables by which `symbols.wat` reads codes: what an entry holds is said there. */

/** An index of so many bits finds an entry; what is longer goes on in a further table. */
export const LITERAL_BITS = 11;
export const DISTANCE_BITS = 9;
export const LENGTH_BITS = 7;

/** Entries that the largest table may have, further ones included (zlib's `enough`: 2342 and 592). */
export const LITERAL_ENTRIES = 2400;
export const DISTANCE_ENTRIES = 600;
export const LENGTH_ENTRIES: number = 1 << LENGTH_BITS;

/** Bits that the entry takes. */
export const TAKEN = 63;
const LITERAL = 0x1000;
const TWO_LITERALS = 0x3000;
const FURTHER = 0x4000;
const END = 0x8000;

const MAX_BITS = 15;

/** RFC 1951, 3.2.5: how many bits follow, from the symbol; each base is where the one before ends. */
function toEntries(extras: readonly number[], first: number): number[] {
  let base = first;
  return extras.map((extra) => {
    const entry = extra | (base << 16);
    base += 1 << extra;
    return entry;
  });
}

const LENGTHS = toEntries([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5], 3);
const DISTANCES = Array.from({ length: 30 }, (_, symbol) => Math.max(0, (symbol >> 1) - 1));

/** What each symbol of an alphabet means. Symbols 286, 287, 30 and 31 have codes in a fixed block, and mean nothing. */
export const LITERAL_SYMBOLS: Int32Array = Int32Array.from([
  ...Array.from({ length: 256 }, (_, byte) => LITERAL | (byte << 16)),
  END,
  ...LENGTHS,
  258 << 16,
  0,
  0,
]);
export const DISTANCE_SYMBOLS: Int32Array = Int32Array.from([...toEntries(DISTANCES, 1), 0, 0]);
export const LENGTH_SYMBOLS: Int32Array = Int32Array.from({ length: 19 }, (_, symbol) => LITERAL | (symbol << 16));

const counts = new Int32Array(MAX_BITS + 1);
const places = new Int32Array(MAX_BITS + 2);
const sorted = new Int32Array(288);

/**
 * Writes the table of a code that is given by its lengths.
 *
 * @param table - as many entries as the alphabet may need
 * @param rootBits - how many bits find an entry at once
 * @param lengths - bits of each symbol's code; 0: it has none
 * @param symbols - what each symbol means
 * @returns whether there is such a code: all codes taken, or a single one of one bit, or none at all
 */
export function writeTable(table: Int32Array, rootBits: number, lengths: Uint8Array, symbols: Int32Array): boolean {
  const size = 1 << rootBits;
  counts.fill(0);
  for (const length of lengths) counts[length] = at(counts, length) + 1;
  counts[0] = 0;
  let free = 1;
  let longest = 0;
  places[1] = 0;
  for (let length = 1; length <= MAX_BITS; length++) {
    const count = at(counts, length);
    free = free * 2 - count;
    if (free < 0) return false;
    if (count > 0) longest = length;
    places[length + 1] = at(places, length) + count;
  }
  if (free > 0) {
    if (longest > 1) return false;
    table.fill(0, 0, size);
  }
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = at(lengths, symbol);
    if (length === 0) continue;
    const place = at(places, length);
    places[length] = place + 1;
    sorted[place] = symbol;
  }

  // Codes in order, each with its first bit lowest, as the stream has them.
  let code = 0;
  let taken = 0;
  let next = size;
  let prefix = -1;
  let from = 0;
  let further = 0;
  for (let length = 1; length <= longest; length++) {
    for (let left = at(counts, length); left > 0; left--) {
      const meaning = at(symbols, at(sorted, taken++));
      if (length <= rootBits) {
        const entry = toEntry(meaning, length);
        for (let index = code; index < size; index += 1 << length) table[index] = entry;
      } else {
        if ((code & (size - 1)) !== prefix) {
          prefix = code & (size - 1);
          further = furtherBits(length, rootBits, left, longest);
          from = next;
          next += 1 << further;
          table[prefix] = FURTHER | rootBits | (further << 8) | (from << 16);
        }
        const rest = length - rootBits;
        const entry = toEntry(meaning, rest);
        for (let index = code >> rootBits; index < 1 << further; index += 1 << rest) table[from + index] = entry;
      }
      let bit = 1 << (length - 1);
      while ((code & bit) !== 0) bit >>= 1;
      code = bit === 0 ? 0 : (code & (bit - 1)) | bit;
    }
  }
  return true;
}

/** What a symbol means, with a code of so many bits, or what is left of it. */
function toEntry(meaning: number, code: number): number {
  return meaning === 0 ? 0 : (meaning + code) | (code << 8);
}

/** Bits of a further table: as many as the codes that share its beginning need. */
function furtherBits(length: number, rootBits: number, left: number, longest: number): number {
  let bits = length - rootBits;
  let free = (1 << bits) - left;
  for (let longer = length + 1; free > 0 && longer <= longest; longer++) {
    bits++;
    free = free * 2 - at(counts, longer);
  }
  return bits;
}

/** Joins entries of literals where a second one's code lies whole within the index: text is mostly that. */
export function pairLiterals(table: Int32Array): void {
  // Downwards: what follows an index is a lower one, unless it is 0 itself, so no pair is taken for a single literal.
  for (let index = (1 << LITERAL_BITS) - 1; index >= 0; index--) {
    const first = at(table, index);
    if ((first & TWO_LITERALS) !== LITERAL) continue;
    const bits = first & TAKEN;
    const second = at(table, index >> bits);
    if ((second & TWO_LITERALS) !== LITERAL || bits + (second & TAKEN) > LITERAL_BITS) continue;
    table[index] = TWO_LITERALS | (bits + (second & TAKEN)) | (((first >>> 16) | ((second >>> 16) << 8)) << 16);
  }
}

function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
