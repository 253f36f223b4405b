/** What goes in and comes out, and how it can fail. Types, and the sentences of failures. */
import type { WeftJsonBlock } from './json/types.ts';
import { SENTENCES } from './words.ts';

/** What can be imported. */
export type ImportFormat = 'markdown' | 'text' | 'html' | 'docx' | 'json';
/** What can be exported, besides a sealed copy. */
export type ExportFormat = 'markdown' | 'html' | 'docx' | 'json';

export type ImportFailureCode = keyof typeof SENTENCES;

/** Why nothing was imported. `sentence`: what happened and what to do. */
export interface ImportFailure {
  readonly code: ImportFailureCode;
  readonly sentence: string;
}

export function importFailure(code: ImportFailureCode): ImportFailure {
  return { code, sentence: SENTENCES[code] };
}

/** What of a file has no place in a document. */
export type ImportNote =
  /** Pictures that lie elsewhere: nothing of them was fetched. */
  | 'pictures-linked'
  /** Pictures and files that could not be taken: their names stand in their place. */
  | 'files-left'
  /** Comments, and tracked changes, which are taken as if they were accepted. */
  | 'comments'
  | 'changes'
  /** Drawings and charts, and words in them. */
  | 'frames'
  /** What stands above and below each page, what is not shown, and signs of fonts that are not known. */
  | 'margins'
  | 'hidden'
  | 'symbols'
  /** The end of a file that is damaged. */
  | 'cut'
  /** What links show on pointing at them; what is filled in. */
  | 'titles'
  | 'fields'
  /** Formulas, of which only the letters were kept. */
  | 'formulas'
  /** Blocks of kinds that this version does not know, of which the words were kept. */
  | 'unknown';

/** A picture or a file that came with what was imported. Its bytes are not trusted: what they are is told from them alone. */
export interface ImportedFile {
  readonly name: string;
  /** As the file calls it; for what is no picture. */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What was read, as plain data: it may come from a worker, and is checked again on its way into a document. */
export interface Imported {
  /** Empty where the file names none. */
  readonly title: string;
  readonly blocks: readonly WeftJsonBlock[];
  /** By the keys that blocks name them with. */
  readonly files: Readonly<Record<string, ImportedFile>>;
  readonly notes: readonly ImportNote[];
}

export type ImportResult =
  | { readonly ok: true; readonly value: Imported }
  | { readonly ok: false; readonly failure: ImportFailure };

/** The largest file of each format, in bytes. JSON holds pictures. */
export const MAX_BYTES: Readonly<Record<ImportFormat, number>> = {
  markdown: 20_000_000,
  text: 20_000_000,
  html: 64_000_000,
  docx: 64_000_000,
  json: 128_000_000,
};
/** The most blocks that one import brings. */
export const MAX_BLOCKS: number = 100_000;
