import type { Based, Snapshot } from './snapshot.ts';

/** The states of the browsers' built-in AI, used here for every engine. */
export type Availability = 'unavailable' | 'downloadable' | 'downloading' | 'available';

/** Where an answer was computed; shown with every answer. Never another place than the person allowed. */
export type Place = 'device' | 'peer' | 'endpoint';

/** What can be asked of an engine. */
export type TaskName =
  | 'complete'
  | 'summarize'
  | 'rewrite'
  | 'proofread'
  | 'embed'
  | 'search'
  | 'classify'
  | 'extract'
  | 'transcribe';

/** What went wrong at an address that the person named: not there now, another key, no such model, no, half an answer. */
type EndpointCode = 'endpoint-unreached' | 'endpoint-key' | 'endpoint-model' | 'endpoint-refused' | 'endpoint-cut';

/** Why a task gave no answer. `sentence` says what happened and what to do. */
export interface TaskFailure {
  readonly code:
    | 'unavailable'
    | 'cancelled'
    | 'too-long'
    | 'out-of-memory'
    | 'engine-failed'
    | 'not-allowed'
    /** Its answer is none to what was asked. */
    | 'poor-answer'
    /** What answers does not know the language. */
    | 'language'
    /** The person said no before anything was sent. */
    | 'declined'
    /** Another device of the room gave none. */
    | 'helper-none'
    | EndpointCode;
  readonly sentence: string;
}

/** How a piece of work ended. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: TaskFailure };

/** What ends a stream: the whole answer, or why there is none. */
export type TaskEnd<T> =
  | { readonly ok: true; readonly value: Based<T>; readonly place: Place; readonly engine: string }
  | { readonly ok: false; readonly failure: TaskFailure };

/** A running task: parts as they come, then how it ended. Cancelling ends it within one token. */
export interface TaskRun<Part, Whole = Part> {
  readonly parts: AsyncIterable<Part>;
  readonly end: Promise<TaskEnd<Whole>>;
  cancel(): void;
}

/** How something is created: with the signal, all that it does ends. */
export interface CreateOptions {
  readonly signal?: AbortSignal;
}

/** How something is downloaded: it reports how far it is, 0 to 1, as `downloadprogress` does. */
export interface DownloadOptions extends CreateOptions {
  readonly monitor?: (loaded: number) => void;
}

/** Text to complete: what stands before and after the caret in one block. */
export interface CompletionRequest {
  readonly before: string;
  readonly after: string;
  /** BCP 47, as far as it is known. */
  readonly language?: string;
  /** Milliseconds within which an answer is of use. */
  readonly deadline: number;
}

/** A continuation and how sure the engine is of it, 0 to 1: it is shown only above a threshold. */
export interface Completion {
  readonly text: string;
  readonly confidence: number;
}

/** The kinds of summary, named as in the browsers' Summarizer. */
export interface SummaryRequest {
  readonly snapshot: Snapshot;
  readonly type: 'tldr' | 'key-points' | 'teaser' | 'headline';
  readonly length: 'short' | 'medium' | 'long';
}

/** One sentence of a summary, and where it comes from: UTF-16 offsets in the text of a block. */
export interface SummarySentence {
  readonly text: string;
  readonly blockId: string;
  readonly start: number;
  readonly end: number;
}

/** A summary: its sentences in reading order, and the whole as text (key points one a line). */
export interface Summary {
  readonly text: string;
  readonly sentences: readonly SummarySentence[];
}

/** What completes text at the caret. */
export interface CompletionTask {
  availability(): Promise<Availability>;
  complete(request: CompletionRequest): TaskRun<Completion>;
  destroy(): void;
}

/** What summarizes a document. */
export interface SummaryTask {
  availability(): Promise<Availability>;
  /** Parts are sentences as they are found; of an extractive summary each names its source. */
  summarize(request: SummaryRequest): TaskRun<SummarySentence, Summary>;
  destroy(): void;
}
