import type { EngineRun } from './engine.ts';
import type { Snapshot } from './snapshot.ts';
import type { Availability, TaskEnd, TaskRun } from './task.ts';

/** What a document is about, as it says it itself. */
export interface Topic {
  /** One to three words, as they stand in the text most often. */
  readonly text: string;
  /** How often they stand there. */
  readonly count: number;
  /** Against the document's first topic: above 0, at most 1. */
  readonly weight: number;
}

export interface TopicsRequest {
  readonly snapshot: Snapshot;
  /** Topics at most. */
  readonly most: number;
}

/** What a document may be sorted under. */
export interface TopicLabel {
  readonly name: string;
  /** What belongs there, in words such a document would have; without it the name says it. */
  readonly about?: string;
}

export interface SortRequest {
  readonly snapshot: Snapshot;
  readonly labels: readonly TopicLabel[];
}

/** A label and how near the document is to it: a cosine, -1 to 1. */
export interface SortedLabel {
  readonly name: string;
  readonly nearness: number;
}

/** What tells what documents are about. */
export interface TopicTask {
  availability(): Promise<Availability>;
  /** The weightiest first. */
  topics(request: TopicsRequest): TaskRun<Topic, readonly Topic[]>;
  /** All labels, the nearest first. `unavailable` without word vectors, and for what is not in English. */
  sort(request: SortRequest): TaskRun<SortedLabel, readonly SortedLabel[]>;
  destroy(): void;
}

/** What a text is looked at for. */
export type ClassifyKind = 'tone' | 'intent';

/** A text of which one label of several is to be said. */
export interface ClassifyRequest {
  readonly kind: ClassifyKind;
  readonly text: string;
  /** Two at least, none twice. */
  readonly labels: readonly string[];
}

/** What chooses among labels: an engine that writes, wherever one is allowed. */
export interface ClassifyTask {
  availability(): Promise<Availability>;
  /** One of the labels as it was given; `poor-answer` where the engine names none of them, or several. */
  classify(
    request: ClassifyRequest,
  ): Pick<EngineRun<never, never>, 'cancel'> & { readonly end: Promise<TaskEnd<string>> };
}
