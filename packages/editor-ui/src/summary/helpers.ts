import type { SummaryRequest } from '@weft/local-ai';
import type { HelpedRun } from '@weft/local-ai/peer';

/** Another device that summarizes when it is asked. */
export interface SummaryHelper {
  readonly device: string;
  /** As it is called: “Ben’s computer”. */
  readonly name: string;
}

/** The other devices that offer it now. */
export interface SummaryHelpers {
  get(): readonly SummaryHelper[];
  subscribe(listener: () => void): () => void;
  /** Asks one, and this device where that one gives no summary; `undefined` where it offers none any more. */
  summarize(device: string, request: SummaryRequest): HelpedRun | undefined;
}
