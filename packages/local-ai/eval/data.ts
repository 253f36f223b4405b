import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Abstracted } from '../src/testing/measure-summaries.ts';

function readText(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

const SAMPLES: string = new URL('../samples', import.meta.url).pathname;

/** Where documents with abstracts are: beside the corpus, else the committed sample. */
export function toSummariesPath(corpus: string | undefined): string {
  const beside = corpus === undefined ? '' : join(corpus, '../summaries/eip-erc.jsonl.gz');
  return existsSync(beside) ? beside : join(SAMPLES, 'proposals.jsonl');
}

/** Documents that come with their own abstract, one JSON object a line. */
export function readAbstracted(path: string): readonly Abstracted[] {
  return readText(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Abstracted);
}

/** Prose of one source: documents of paragraphs. */
export interface Source {
  readonly name: string;
  readonly documents: readonly (readonly string[])[];
}

/** Every `*.txt` and `*.txt.gz` of a folder: one paragraph a line, a blank line between documents. */
export function readCorpus(folder: string): readonly Source[] {
  return readdirSync(folder)
    .filter((name) => /\.txt(\.gz)?$/.test(name))
    .toSorted()
    .map((name) => ({
      name: name.replace(/\.txt(\.gz)?$/, ''),
      documents: readText(join(folder, name))
        .split(/\n{2,}/)
        .map((document) => document.split('\n').filter((line) => line !== ''))
        .filter((document) => document.length > 0),
    }));
}
