import type { Option } from '../chooser.ts';
import { BREADTH, heaviest, type Path, toBeginnings } from './beginnings.ts';
import type { PersonalTokens } from './person.ts';
import type { Session } from './session.ts';
import { END, toFolded, type Tokenizer } from './tokenizer.ts';

/** Finds ways a text may go on. */
export interface Completer {
  /**
   * Whole words that may follow `before`, each as likely as that exactly it follows and its last word ends there. All that
   * are at least as likely as `sure`, and some that are not.
   */
  options(before: string, sure?: number): Generator<undefined, readonly Option[]>;
  /** When nobody asks: reads what the context will begin anew with, once it is nearly full. */
  readAhead(): Generator<undefined, void>;
}

/** Steps of the network that one key may cost beyond reading what was typed. */
const MOST_STEPS = 16;
/** Paths less likely than this are never followed: nothing behind them is sure enough for anybody. */
const LEAST = 0.08;
/** Tokens that may be suggested at once, behind those of what was typed. */
const MOST_TOKENS = 12;
/** When the context is nearly full it is settled where it begins anew: so many UTF-16 units before its end. */
const REACH = 240;
/** Tokens for which there is room then: while they are typed, what comes before them is read ahead. */
const SPARE = 16;

/** What stands before the caret: whole pieces, and the piece that is being typed. */
export interface Typed {
  readonly whole: string;
  readonly partial: string;
}

/** Words longer than this are not looked at whole. */
const LONGEST = 64;
const TYPING = / ?[A-Za-z\u{80}-\u{10ffff}]*(?:(?<=[A-Za-z\u{80}-\u{10ffff}])'[A-Za-z]*)?$/u;

/** Splits before the word that a letter typed now would belong to. */
export function toTyped(before: string): Typed {
  const partial = TYPING.exec(before.slice(-LONGEST))?.[0] ?? '';
  return { whole: before.slice(0, before.length - partial.length), partial };
}

const utf8 = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true });

export function createCompleter(
  tokenizer: Tokenizer,
  createReader: () => Session,
  person: PersonalTokens,
  context: number,
): Completer {
  const mixed = new Float32Array(tokenizer.size);
  const bounds = Uint8Array.from({ length: tokenizer.size }, (_, token) => toKind(tokenizer.bytesOf(token)));
  /** Where the context begins, and who has read it. */
  let start = 0;
  let reader = createReader();
  /** The same for when it is full. */
  let nextStart: number | undefined;
  let nextReader = createReader();
  let last = '';

  /** The tokens of the context: its beginning moves only when it must, so that what was read is of use again. */
  function toContext(whole: string, room: number): readonly number[] {
    if (start > whole.length || !whole.startsWith(last.slice(0, start))) {
      start = 0;
      nextStart = undefined;
    }
    if (nextStart !== undefined && !whole.startsWith(last.slice(0, nextStart))) nextStart = undefined;
    last = whole;
    const tokens = tokenizer.encode(whole.slice(start));
    if (tokens.length > room - SPARE) nextStart ??= toStart(whole, room);
    if (tokens.length <= room || nextStart === undefined) return tokens;
    start = nextStart;
    nextStart = undefined;
    [reader, nextReader] = [nextReader, reader];
    const anew = tokenizer.encode(whole.slice(start));
    if (anew.length <= room) return anew;
    // Much was written at once.
    start = toStart(whole, room);
    return tokenizer.encode(whole.slice(start)).slice(-room);
  }

  /** Where a word begins, about `REACH` before the end; nearer where letters are many tokens each, so that room is left. */
  function toStart(whole: string, room: number): number {
    for (let reach = REACH; ; reach /= 2) {
      const from = Math.max(0, whole.length - Math.ceil(reach));
      const start = from + Math.max(0, whole.slice(from).search(/ |\n/u));
      if (reach < 2 || tokenizer.encode(whole.slice(start)).length <= (2 * room) / 3) return start;
    }
  }

  function* next(read: readonly number[], path: readonly number[]): Generator<undefined, Float32Array> {
    const tokens = [...read, ...path];
    const model = yield* reader.next(tokens);
    person.mix(model, tokens, mixed);
    return mixed;
  }

  function* options(before: string, sure: number = LEAST): Generator<undefined, readonly Option[]> {
    const least = Math.max(LEAST, sure);
    const { whole, partial } = toTyped(toFolded(before));
    const behind = tokenizer.encode(partial).length;
    if (behind > context / 4) return [];
    const most = MOST_TOKENS + behind;
    // What is written begins a paragraph, rarely a document.
    const read = toContext(`\n${whole}`, context - most - 1);
    const typed = utf8.encode(partial);
    let open: readonly Path[] = yield* toBeginnings(tokenizer, typed, most, least, (path) => next(read, path));
    const found: Option[] = [];
    for (let steps = 0; steps < MOST_STEPS && open.length > 0; steps++) {
      const [path, ...rest] = open;
      // No path becomes likelier as it grows.
      if (path === undefined || path.probability < least) break;
      open = rest;
      if (path.tokens.length >= most) continue;
      const after = yield* next(read, path.tokens);
      const text = toText(tokenizer, path, typed.length);
      if (text !== undefined && text !== '') found.push(...toOptions(text, path.probability, after));
      const grown: Path[] = [];
      // What was typed may be whole already.
      for (const { token, probability } of heaviest(after, path.reached === 0 ? BREADTH : 2)) {
        if (token === END || tokenizer.bytesOf(token)[0] === 0x0a) continue;
        grown.push({
          tokens: [...path.tokens, token],
          reached: path.reached + tokenizer.bytesOf(token).length,
          probability: path.probability * probability,
        });
      }
      open = [...open, ...grown].toSorted((a, b) => b.probability - a.probability);
    }
    return found;
  }

  /** A text that may follow, and the same with the space behind it, which is one key more. */
  function toOptions(text: string, probability: number, after: Float32Array): readonly Option[] {
    let ends = 0;
    let spaces = 0;
    for (let token = 0; token < after.length; token++) {
      const kind = bounds[token] ?? 0;
      if (kind > 0) ends += after[token] ?? 0;
      if (kind === SPACE) spaces += after[token] ?? 0;
    }
    const option = { text, probability: probability * ends };
    return text.endsWith(' ') ? [option] : [option, { text: `${text} `, probability: probability * spaces }];
  }

  return {
    options,
    *readAhead() {
      if (nextStart !== undefined) yield* nextReader.read(tokenizer.encode(last.slice(nextStart)));
    },
  };
}

/** What a path adds behind what was typed; undefined where it ends inside a letter. */
function toText(tokenizer: Tokenizer, path: Path, typed: number): string | undefined {
  const bytes = path.tokens.flatMap((token) => [...tokenizer.bytesOf(token)]);
  try {
    return utf8Decoder.decode(Uint8Array.from(bytes.slice(typed)));
  } catch {
    return undefined;
  }
}

/** Whether a token goes on with the word before it (0), ends it, or is the space behind it. */
const SPACE = 2;

function toKind(bytes: Uint8Array): number {
  const [first] = bytes;
  if (first === undefined) return 1;
  if (first === 0x20) return SPACE;
  const isLetter = first >= 0x80 || (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a);
  return Number(!isLetter && first !== 0x27);
}
