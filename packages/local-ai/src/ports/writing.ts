import type { Snapshot } from './snapshot.ts';
import type { Availability, TaskRun } from './task.ts';

/** Why something is thought to be a slip. */
export type SlipKind =
  | 'repeated'
  | 'spacing'
  | 'mark'
  | 'capital'
  | 'article'
  | 'spelling'
  | 'phrase'
  | 'quote'
  | 'bracket';

/** A document to be proofread. Where its blocks hold letters that are no prose, U+FFFC stands for each: no rule reaches over it. */
export interface ProofreadRequest {
  readonly snapshot: Snapshot;
}

/** What is thought to be a slip, and what would stand there instead: UTF-16 offsets in the text of a block. */
export interface Correction {
  readonly blockId: string;
  readonly start: number;
  readonly end: number;
  /** What stands there; never empty, no more than `instead`. */
  readonly was: string;
  readonly instead: string;
  readonly kind: SlipKind;
}

/** What finds slips. Nothing is changed: each correction is a proposal. */
export interface ProofreadTask {
  availability(): Promise<Availability>;
  /** Parts are corrections as they are found, in the order of the text. */
  proofread(request: ProofreadRequest): TaskRun<Correction, readonly Correction[]>;
  destroy(): void;
}

/** A document in which to look for what is to be done. */
export interface ExtractRequest {
  readonly snapshot: Snapshot;
  /** The day on which it is read, by the person's clock, as ISO 8601 writes it: “by Friday” is counted from it. */
  readonly today: string;
}

/** Something to do, or a coming day, and the sentence that says so: UTF-16 offsets in the text of a block. */
export interface ExtractedItem {
  readonly kind: 'task' | 'date';
  /** What is to be done, or what will be. */
  readonly text: string;
  /** Whose it is, as the text names them; `I` and `Ich` are whoever wrote it. */
  readonly who: string | undefined;
  /** The day that the sentence names, as ISO 8601 writes it; of several, the one by which something is due. */
  readonly day: string | undefined;
  readonly blockId: string;
  readonly start: number;
  readonly end: number;
  readonly sentence: string;
}

/** What finds tasks and days. */
export interface ExtractTask {
  availability(): Promise<Availability>;
  /** Parts are items as they are found, in the order of the text. */
  extract(request: ExtractRequest): TaskRun<ExtractedItem, readonly ExtractedItem[]>;
  destroy(): void;
}
