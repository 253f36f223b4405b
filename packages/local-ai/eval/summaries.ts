import { runToEnd } from '../src/engines/extractive/run-to-end.ts';
import { toSourceSentences } from '../src/engines/extractive/sentences.ts';
import { summarizeByExtracts } from '../src/engines/extractive/summarize.ts';
import { measureSummaries, SUMMARIZERS, toSnapshot } from '../src/testing/measure-summaries.ts';
import { readAbstracted, toSummariesPath } from './data.ts';
import { toQuantile, toTable } from './table.ts';

/** A document of this many sentences is what the time bar is about. */
const SENTENCES = 400;
const RUNS = 40;

/** ROUGE against the references, and the time of a summary. */
export function evaluateSummaries(corpus: string | undefined): string {
  const path = toSummariesPath(corpus);
  const all = readAbstracted(path);
  // Every third document is the development split, which the constants were tuned on; the sample has none of them.
  const documents = path.endsWith('.gz') ? all.filter((_, index) => index % 3 !== 0) : all;
  const rows = Object.entries(SUMMARIZERS).map(([name, summarizer]) => {
    const { r1, r2, rl } = measureSummaries(documents, summarizer);
    return { method: name, 'ROUGE-1': r1.toFixed(1), 'ROUGE-2': r2.toFixed(1), 'ROUGE-L': rl.toFixed(1) };
  });
  const paragraphs = toLongDocument(documents.flatMap((document) => document.paragraphs));
  const times = Array.from({ length: RUNS }, () => {
    const before = performance.now();
    runToEnd(summarizeByExtracts({ snapshot: toSnapshot(paragraphs), type: 'tldr', length: 'medium' }));
    return performance.now() - before;
  });
  const time = [0.5, 0.95].map((part) => toQuantile(times, part).toFixed(0));
  return `Three sentences, ${documents.length} documents, F1 in percent.\n\n${toTable(rows)}\n\nA summary of ${SENTENCES} sentences: p50 ${time[0]} ms, p95 ${time[1]} ms.`;
}

function toLongDocument(paragraphs: readonly string[]): readonly string[] {
  let count = 0;
  return paragraphs.filter((text) => {
    if (count >= SENTENCES) return false;
    count += toSourceSentences(toSnapshot([text])).length;
    return true;
  });
}
