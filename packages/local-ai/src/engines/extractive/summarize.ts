import type { Summary, SummaryRequest, SummarySentence, TaskFailure } from '../../ports/task.ts';
import { chooseSentences } from './choose.ts';
import { type SourceSentence, toSourceSentences } from './sentences.ts';
import { shortenSentence } from './shorten.ts';

/** Sentences by type and length; the browsers' Summarizer has the same. */
const SENTENCES = {
  tldr: { short: 1, medium: 3, long: 5 },
  'key-points': { short: 3, medium: 5, long: 7 },
} as const;
/** Words of a headline. */
const HEADLINE = { short: 12, medium: 17, long: 22 } as const;
/** Among so many of the best sentences, a headline prefers one that need not be cut. */
const HEADLINE_CHOICE = 4;

/** A summary, or why there is none. */
export type SummaryResult =
  | { readonly ok: true; readonly value: Summary }
  | { readonly ok: false; readonly failure: TaskFailure };

/**
 * Summarizes a document by its own sentences. Pure; yields every few thousand steps so that whoever runs it can stop
 * (drop the generator) or show other things meanwhile. Fails with `unavailable` for teasers, which no sentence of a
 * document is, and for a document without prose.
 */
export function* summarizeByExtracts(request: SummaryRequest): Generator<undefined, SummaryResult> {
  const { snapshot, type, length } = request;
  if (type === 'teaser')
    return fail('A teaser has to be written anew, and this engine only picks sentences. Choose another type.');
  const sentences = toSourceSentences(snapshot);
  if (sentences.length === 0) return fail('There is no sentence to summarize yet. Write a little more.');
  yield;
  if (type === 'headline') return done(' ', [toHeadline(yield* pick(sentences, HEADLINE_CHOICE), HEADLINE[length])]);
  const picked = yield* pick(sentences, SENTENCES[type][length]);
  const inOrder = picked.toSorted((a, b) => sentences.indexOf(a) - sentences.indexOf(b));
  return type === 'tldr' ? done(' ', inOrder.map(toPart)) : done('\n', inOrder.map(toPart));
}

function* pick(sentences: readonly SourceSentence[], count: number): Generator<undefined, readonly SourceSentence[]> {
  const numbers = yield* chooseSentences(sentences, count);
  return numbers.flatMap((number) => sentences[number] ?? []);
}

function toHeadline(best: readonly SourceSentence[], most: number): SummarySentence {
  const cuts = best.map((sentence) => ({ sentence, cut: shortenSentence(sentence.text, most) }));
  const { sentence, cut } = cuts.find((one) => one.cut.end === one.sentence.text.length) ?? cuts[0] ?? unreachable();
  return { text: cut.text, blockId: sentence.blockId, start: sentence.start, end: sentence.start + cut.end };
}

function unreachable(): never {
  throw new Error('a document with sentences has a best one');
}

function toPart({ text, blockId, start, end }: SourceSentence): SummarySentence {
  return { text, blockId, start, end };
}

function done(glue: string, sentences: readonly SummarySentence[]): SummaryResult {
  return { ok: true, value: { text: sentences.map(({ text }) => text).join(glue), sentences } };
}

function fail(sentence: string): SummaryResult {
  return { ok: false, failure: { code: 'unavailable', sentence } };
}
