import { readFileSync } from 'node:fs';
import { type Source, readCorpus } from './data.ts';

interface Split {
  readonly unseen: { readonly development: readonly string[]; readonly test: readonly string[] };
}

/** The split that weft-lm was trained with: whole sources it never saw (and a share of every other). */
const SPLIT = JSON.parse(readFileSync(new URL('../training/split.json', import.meta.url), 'utf8')) as Split;

/** Sources nobody's model has seen, each a person: to tune on, or to report from. */
export function readUnseen(corpus: string, part: 'development' | 'test'): readonly Source[] {
  return readCorpus(corpus).filter(({ name }) => SPLIT.unseen[part].includes(name));
}
