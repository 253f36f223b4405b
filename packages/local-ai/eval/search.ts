import { createSearchIndex } from '../src/search/search-index.ts';
import { measureKnownItems, toKnownItems, toMistyped } from '../src/testing/known-items.ts';
import { readAbstracted, readCorpus, toSummariesPath } from './data.ts';
import { toQuantile, toTable } from './table.ts';

const PARAGRAPHS = 10_000;
const QUERIES = 300;

/** Known paragraphs among 10,000: how often they are found, and the time of indexing and of a query. */
export function evaluateSearch(corpus: string | undefined): string {
  const paragraphs = readParagraphs(corpus);
  const before = performance.now();
  const index = createSearchIndex();
  for (const [at, text] of paragraphs.entries()) index.put({ documentId: 'd', blockId: String(at), text });
  const built = performance.now() - before;

  const times: number[] = [];
  const search = (query: string): ReturnType<typeof index.search> => {
    const start = performance.now();
    const hits = index.search(query);
    times.push(performance.now() - start);
    return hits;
  };
  const step = Math.max(1, Math.floor(paragraphs.length / QUERIES));
  const rows = [2, 3, 4].flatMap((size) => {
    const items = toKnownItems(paragraphs, step, size);
    const mistyped = items.map((item) => ({ ...item, query: toMistyped(item.query) }));
    return [items, mistyped].map((list, at) => {
      const { mrr, recall5 } = measureKnownItems(list, search);
      const kind = at === 0 ? `${size} words` : `${size} words, one mistyped`;
      return { query: kind, queries: list.length, MRR: mrr.toFixed(3), 'recall@5': recall5.toFixed(3) };
    });
  });
  const changed = measureChange(index, paragraphs);
  const [p50, p95, most] = [0.5, 0.95, 1].map((part) => toQuantile(times, part).toFixed(1));
  return [
    toTable(rows),
    `${paragraphs.length} paragraphs indexed in ${(built / 1000).toFixed(1)} s; a query p50 ${p50} ms, p95 ${p95} ms, at most ${most} ms; a paragraph replaced in ${changed.toFixed(2)} ms.`,
  ].join('\n\n');
}

function measureChange(index: ReturnType<typeof createSearchIndex>, paragraphs: readonly string[]): number {
  const some = paragraphs.slice(0, 500);
  const start = performance.now();
  for (const [at, text] of some.entries()) index.put({ documentId: 'd', blockId: String(at), text: `${text} more` });
  return (performance.now() - start) / some.length;
}

function readParagraphs(corpus: string | undefined): readonly string[] {
  if (corpus === undefined)
    return readAbstracted(toSummariesPath(undefined)).flatMap((document) => document.paragraphs);
  const all = readCorpus(corpus).flatMap(({ documents }) => documents.flat());
  const step = Math.max(1, Math.floor(all.length / PARAGRAPHS));
  return all.filter((_, at) => at % step === 0).slice(0, PARAGRAPHS);
}
