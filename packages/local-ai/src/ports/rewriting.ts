import type { RoutedRun } from './engine.ts';
import type { SnapshotHeads } from './snapshot.ts';
import type { Availability } from './task.ts';

/** How a text is to be said anew. */
export type RewriteStyle = 'shorter' | 'plainer' | 'formal' | 'friendly';

/** A text to be said anew: words of one block. */
export interface RewriteRequest {
  readonly text: string;
  readonly style: RewriteStyle;
  /** BCP 47, as far as it is known. */
  readonly language?: string;
  /** Of the document that the text stands in. */
  readonly heads: SnapshotHeads;
}

/** What says a text anew: an engine that writes, wherever one is allowed. */
export interface RewriteTask {
  /** `unavailable` where no engine that writes is there: ours suggest words and cannot be told what to do. */
  availability(): Promise<Availability>;
  /** The answer is a proposal: nothing is changed. */
  rewrite(request: RewriteRequest): RoutedRun;
}
