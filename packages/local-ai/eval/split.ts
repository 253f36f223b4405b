import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Source, readCorpus } from './data.ts';

type Part = 'development' | 'test';

interface Split {
  readonly heldOut: number;
  readonly unseen: Readonly<Record<Part, readonly string[]>>;
}

/** The split that the models were trained with: whole sources they never saw, and a share of every other. */
const SPLIT = JSON.parse(readFileSync(new URL('../training/split.json', import.meta.url), 'utf8')) as Split;

/** Sources nobody's model has seen, each a person: to tune on, or to report from. */
export function readUnseen(corpus: string, part: Part): readonly Source[] {
  return readCorpus(corpus).filter(({ name }) => SPLIT.unseen[part].includes(name));
}

/** All that no model was trained on: the unseen sources whole, and of the others what is held out. */
export function readHeldOut(corpus: string, part: Part): readonly Source[] {
  return readCorpus(corpus).map(({ name, documents }) => {
    return { name, documents: documents.filter((paragraphs) => toPart(name, paragraphs) === part) };
  });
}

/** As `document_split` in `training/corpus.py`. */
function toPart(name: string, paragraphs: readonly string[]): Part | 'train' {
  for (const part of ['development', 'test'] as const) if (SPLIT.unseen[part].includes(name)) return part;
  const digest = createHash('sha256')
    .update(`${name}\n${paragraphs.join('\n')}`)
    .digest();
  const share = digest.readUInt16BE(0) / 65536;
  if (share < SPLIT.heldOut / 2) return 'development';
  return share < SPLIT.heldOut ? 'test' : 'train';
}
