import type {
  Completion,
  CompletionRequest,
  Summary,
  SummaryRequest,
  SummarySentence,
  TaskFailure,
} from '../ports/task.ts';
import type { SortedLabel, SortRequest, Topic, TopicsRequest } from '../ports/classifying.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Correction, ExtractedItem, ExtractRequest, ProofreadRequest } from '../ports/writing.ts';
import type { SearchEntry, SearchHit, SearchOptions } from '../search/search-index.ts';
import type { LearnedFailure } from '../engines/adaptive/bytes.ts';

/** What is asked of the worker, by name: what goes in, what comes bit by bit, what comes at the end. */
export interface Calls {
  complete: { input: CompletionInput; part: never; output: Completion | undefined };
  learn: { input: { readonly text: string; readonly from: number }; part: never; output: number };
  forget: { input: string; part: never; output: number };
  forgetAll: { input: undefined; part: never; output: number };
  save: { input: undefined; part: never; output: Uint8Array };
  load: { input: Uint8Array; part: never; output: LearnedFailure | undefined };
  /** What comes next of a file; `at` 0 begins it anew. */
  feed: { input: FileFeed; part: never; output: undefined };
  /** The file of weights was fed. Gives how it runs, or why it does not. */
  loadModel: { input: undefined; part: never; output: { readonly isSimd: boolean } };
  proofread: { input: ProofreadRequest; part: Correction; output: readonly Correction[] };
  extract: { input: ExtractRequest; part: ExtractedItem; output: readonly ExtractedItem[] };
  /** The file of word vectors was fed. Gives how many words they are of, or why they are not used. */
  loadVectors: { input: undefined; part: never; output: { readonly words: number } };
  /** The unit vector of each text; undefined for one that is not in English. */
  embed: { input: readonly string[]; part: never; output: readonly (Float32Array | undefined)[] };
  summarize: { input: SummaryRequest; part: SummarySentence; output: Summary };
  topics: { input: TopicsRequest; part: Topic; output: readonly Topic[] };
  sort: { input: SortRequest; part: SortedLabel; output: readonly SortedLabel[] };
  /** The most telling sentences of a document, of at most so many letters. */
  condense: { input: { readonly snapshot: Snapshot; readonly letters: number }; part: never; output: Snapshot };
  index: { input: readonly SearchEntry[]; part: never; output: number };
  unindex: { input: { readonly documentId: string; readonly blockId?: string }; part: never; output: number };
  search: {
    input: { readonly query: string; readonly options: SearchOptions };
    part: never;
    output: readonly SearchHit[];
  };
}

export type CallName = keyof Calls;

/** A part of a file as it is shipped, and how many bytes of it came before. */
export interface FileFeed {
  readonly file: 'weft-lm' | 'weft-vectors';
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Text to complete, by which engine, and how sure a suggestion must be. */
export interface CompletionInput {
  readonly request: CompletionRequest;
  readonly engine: 'adaptive' | 'weft-lm';
  readonly threshold: number;
}

/** From the page to the worker. */
export type ToWorker =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number };

/** From the worker to the page: parts, then one end. */
export type FromWorker =
  | { readonly type: 'part'; readonly id: number; readonly part: unknown }
  | { readonly type: 'done'; readonly id: number; readonly output: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: TaskFailure };

/** What a `Worker`, its global scope and a `MessagePort` have in common, as far as it is used here. */
export interface Port {
  /** Buffers to transfer are the other side's then, and this one's no more. */
  postMessage(message: unknown, options?: { transfer?: ArrayBuffer[] }): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}
