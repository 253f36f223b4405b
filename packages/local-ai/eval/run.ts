// Measures the engines of this package: node packages/local-ai/eval/run.ts [corpus folder] [part …]
import { evaluateCompletion } from './completion.ts';
import { evaluateMeaning } from './meaning.ts';
import { evaluateNotes } from './notes.ts';
import { evaluateSearch } from './search.ts';
import { evaluateSummaries } from './summaries.ts';
import { evaluateTopics } from './topics.ts';
import { evaluateWeftLm } from './weft-lm.ts';

const PARTS: Readonly<Record<string, (corpus: string | undefined) => string | Promise<string>>> = {
  summaries: evaluateSummaries,
  search: evaluateSearch,
  meaning: evaluateMeaning,
  'meaning-development': (corpus) => evaluateMeaning(corpus, 'development'),
  completion: evaluateCompletion,
  notes: evaluateNotes,
  topics: evaluateTopics,
  'weft-lm': evaluateWeftLm,
};

const names = process.argv.slice(2).filter((name) => name in PARTS);
const corpus = process.argv.slice(2).find((name) => !(name in PARTS));
for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
  process.stdout.write(`## ${name}\n\n${(await PARTS[name]?.(corpus)) ?? ''}\n\n`);
}
