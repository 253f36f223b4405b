import { bytesToLetters, lettersToBytes } from './byte-letters.ts';

/** The tokenizer of a model that somebody brought. */
export interface JsonTokenizer {
  /** @param withMarks whether the tokens that steer a model are recognized: never in what a person wrote. */
  encode(text: string, withMarks: boolean): readonly number[];
  /** The bytes of a token; empty for one that steers, and for one that does not exist. */
  bytesOf(token: number): Uint8Array;
  /** The token of a text that steers. */
  markToToken(text: string): number | undefined;
}

const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const NONE = new Uint8Array(0);
const MOST_KNOWN = 20_000;

type Fields = Readonly<Record<string, unknown>>;
type Cut = (text: string) => readonly string[];

const toFields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Reads a `tokenizer.json` of a byte-level BPE. Undefined where it is none, or has parts that are not known here. */
export function readJsonTokenizer(json: string): JsonTokenizer | undefined {
  let root: Fields;
  try {
    root = toFields(JSON.parse(json));
  } catch {
    return undefined;
  }
  const model = toFields(root['model']);
  const cuts = toCuts(root['pre_tokenizer']);
  const isNormal = toNormalizer(root['normalizer']);
  if (model['type'] !== 'BPE' || cuts === undefined || isNormal === undefined) return undefined;
  if (typeof model['unk_token'] === 'string' && model['byte_fallback'] === true) return undefined;
  const tokens = new Map<string, number>();
  for (const [letters, token] of Object.entries(toFields(model['vocab']))) {
    if (typeof token === 'number') tokens.set(letters, token);
  }
  const ranks = new Map<string, number>();
  for (const [rank, merge] of toList(model['merges']).entries()) {
    const pair = Array.isArray(merge) ? merge : String(merge).split(' ');
    if (pair.length === 2) ranks.set(`${String(pair[0])} ${String(pair[1])}`, rank);
  }
  const marks = new Map<string, number>();
  for (const added of toList(root['added_tokens']).map(toFields)) {
    const { id, content } = added;
    if (typeof id === 'number' && typeof content === 'string' && content !== '') marks.set(content, id);
  }
  if (tokens.size === 0) return undefined;
  return createTokenizer(tokens, ranks, marks, cuts, isNormal, model['ignore_merges'] === true);
}

function createTokenizer(
  tokens: ReadonlyMap<string, number>,
  ranks: ReadonlyMap<string, number>,
  marks: ReadonlyMap<string, number>,
  cuts: readonly Cut[],
  isNormal: boolean,
  takesWhole: boolean,
): JsonTokenizer {
  const utf8 = new TextEncoder();
  const bytes = new Map<number, Uint8Array>();
  for (const [letters, token] of tokens) bytes.set(token, lettersToBytes(letters) ?? NONE);
  for (const token of marks.values()) bytes.set(token, NONE);
  const longestFirst = [...marks.keys()].toSorted((a, b) => b.length - a.length);
  const mark =
    longestFirst.length === 0
      ? undefined
      : new RegExp(`(${longestFirst.map((text) => toLiteral(text)).join('|')})`, 'u');
  const known = new Map<string, readonly number[]>();

  function toTokens(letters: string): readonly number[] {
    const whole = takesWhole ? tokens.get(letters) : undefined;
    if (whole !== undefined) return [whole];
    let parts = Array.from(letters);
    for (;;) {
      let best = Number.POSITIVE_INFINITY;
      for (let at = 1; at < parts.length; at++) {
        best = Math.min(best, ranks.get(`${parts[at - 1]} ${parts[at]}`) ?? best);
      }
      if (best === Number.POSITIVE_INFINITY) break;
      parts = toMerged(parts, ranks, best);
    }
    // A byte that the model has no token for is left out, as nothing stands for it.
    return parts.flatMap((part) => tokens.get(part) ?? []);
  }

  function encodePlain(text: string): readonly number[] {
    let pieces: readonly string[] = [isNormal ? text.normalize('NFC') : text];
    for (const cut of cuts) pieces = pieces.flatMap(cut);
    return pieces.flatMap((piece) => {
      const met = known.get(piece);
      if (met !== undefined) return met;
      if (known.size >= MOST_KNOWN) known.clear();
      const made = toTokens(bytesToLetters(utf8.encode(piece)));
      known.set(piece, made);
      return made;
    });
  }

  return {
    encode(text, withMarks) {
      if (text === '') return [];
      if (!withMarks || mark === undefined) return encodePlain(text);
      return text.split(mark).flatMap((piece) => {
        const token = marks.get(piece);
        if (token !== undefined) return [token];
        return piece === '' ? [] : encodePlain(piece);
      });
    },
    bytesOf: (token) => bytes.get(token) ?? NONE,
    markToToken: (text) => marks.get(text),
  };
}

function toMerged(parts: readonly string[], ranks: ReadonlyMap<string, number>, best: number): string[] {
  const out: string[] = [];
  for (let at = 0; at < parts.length; at++) {
    const [part = '', next] = [parts[at], parts[at + 1]];
    if (next !== undefined && ranks.get(`${part} ${next}`) === best) {
      out.push(part + next);
      at++;
    } else out.push(part);
  }
  return out;
}

function toLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&').replaceAll('\\-', '\\x2d');
}

/** Whether texts are brought to NFC first; undefined: in a way that is not known here. */
function toNormalizer(value: unknown): boolean | undefined {
  if (value === null || value === undefined) return false;
  const { type, normalizers } = toFields(value);
  if (type === 'NFC') return true;
  if (type !== 'Sequence') return undefined;
  const all = toList(normalizers).map(toNormalizer);
  return all.includes(undefined) ? undefined : all.includes(true);
}

function toCuts(value: unknown): readonly Cut[] | undefined {
  const { type, pretokenizers, pattern, behavior, invert, use_regex, add_prefix_space, individual_digits } =
    toFields(value);
  switch (type) {
    case 'Sequence': {
      const all = toList(pretokenizers).map(toCuts);
      return all.includes(undefined) ? undefined : all.flatMap((cuts) => cuts ?? []);
    }
    case 'ByteLevel': {
      if (add_prefix_space === true) return undefined;
      const cut = use_regex === false ? undefined : toCut(GPT2);
      return cut === undefined ? [] : [cut];
    }
    case 'Digits':
      return [individual_digits === true ? cutBy(/\p{N}/gu) : cutBy(/\p{N}+/gu)];
    case 'Split': {
      const { Regex, String: literal } = toFields(pattern);
      const source = typeof Regex === 'string' ? Regex : typeof literal === 'string' ? toLiteral(literal) : undefined;
      const cut = source === undefined || behavior !== 'Isolated' || invert === true ? undefined : toCut(source);
      return cut === undefined ? undefined : [cut];
    }
    default:
      return undefined;
  }
}

/** A pattern as Rust's libraries write it; undefined where JavaScript cannot read it. */
function toCut(source: string): Cut | undefined {
  try {
    return cutBy(new RegExp(source.replace(/\\x\{([0-9a-fA-F]+)\}/gu, '\\u{$1}'), 'gu'));
  } catch {
    return undefined;
  }
}

/** What matches, and what stands between, each by itself. */
function cutBy(pattern: RegExp): Cut {
  return (text) => {
    const pieces: string[] = [];
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      if (match.index > at) pieces.push(text.slice(at, match.index));
      if (match[0] !== '') pieces.push(match[0]);
      at = match.index + match[0].length;
    }
    if (at < text.length) pieces.push(text.slice(at));
    return pieces;
  };
}
