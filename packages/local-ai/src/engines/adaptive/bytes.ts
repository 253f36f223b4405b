import { type AdaptiveModel, CONTEXT, createAdaptiveModel } from './model.ts';

/** Why bytes are no model. */
export interface LearnedFailure {
  readonly code: 'learned-malformed' | 'learned-version';
  readonly sentence: string;
}

export type LearnedResult =
  | { readonly ok: true; readonly value: AdaptiveModel }
  | { readonly ok: false; readonly failure: LearnedFailure };

const MAGIC = [0x57, 0x41, 0x4d];
const VERSION = 1;
/** Longest piece that is read, in UTF-16 units. */
const LONGEST = 64;

/**
 * A model as bytes, to be sealed by the caller: they are the person's words in the clear. `WAM`, a version, then
 * variable-length integers: pieces learned; the pieces, each its length and its UTF-16 units; the n-grams, depth first,
 * each context its number of followers, each follower its piece and its count.
 */
export function modelToBytes(model: AdaptiveModel): Uint8Array {
  const out: number[] = [...MAGIC, VERSION];
  const write = (value: number): void => {
    let rest = value;
    while (rest > 0x7f) {
      out.push((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.push(rest);
  };
  const { counts, lexicon } = model;
  const known = Array.from({ length: lexicon.count }, (_, at) => at + 1).filter((piece) => lexicon.weightOf(piece) > 0);
  const renumbered = new Map(known.map((piece, at) => [piece, at + 1]));
  write(model.learned);
  write(known.length);
  for (const piece of known) {
    const text = lexicon.textOf(piece);
    write(text.length);
    for (let at = 0; at < text.length; at++) write(text.charCodeAt(at));
  }
  const writeContext = (context: number): void => {
    const followers: number[] = [];
    for (let node = counts.firstOf(context); node !== 0; node = counts.nextOf(node)) followers.push(node);
    write(followers.length);
    // The oldest first: read in this order, the newest comes first again.
    for (const node of followers.reverse()) {
      write(renumbered.get(counts.pieceOf(node)) ?? 0);
      write(counts.countOf(node));
      writeContext(node);
    }
  };
  writeContext(0);
  return Uint8Array.from(out);
}

/** Reads what `modelToBytes` wrote. Total: anything else is a failure, whatever the bytes. */
export function bytesToModel(bytes: Uint8Array): LearnedResult {
  if (MAGIC.some((byte, at) => bytes[at] !== byte)) return fail('learned-malformed');
  if (bytes[MAGIC.length] !== VERSION) return fail('learned-version');
  const reader = createReader(bytes, MAGIC.length + 1);
  const model = createAdaptiveModel();
  model.learned = reader.read();
  const pieces = [0];
  for (let left = reader.read(); left > 0 && !reader.isBroken(); left--) {
    const length = reader.read();
    if (length === 0 || length > LONGEST) return fail('learned-malformed');
    pieces.push(model.lexicon.add(String.fromCharCode(...Array.from({ length }, reader.read))));
  }
  const readContext = (context: number, depth: number): boolean => {
    for (let left = reader.read(); left > 0; left--) {
      const piece = pieces[reader.read()] ?? 0;
      const count = reader.read();
      const isNew = piece !== 0 && count !== 0 && model.counts.find(context, piece) === 0;
      if (reader.isBroken() || !isNew || depth > CONTEXT) return false;
      const node = model.counts.increment(context, piece, count);
      if (context === 0) model.lexicon.setWeight(piece, count);
      if (!readContext(node, depth + 1)) return false;
    }
    return !reader.isBroken();
  };
  return readContext(0, 0) && reader.isAtEnd() ? { ok: true, value: model } : fail('learned-malformed');
}

interface Reader {
  /** The next integer; 0 once the bytes are broken. */
  read(): number;
  isBroken(): boolean;
  isAtEnd(): boolean;
}

function createReader(bytes: Uint8Array, from: number): Reader {
  let at = from;
  let isBroken = false;
  return {
    read() {
      let value = 0;
      for (let shift = 0; shift <= 28; shift += 7) {
        const byte = bytes[at++];
        if (byte === undefined) break;
        value += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return value <= 0xffffffff ? value : 0;
      }
      isBroken = true;
      return 0;
    },
    isBroken: () => isBroken,
    isAtEnd: () => at === bytes.length,
  };
}

function fail(code: LearnedFailure['code']): LearnedResult {
  const sentence =
    code === 'learned-version'
      ? 'What was learned on this device was stored by a newer version. Update, or start learning anew.'
      : 'What was learned on this device can no longer be read. Start learning anew; your documents are not affected.';
  return { ok: false, failure: { code, sentence } };
}
