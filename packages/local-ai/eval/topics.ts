import { runToEnd } from '../src/engines/extractive/run-to-end.ts';
import { findTopics } from '../src/engines/topics/phrases.ts';
import { sortByLabels } from '../src/engines/topics/sort.ts';
import { isTelling } from '../src/engines/topics/stop-words.ts';
import type { TopicLabel } from '../src/ports/classifying.ts';
import { toSnapshot } from '../src/testing/measure-summaries.ts';
import { toTokens } from '../src/text/tokens.ts';
import { readAbstracted, toSummariesPath } from './data.ts';
import { readEmbedder } from './embedder.ts';
import { readHeldOut } from './split.ts';
import { toQuantile, toTable } from './table.ts';

const MOST = 5;
/** Documents of a source at most, so that no source is all there is. */
const OF_SOURCE = 40;
/** Paragraphs of a document at most: a chapter is told from its beginning. */
const PARAGRAPHS = 40;

/** What the sources are about, in a few words by hand, and which belong to which. */
const LABELS: readonly (TopicLabel & { readonly sources: RegExp })[] = [
  {
    name: 'Government services',
    about: 'government agency digital services public websites federal teams',
    sources: /^(18F|GSA_digital|uswds)/,
  },
  { name: 'Identity', about: 'identity credential authentication access federal certificate', sources: /^GSA_idman/ },
  { name: 'Cloud hosting', about: 'cloud platform application deploy hosting customers', sources: /^cloud-gov/ },
  { name: 'Blockchain', about: 'ethereum contract token block transaction chain', sources: /^ethereum/ },
  { name: 'Programming language', about: 'python module function class syntax interpreter', sources: /^python/ },
  {
    name: 'Novels',
    about: 'he said she looked at him door night face',
    sources: /^standardebooks_(?!bertrand|john-stuart|henry|g-k)/,
  },
  {
    name: 'Philosophy',
    about: 'truth knowledge mind man moral belief',
    sources: /^standardebooks_(bertrand|john-stuart|henry|g-k)/,
  },
];

/** Topics against the abstracts that authors wrote, and documents under labels against where they come from. */
export async function evaluateTopics(corpus: string | undefined): Promise<string> {
  const embedder = await readEmbedder();
  const path = toSummariesPath(corpus);
  // As for summaries: every third is for tuning.
  const documents = readAbstracted(path).filter((_, index) => !path.endsWith('.gz') || index % 3 !== 0);
  const times: number[] = [];
  const methods: Readonly<Record<string, (paragraphs: readonly string[]) => readonly string[]>> = {
    'most frequent words': toFrequent,
    'topics, counts alone': (paragraphs) =>
      runToEnd(findTopics(toSnapshot(paragraphs), MOST, undefined)).map(({ text }) => text),
    topics(paragraphs) {
      const before = performance.now();
      const found = runToEnd(findTopics(toSnapshot(paragraphs), MOST, embedder)).map(({ text }) => text);
      times.push(performance.now() - before);
      return found;
    },
  };
  const rows = Object.entries(methods).map(([method, find]) => {
    let [said, words, all] = [0, 0, 0];
    for (const { abstract, paragraphs } of documents) {
      const known = new Set(toTokens(abstract).map(({ term }) => toStem(term)));
      for (const topic of find(paragraphs)) {
        const terms = toTokens(topic).map(({ term }) => toStem(term));
        all++;
        words += terms.length;
        if (terms.every((term) => known.has(term))) said++;
      }
    }
    return { method, 'in the abstract': (said / all).toFixed(2), 'words a topic': (words / all).toFixed(2) };
  });
  const time = [0.5, 0.95].map((part) => toQuantile(times, part).toFixed(1));
  const topics = `${documents.length} proposals, ${MOST} topics each. A document takes ${time[0]} ms (p95 ${time[1]}).\n\n${toTable(rows)}`;
  return corpus === undefined ? topics : `${topics}\n\n${sortCorpus(corpus)}`;

  function sortCorpus(folder: string): string {
    const labels = LABELS.map(({ name, about }) => ({ name, about: about ?? name }));
    const found = LABELS.map(({ name, sources }) => {
      const own = readHeldOut(folder, 'test')
        .filter((source) => sources.test(source.name))
        .flatMap((source) => source.documents.slice(0, OF_SOURCE));
      const sorted = own.map((paragraphs) =>
        sortByLabels({ snapshot: toSnapshot(paragraphs.slice(0, PARAGRAPHS)), labels }, embedder),
      );
      const places = sorted.map((each) =>
        each.ok ? each.value.findIndex((label) => label.name === name) : LABELS.length,
      );
      return {
        name,
        count: own.length,
        first: places.filter((at) => at === 0).length,
        second: places.filter((at) => at <= 1).length,
      };
    });
    const [count, first, second] = (['count', 'first', 'second'] as const).map((key) =>
      found.reduce((sum, row) => sum + row[key], 0),
    );
    const table = [
      ...found.filter((row) => row.count > 0),
      { name: 'all', count: count ?? 0, first: first ?? 0, second: second ?? 0 },
    ].map((row) => ({
      label: row.name,
      documents: row.count,
      first: (row.first / row.count).toFixed(2),
      'first or second': (row.second / row.count).toFixed(2),
    }));
    const likeliest = Math.max(...found.map((row) => row.count)) / (count ?? 1);
    return `Under ${LABELS.length} labels; by chance ${(1 / LABELS.length).toFixed(2)}, always the likeliest ${likeliest.toFixed(2)}.\n\n${toTable(table)}`;
  }
}

const toStem = (term: string): string => term.replace(/(?<=..)s$/u, '');

function toFrequent(paragraphs: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { term } of paragraphs.flatMap((text) => toTokens(text))) {
    if (isTelling(term)) counts.set(toStem(term), (counts.get(toStem(term)) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([term]) => term);
}
