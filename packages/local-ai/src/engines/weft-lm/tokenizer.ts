/**
 * Byte-level BPE. Token 0 stands between documents, 1 to 256 are the bytes, each merge makes one more. Pieces and
 * merging are those of `training/bpe.py`, to the byte.
 */
export interface Tokenizer {
  readonly size: number;
  encode(text: string): readonly number[];
  /** The bytes a token stands for. */
  bytesOf(token: number): Uint8Array;
  /** The tokens whose bytes begin with `prefix`, and those that `prefix` begins with (END never). */
  agreeingWith(prefix: Uint8Array): { readonly longer: readonly number[]; readonly shorter: readonly number[] };
}

/** Stands before a document. */
export const END = 0;

/** A word, a number or marks, each with the space before it. Ranges are spelt out so that two languages agree on them. */
const PIECE = / ?[A-Za-z\u{80}-\u{10ffff}]+(?:'[A-Za-z]+)?| ?[0-9]{1,4}| ?[!-/:-@[-`{-~]+|./gsu;

/** Characters that the training text writes in a plainer way. One for one, so that offsets stay. */
const FOLDED: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u00a0': ' ',
  '\u2011': '-',
};

/** The text as the model knows it; as long as before. */
export function toFolded(text: string): string {
  return text.replace(/[\u2018\u2019\u201c\u201d\u00a0\u2011]/gu, (letter) => FOLDED[letter] ?? letter);
}

/** Pieces that are remembered before all are forgotten. */
const MOST_KNOWN = 20_000;
/** Beginnings whose tokens are remembered: those of the words that are being typed. */
const MOST_BEGINNINGS = 64;
const UNMERGED = 257;

const utf8 = new TextEncoder();

/**
 * @param merges left and right token of each merge, one after the other, in the order they were learned.
 */
export function createTokenizer(merges: Uint16Array): Tokenizer {
  const count = merges.length / 2;
  const size = UNMERGED + count;
  const ranks = new Map<number, number>();
  const bytes: Uint8Array[] = [new Uint8Array(0)];
  for (let byte = 0; byte < 256; byte++) bytes.push(Uint8Array.of(byte));
  for (let rank = 0; rank < count; rank++) {
    const left = merges[2 * rank] ?? 0;
    const right = merges[2 * rank + 1] ?? 0;
    ranks.set(left * 65_536 + right, rank);
    bytes.push(joined(bytes[left], bytes[right]));
  }
  const bytesOf = (token: number): Uint8Array => bytes[token] ?? new Uint8Array(0);
  const sorted = Array.from({ length: size - 1 }, (_, at) => at + 1).toSorted((a, b) =>
    compare(bytesOf(a), bytesOf(b)),
  );
  const known = new Map<string, readonly number[]>();

  interface Agreeing {
    readonly longer: readonly number[];
    readonly shorter: readonly number[];
  }
  const agreeing = new Map<string, Agreeing>();

  function findAgreeing(prefix: Uint8Array): Agreeing {
    const longer: number[] = [];
    for (let at = lowerBound(sorted, bytesOf, prefix); at < sorted.length; at++) {
      const token = sorted[at] ?? 0;
      if (!startsWith(bytesOf(token), prefix)) break;
      longer.push(token);
    }
    const shorter: number[] = [];
    for (let length = 1; length < prefix.length; length++) {
      const start = prefix.subarray(0, length);
      for (let at = lowerBound(sorted, bytesOf, start); at < sorted.length; at++) {
        const token = sorted[at] ?? 0;
        if (bytesOf(token).length !== length || !startsWith(bytesOf(token), start)) break;
        shorter.push(token);
      }
    }
    return { longer, shorter };
  }

  function encodePiece(piece: string): readonly number[] {
    let tokens = Array.from(utf8.encode(piece), (byte) => byte + 1);
    while (tokens.length > 1) {
      let best = count;
      for (let at = 1; at < tokens.length; at++) {
        best = Math.min(best, ranks.get((tokens[at - 1] ?? 0) * 65_536 + (tokens[at] ?? 0)) ?? count);
      }
      if (best === count) break;
      tokens = merged(tokens, merges[2 * best] ?? 0, merges[2 * best + 1] ?? 0, UNMERGED + best);
    }
    return tokens;
  }

  function encodeKnown(piece: string): readonly number[] {
    const met = known.get(piece);
    if (met !== undefined) return met;
    if (known.size >= MOST_KNOWN) known.clear();
    const tokens = encodePiece(piece);
    known.set(piece, tokens);
    return tokens;
  }

  return {
    size,
    encode: (text) => text.match(PIECE)?.flatMap(encodeKnown) ?? [],
    bytesOf,
    agreeingWith(prefix) {
      const key = prefix.join(' ');
      const met = agreeing.get(key);
      if (met !== undefined) return met;
      if (agreeing.size >= MOST_BEGINNINGS) agreeing.clear();
      const found = findAgreeing(prefix);
      agreeing.set(key, found);
      return found;
    },
  };
}

/** Whether bytes begin with others. */
export function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, at) => bytes[at] === byte);
}

function joined(left: Uint8Array | undefined, right: Uint8Array | undefined): Uint8Array {
  return Uint8Array.of(...(left ?? []), ...(right ?? []));
}

function merged(tokens: readonly number[], left: number, right: number, made: number): number[] {
  const out: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] === left && tokens[at + 1] === right) {
      out.push(made);
      at++;
    } else out.push(tokens[at] ?? 0);
  }
  return out;
}

/** Bytes in the order of dictionaries: what begins with another comes after it. */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] !== b[at]) return (a[at] ?? 0) - (b[at] ?? 0);
  }
  return a.length - b.length;
}

function lowerBound(sorted: readonly number[], bytesOf: (token: number) => Uint8Array, prefix: Uint8Array): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(bytesOf(sorted[middle] ?? 0), prefix) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
