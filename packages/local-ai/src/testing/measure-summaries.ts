import { chooseSentences } from '../engines/extractive/choose.ts';
import { runToEnd } from '../engines/extractive/run-to-end.ts';
import { toSourceSentences } from '../engines/extractive/sentences.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { pickLead, pickLexRank, pickTextRank, type Summarizer } from './reference-summaries.ts';
import { type Rouge, toRouge } from './rouge.ts';

/** A document that comes with its own abstract. */
export interface Abstracted {
  readonly abstract: string;
  readonly paragraphs: readonly string[];
}

const pickOurs: Summarizer = (sentences, count) =>
  runToEnd(chooseSentences(sentences, count)).toSorted((a, b) => a - b);

/** The methods that are compared, ours last. */
export const SUMMARIZERS: Readonly<Record<'lead-3' | 'TextRank' | 'LexRank' | 'extractive', Summarizer>> = {
  'lead-3': pickLead,
  TextRank: pickTextRank,
  LexRank: pickLexRank,
  extractive: pickOurs,
};

/** Paragraphs as the snapshot of a document. */
export function toSnapshot(paragraphs: readonly string[]): Snapshot {
  const blocks = paragraphs.map((text, index) => ({ id: `b${index}`, kind: 'paragraph' as const, level: 0, text }));
  return { title: '', blocks, heads: {} };
}

/** Mean ROUGE (F1, in percent) of three sentences against the abstracts, over all documents. */
export function measureSummaries(documents: readonly Abstracted[], summarizer: Summarizer): Rouge {
  const sum = { r1: 0, r2: 0, rl: 0 };
  for (const { abstract, paragraphs } of documents) {
    const sentences = toSourceSentences(toSnapshot(paragraphs));
    const numbers = summarizer(sentences, 3);
    const rouge = toRouge(numbers.map((number) => sentences[number]?.text ?? '').join(' '), abstract);
    sum.r1 += rouge.r1;
    sum.r2 += rouge.r2;
    sum.rl += rouge.rl;
  }
  const scale = 100 / documents.length;
  return { r1: sum.r1 * scale, r2: sum.r2 * scale, rl: sum.rl * scale };
}
