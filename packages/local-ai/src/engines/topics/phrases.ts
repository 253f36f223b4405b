import type { Snapshot } from '../../ports/snapshot.ts';
import type { Topic } from '../../ports/classifying.ts';
import { toTokens } from '../../text/tokens.ts';
import type { Embedder } from '../embeddings/embedder.ts';
import { isTelling } from './stop-words.ts';

/** Words of a topic at most. */
const LONGEST = 3;
/** How much more a word counts in the title, and in a heading. */
const IN_TITLE = 3;
const IN_HEADING = 2;
/** A topic of several words says more than one of them, if not as many times more. */
const OF_LENGTH = 0.8;
/** What a word weighs that the vectors do not know: it is rare, or a name. */
const UNKNOWN = 1.1;
/** Blocks that are read between two chances to stop. */
const AT_ONCE = 32;
/** Candidates that are looked at closely. */
const MOST_WEIGHED = 200;

interface Candidate {
  readonly terms: readonly string[];
  /** By how often each way of writing it was met. */
  readonly written: Map<string, number>;
  count: number;
  score: number;
}

/** One word for all its numbers: plurals are what they are of. */
const toStem = (term: string): string => (/[^s]s$/u.test(term) && term.length > 3 ? term.slice(0, -1) : term);

/**
 * What a document is about: words and short phrases that it has often, that say something, and that are near to all of it. Counts alone without word
 * vectors, and for what is in another language than theirs.
 */
export function* findTopics(
  { title, blocks }: Snapshot,
  most: number,
  embedder: Embedder | undefined,
): Generator<undefined, readonly Topic[]> {
  const found = new Map<string, Candidate>();
  for (const [at, { kind, text }] of blocks.entries()) {
    if (kind !== 'code') count(text, found, () => (kind === 'heading' ? IN_HEADING : 1));
    if (at % AT_ONCE === AT_ONCE - 1) yield;
  }
  // A title may be a name that says nothing of the text.
  const said = new Set(found.keys());
  count(title, found, (key) => (said.has(key) ? IN_TITLE : 1));
  const whole = embedder?.embed([title, ...blocks.map(({ text }) => text)].join('\n'));
  const repeated = [...found.values()].filter(({ terms, count: times }) => times > 1 || terms.length === 1);
  for (const one of repeated) one.score = toRough(one, embedder);
  const candidates = repeated.toSorted((a, b) => b.score - a.score).slice(0, MOST_WEIGHED);
  for (const one of candidates) {
    const own = whole === undefined ? undefined : embedder?.embed(one.terms.join(' '));
    if (own === undefined || whole === undefined) continue;
    const nearness = own.reduce((sum, value, at) => sum + value * (whole[at] ?? 0), 0);
    one.score *= 0.5 + Math.max(0, nearness);
  }
  yield;
  return choose(candidates, most);
}

/** Counts every run of telling words, and each part of it. */
function count(text: string, found: Map<string, Candidate>, weigh: (key: string) => number): void {
  let run: { readonly term: string; readonly start: number; readonly end: number }[] = [];
  for (const token of toTokens(text)) {
    const last = run.at(-1);
    const between = last === undefined ? '' : text.slice(last.end, token.start);
    if (!isTelling(token.term) || (last !== undefined && !/^[ \u00a0-]$/u.test(between))) run = [];
    if (!isTelling(token.term)) continue;
    run.push(token);
    if (run.length > LONGEST) run.shift();
    for (let size = 1; size <= run.length; size++) {
      const words = run.slice(-size);
      const key = words.map(({ term }) => toStem(term)).join(' ');
      const written = text.slice(words[0]?.start, token.end);
      let candidate = found.get(key);
      if (candidate === undefined) {
        candidate = { terms: words.map(({ term }) => term), written: new Map(), count: 0, score: 0 };
        found.set(key, candidate);
      }
      candidate.count += weigh(key);
      candidate.written.set(written, (candidate.written.get(written) ?? 0) + 1);
    }
  }
}

function toRough({ terms, count: times }: Candidate, embedder: Embedder | undefined): number {
  const weights = terms.map((term) => Math.sqrt(embedder?.weigh(term) ?? UNKNOWN));
  const weight = weights.reduce((sum, value) => sum + value, 0) / terms.length;
  return times * weight * terms.length ** OF_LENGTH;
}

/** The best, none of which is part of another or has a word of it, but where it stands more often without it. */
function choose(candidates: readonly Candidate[], most: number): readonly Topic[] {
  const chosen: Candidate[] = [];
  for (const one of candidates.toSorted((a, b) => b.score - a.score)) {
    if (chosen.length >= most) break;
    const stems = new Set(one.terms.map(toStem));
    const isSaid = chosen.some(({ terms }) => terms.some((term) => stems.has(toStem(term))));
    if (!isSaid) chosen.push(one);
  }
  const first = chosen[0]?.score ?? 1;
  return chosen.map(({ written, score }) => {
    const ways = [...written].toSorted(([a, times], [b, others]) => others - times || (a < b ? -1 : 1));
    const times = ways.reduce((sum, [, some]) => sum + some, 0);
    return { text: ways[0]?.[0] ?? '', count: times, weight: score / first };
  });
}
