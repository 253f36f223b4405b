import type { Option } from '../chooser.ts';
import type { PersonalTokens } from './person.ts';
import type { Session } from './session.ts';
import { END, toFolded, type Tokenizer } from './tokenizer.ts';

/** Finds ways a text may go on. */
export interface Completer {
  /** Whole words that may follow `before`, each as likely as that exactly it follows and its last word ends there. */
  options(before: string): Generator<undefined, readonly Option[]>;
}

/** Steps of the network that one key may cost beyond reading what was typed. */
const MOST_STEPS = 16;
/** Beginnings that are looked into from the same place. */
const BREADTH = 3;
/** Paths less likely than this are not followed. */
const LEAST = 0.03;
/** Tokens that may be suggested at once. */
const MOST_TOKENS = 12;
/** When the context is full it begins anew so many UTF-16 units before its end. */
const REACH = 240;

interface Path {
  readonly tokens: readonly number[];
  /** Bytes behind what was typed; negative: so many of what was typed are not reached yet. */
  readonly reached: number;
  readonly probability: number;
}

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
  session: Session,
  person: PersonalTokens,
  context: number,
): Completer {
  const mixed = new Float32Array(tokenizer.size);
  const bounds = Uint8Array.from({ length: tokenizer.size }, (_, token) =>
    Number(isBoundary(tokenizer.bytesOf(token))),
  );
  const room = context - MOST_TOKENS - 4;
  let start = 0;
  let last = '';

  /** The tokens of the context: its beginning moves only when it must, so that what was read is of use again. */
  function toContext(whole: string): readonly number[] {
    if (start > whole.length || !whole.startsWith(last.slice(0, start))) start = 0;
    last = whole;
    let tokens = tokenizer.encode(whole.slice(start));
    if (tokens.length <= room) return tokens;
    const from = Math.max(0, whole.length - REACH);
    start = from + Math.max(0, whole.slice(from).search(/ |\n/u));
    tokens = tokenizer.encode(whole.slice(start));
    // Letters that are many tokens each.
    return tokens.slice(-room);
  }

  function* next(context: readonly number[], path: readonly number[]): Generator<undefined, Float32Array> {
    const tokens = [...context, ...path];
    const model = yield* session.next(tokens);
    person.mix(model, tokens, mixed);
    return mixed;
  }

  function* options(before: string): Generator<undefined, readonly Option[]> {
    const { whole, partial } = toTyped(toFolded(before));
    // What is written begins a paragraph, rarely a document.
    const context = toContext(`\n${whole}`);
    const typed = utf8.encode(partial);
    const first = yield* next(context, []);
    let open = toFirst(tokenizer, first, typed);
    const found: Option[] = [];
    for (let steps = 0; steps < MOST_STEPS && open.length > 0; steps++) {
      const [path, ...rest] = open;
      if (path === undefined || path.probability < LEAST) break;
      open = rest;
      if (path.tokens.length >= MOST_TOKENS) continue;
      const after = yield* next(context, path.tokens);
      const grown: Path[] = path.reached < 0 ? toRest(tokenizer, after, typed, path) : [];
      if (path.reached >= 0) {
        let ends = 0;
        for (let token = 0; token < after.length; token++) if (bounds[token] === 1) ends += after[token] ?? 0;
        const text = toText(tokenizer, path, typed.length);
        if (text !== undefined && text !== '') found.push({ text, probability: path.probability * ends });
        // What was typed may be whole already.
        for (const { token, probability } of heaviest(after, path.reached === 0 ? BREADTH : 2)) {
          if (token === END || tokenizer.bytesOf(token)[0] === 0x0a) continue;
          grown.push({
            tokens: [...path.tokens, token],
            reached: path.reached + tokenizer.bytesOf(token).length,
            probability: path.probability * probability,
          });
        }
      }
      open = [...open, ...grown].toSorted((a, b) => b.probability - a.probability);
    }
    return found;
  }

  return { options };
}

/** The first tokens that agree with what was typed, as likely as they are among all that agree. */
function toFirst(tokenizer: Tokenizer, first: Float32Array, typed: Uint8Array): readonly Path[] {
  if (typed.length === 0) {
    return heaviest(first, BREADTH)
      .filter(({ token }) => token !== END && tokenizer.bytesOf(token)[0] !== 0x0a)
      .map(({ token, probability }) => ({
        tokens: [token],
        reached: tokenizer.bytesOf(token).length,
        probability,
      }));
  }
  const { longer, shorter } = tokenizer.agreeingWith(typed);
  const all = [...longer, ...shorter];
  const mass = all.reduce((sum, token) => sum + (first[token] ?? 0), 0);
  return all
    .map((token) => ({
      tokens: [token],
      reached: tokenizer.bytesOf(token).length - typed.length,
      probability: (first[token] ?? 0) / mass,
    }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, 2 * BREADTH);
}

/** How a path goes on that has not reached the end of what was typed. */
function toRest(tokenizer: Tokenizer, after: Float32Array, typed: Uint8Array, path: Path): Path[] {
  const left = typed.subarray(typed.length + path.reached);
  const { longer, shorter } = tokenizer.agreeingWith(left);
  return [...longer, ...shorter]
    .map((token) => ({
      tokens: [...path.tokens, token],
      reached: path.reached + tokenizer.bytesOf(token).length,
      probability: path.probability * (after[token] ?? 0),
    }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, BREADTH);
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

/** Whether a token that begins so ends the word before it. */
function isBoundary(bytes: Uint8Array): boolean {
  const [first] = bytes;
  if (first === undefined) return true;
  const isLetter = first >= 0x80 || (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a);
  return !isLetter && first !== 0x27;
}

/** The likeliest few, most likely first. */
function heaviest(
  probabilities: Float32Array,
  most: number,
): readonly { readonly token: number; readonly probability: number }[] {
  const found: { token: number; probability: number }[] = [];
  for (let token = 0; token < probabilities.length; token++) {
    const probability = probabilities[token] ?? 0;
    const least = found.at(-1);
    if (found.length === most && least !== undefined && probability <= least.probability) continue;
    let at = found.length;
    while (at > 0 && (found[at - 1]?.probability ?? 0) < probability) at--;
    found.splice(at, 0, { token, probability });
    if (found.length > most) found.pop();
  }
  return found;
}
