import { readFileSync } from 'node:fs';
import { createFinder, type Finder } from '../src/search/finder.ts';
import { runToEnd } from '../src/engines/extractive/run-to-end.ts';
import { toKnownItems, toMistyped } from '../src/testing/known-items.ts';
import { toSentences } from '../src/text/sentences.ts';
import { toTokens } from '../src/text/tokens.ts';
import { readCorpus } from './data.ts';
import { readEmbedder } from './embedder.ts';
import { readHeldOut } from './split.ts';
import { toQuantile, toTable } from './table.ts';

const PARAGRAPHS = 10_000;
/** Queries by words of a paragraph, and by what is missing in it. */
const ITEMS = 250;
const DRAWS = 2_000;

/** A question and the paragraphs that answer it. */
interface Question {
  readonly query: string;
  readonly answers: ReadonlySet<string>;
}

/** The reciprocal rank of the best answer to each question; 0 where none is among the first hundred. */
type Ranks = readonly number[];

/** BM25 alone against the hybrid, on questions that hold a paragraph's words and on such as do not. */
export async function evaluateMeaning(
  corpus: string | undefined,
  split: 'development' | 'test' = 'test',
): Promise<string> {
  if (corpus === undefined) return 'Needs the corpus.';
  const { pool, kinds } = readQuestions(corpus, split);
  const embedder = await readEmbedder();
  const [words, both] = [createFinder(), createFinder()];
  runToEnd(both.setEmbedder(embedder));
  for (const [at, text] of pool.entries()) words.put({ documentId: 'd', blockId: String(at), text });
  const before = performance.now();
  for (const [at, text] of pool.entries()) both.put({ documentId: 'd', blockId: String(at), text });
  const built = performance.now() - before;
  const times: number[] = [];
  const rows = Object.entries(kinds).flatMap(([questions, list]) => {
    const alone = measure(words, list, []);
    const hybrid = measure(both, list, times);
    const difference = toInterval(alone, hybrid);
    return [
      { questions, count: list.length, search: 'BM25', ...toWorth(alone), 'MRR differs by': '' },
      { questions: '', count: '', search: 'hybrid', ...toWorth(hybrid), 'MRR differs by': difference },
    ];
  });
  const [p50, p95, most] = [0.5, 0.95, 1].map((part) => toQuantile(times, part).toFixed(1));
  return [
    `${pool.length} paragraphs, ${split} split; intervals of 95 % by ${DRAWS} bootstrap draws over the questions.`,
    toTable(rows),
    `Indexed by words and by meaning in ${(built / 1000).toFixed(1)} s; a query p50 ${p50} ms, p95 ${p95} ms, at most ${most} ms.`,
  ].join('\n\n');
}

function measure(finder: Finder, questions: readonly Question[], times: number[]): Ranks {
  return questions.map(({ query, answers }) => {
    const start = performance.now();
    const hits = finder.search(query, { limit: 100 });
    times.push(performance.now() - start);
    const at = hits.findIndex(({ blockId }) => answers.has(blockId));
    return at < 0 ? 0 : 1 / (at + 1);
  });
}

function toWorth(ranks: Ranks): { readonly MRR: string; readonly 'recall@5': string } {
  const mrr = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
  return { MRR: mrr.toFixed(3), 'recall@5': (ranks.filter((rank) => rank >= 0.2).length / ranks.length).toFixed(3) };
}

/** The difference of the means, and between what it lies in 95 of 100 draws of the questions. Seeded. */
function toInterval(before: Ranks, after: Ranks): string {
  const differences = after.map((rank, at) => rank - (before[at] ?? 0));
  const random = createRandom(1);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const draws = Array.from({ length: DRAWS }, () =>
    mean(differences.map(() => differences[Math.floor(random() * differences.length)] ?? 0)),
  );
  const [low, high] = [0.025, 0.975].map((part) => toSigned(toQuantile(draws, part)));
  return `${toSigned(mean(differences))} (${low} to ${high})`;
}

