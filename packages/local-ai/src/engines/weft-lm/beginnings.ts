import { END, type Tokenizer } from './tokenizer.ts';

/** A way the text may go on, in tokens behind the context. */
export interface Path {
  readonly tokens: readonly number[];
  /** Bytes behind what was typed; negative: so many of what was typed are not reached yet. */
  readonly reached: number;
  readonly probability: number;
}

/** Beginnings that are looked into from the same place. */
export const BREADTH = 3;
const MOST_REACHED = 2 * BREADTH;
/** Steps of the network that finding the beginnings may cost: of scripts it has not learned, a letter is two or three. */
const MOST_STEPS = 32;
/** Ways into what was typed that hold less of what is likely than this are passed over. */
const LEAST = 0.01;

/**
 * The tokens that may come next and agree with what was typed of a word, each as likely as it is among all that agree. A
 * word is not always cut where its typed part ends: what a shorter token leads to is followed to the end of the typed
 * part, since only so much of it as agrees there counts. (` in` is likely, but not behind ` infor`.)
 *
 * @param most tokens that there is room for.
 * @param least none where none of them can be as likely as this.
 * @param next the probabilities behind some tokens; the array is void with the next call.
 */
export function* toBeginnings(
  tokenizer: Tokenizer,
  typed: Uint8Array,
  most: number,
  least: number,
  next: (path: readonly number[]) => Generator<undefined, Float32Array>,
): Generator<undefined, readonly Path[]> {
  if (typed.length === 0) return toFirst(tokenizer, yield* next([]));
  let mass = 0;
  const reached: Path[] = [];
  let open: Path[] = [{ tokens: [], reached: -typed.length, probability: 1 }];
  for (let steps = 0; steps <= MOST_STEPS; steps++) {
    const [path, ...rest] = open;
    if (path === undefined || path.probability < LEAST * mass) break;
    open = rest;
    if (path.tokens.length >= most) continue;
    const after = yield* next(path.tokens);
    const left = typed.subarray(typed.length + path.reached);
    const { longer, shorter } = tokenizer.agreeingWith(left);
    const grow = (token: number, probability: number): Path => {
      return { tokens: [...path.tokens, token], reached: path.reached + tokenizer.bytesOf(token).length, probability };
    };
    // Of thousands of tokens that begin so, the likeliest few.
    for (const token of longer) {
      const probability = path.probability * (after[token] ?? 0);
      mass += probability;
      if (reached.length < MOST_REACHED) reached.push(grow(token, probability));
      else if (probability > (reached.at(-1)?.probability ?? 0)) reached[MOST_REACHED - 1] = grow(token, probability);
      else continue;
      reached.sort((a, b) => b.probability - a.probability);
    }
    const nearer = shorter.map((token) => grow(token, path.probability * (after[token] ?? 0)));
    open = [...open, ...nearer].toSorted((a, b) => b.probability - a.probability);
    // The mass only grows; what an open path leads to is at most all that path is.
    const canBe = (one: Path): boolean => one.probability >= least * (one.reached < 0 ? mass + one.probability : mass);
    if (!reached.some(canBe) && !open.some(canBe)) return [];
  }
  if (mass === 0) return [];
  return reached.map((path) => ({ ...path, probability: path.probability / mass }));
}

function toFirst(tokenizer: Tokenizer, first: Float32Array): readonly Path[] {
  return heaviest(first, BREADTH)
    .filter(({ token }) => token !== END && tokenizer.bytesOf(token)[0] !== 0x0a)
    .map(({ token, probability }) => ({ tokens: [token], reached: tokenizer.bytesOf(token).length, probability }));
}

/** The likeliest few, most likely first. */
export function heaviest(
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
