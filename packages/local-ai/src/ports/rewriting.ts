import type { RoutedRun } from './engine.ts';
import type { SnapshotHeads } from './snapshot.ts';
import type { Availability, SummaryRequest } from './task.ts';

/** How a text is to be said anew; `corrected`: as it is, without slips; `continued`: how it goes on. */
export type RewriteStyle = 'shorter' | 'plainer' | 'formal' | 'friendly' | 'corrected' | 'continued';

/** A text to be said anew: words of one block. */
export interface RewriteRequest {
  /** To be continued: what stands before the place. */
  readonly text: string;
  readonly style: RewriteStyle;
  /** BCP 47, as far as it is known. */
  readonly language?: string;
  /** Of the document that the text stands in. */
  readonly heads: SnapshotHeads;
}

/** What says a text anew: an engine that writes, wherever one is allowed. */
export interface RewriteTask {
  /** `unavailable` where no engine that can do this is there: ours suggest words and cannot be told what to do. */
  availability(style: RewriteStyle): Promise<Availability>;
  /** The answer is a proposal: nothing is changed. What continues a text begins with its space, where there is to be one. */
  rewrite(request: RewriteRequest): RoutedRun;
}

/** What summarizes in words of its own: an engine that writes, wherever one is allowed. */
export interface WrittenSummaryTask {
  availability(): Promise<Availability>;
  /** Key points are one a line. */
  summarize(request: SummaryRequest): RoutedRun;
}