function toSigned(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

/** The paragraphs that are searched, and questions of four kinds. */
function readQuestions(
  corpus: string,
  split: 'development' | 'test',
): { readonly pool: readonly string[]; readonly kinds: Readonly<Record<string, readonly Question[]>> } {
  const written = readWritten(split);
  const sources = new Set(written.map(({ source }) => source));
  const held = readHeldOut(corpus, split);
  const unseen = held.filter(({ name }) => sources.has(name)).flatMap(({ documents }) => documents.flat());
  const known = held.filter(({ name }) => !sources.has(name)).flatMap(({ documents }) => documents.flat());
  // Paragraphs that nothing was trained on come first, with what they are to be told from.
  const others = readCorpus(corpus).flatMap(({ documents }) => documents.flat());
  const random = createRandom(2);
  const fill = new Set([...unseen, ...known]);
  while (fill.size < PARAGRAPHS) fill.add(others[Math.floor(random() * others.length)] ?? '');
  const pool = [...fill].slice(0, PARAGRAPHS);
  const mine = pool.slice(0, new Set([...unseen, ...known]).size);
  const step = Math.max(1, Math.floor(mine.length / ITEMS));
  const toQuestion = ({ index, query }: { readonly index: number; readonly query: string }): Question => {
    return { query, answers: new Set([String(index)]) };
  };
  const lists = [2, 3, 4].map((size) => [`${size} of its words`, toKnownItems(mine, step, size)] as const);
  const kinds: Record<string, readonly Question[]> = {};
  for (const [name, items] of lists) {
    kinds[name] = items.map(toQuestion);
    kinds[`${name}, one mistyped`] = items.map((item) => toQuestion({ ...item, query: toMistyped(item.query) }));
  }
  const byHand = toWrittenQuestions(written, pool);
  const drawn = toWrittenQuestions(readWritten(`${split}-drawn`), pool);
  const later = toWrittenQuestions(readWritten(`${split}-later`), pool);
  const answers = new Set([...byHand, ...drawn, ...later].flatMap((question) => [...question.answers]));
  const { questions, texts } = toWithheld(mine, step, answers);
  for (const [at, text] of texts) pool[at] = text;
  Object.assign(kinds, { 'a sentence it lacks': questions, 'written by hand': byHand });
  if (drawn.length > 0) kinds['written by hand, of paragraphs drawn by chance'] = drawn;
  if (later.length > 0) kinds['the same, written later'] = later;
  return { pool, kinds };
}

/**
 * Paragraphs that lack one of their sentences, and as the question that sentence: of its words at most eight, and none that the
 * paragraph has still, so that BM25 finds others only. Chosen by no hand.
 */
function toWithheld(
  paragraphs: readonly string[],
  step: number,
  apart: ReadonlySet<string>,
): { readonly questions: readonly Question[]; readonly texts: ReadonlyMap<number, string> } {
  const questions: Question[] = [];
  const texts = new Map<number, string>();
  // Between the known items, so that no paragraph is both.
  for (let at = Math.floor(step / 2) + 1; at < paragraphs.length; at += step) {
    const text = paragraphs[at] ?? '';
    const spans = toSentences(text);
    if (spans.length < 3 || apart.has(String(at))) continue;
    const taken = spans.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0] ?? { start: 0, end: 0 };
    const rest = `${text.slice(0, taken.start)}${text.slice(taken.end)}`;
    const left = new Set(toTokens(rest).map(({ term }) => term));
    const terms = new Set(toTokens(text.slice(taken.start, taken.end)).map(({ term }) => term));
    const query = [...terms].filter((term) => term.length >= 4 && !left.has(term)).slice(0, 8);
    if (query.length < 3) continue;
    texts.set(at, rest);
    questions.push({ query: `${query.join(' ')} `, answers: new Set([String(at)]) });
  }
  return { questions, texts };
}

interface Written {
  readonly source: string;
  readonly query: string;
  readonly begins: string;
}

/** Questions written by hand, in other words, before anything was measured. */
function readWritten(split: string): readonly Written[] {
  return readFileSync(new URL('../samples/paraphrases.tsv', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([part]) => part === split)
    .map(([, source = '', query = '', begins = '']) => ({ source, query, begins }));
}

function toWrittenQuestions(written: readonly Written[], pool: readonly string[]): readonly Question[] {
  const termsOf = (text: string): readonly string[] => toTokens(text.slice(0, 200)).map(({ term }) => term);
  const known = pool.map(termsOf);
  return written.map(({ query, begins }) => {
    const wanted = termsOf(begins);
    const answers = known.flatMap((terms, at) => (wanted.every((term, place) => terms[place] === term) ? [at] : []));
    if (answers.length === 0) throw new Error(`no paragraph begins with "${begins}"`);
    return { query: `${query} `, answers: new Set(answers.map(String)) };
  });
}

/** Numbers from 0 to 1, the same every time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
