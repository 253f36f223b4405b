/** Summaries of a document, made on this device or on one that offers it: the panel and what summarizes, loaded together when first asked for. */
import { createLocalAi } from '@weft/local-ai';
import { createSummary, type SummaryOptions, type SummaryPart } from '@weft/editor-ui/summary';
import type { HelpWatch } from './help/watch-help.ts';
import { startLocalAiWorker } from './local-ai-worker.ts';

/** Adds the panel's tab. The worker starts with the first summary and ends with the part. */
export function addSummaries({
  help,
  ...options
}: Omit<SummaryOptions, 'summarizer' | 'helpers'> & { readonly help: HelpWatch | undefined }): SummaryPart {
  const ai = createLocalAi(startLocalAiWorker);
  const summarizer = ai.createSummarizer();
  const part = createSummary({
    ...options,
    summarizer,
    ...(help === undefined ? {} : { helpers: help.helpers(summarizer) }),
  });
  return {
    ...part,
    destroy() {
      part.destroy();
      ai.destroy();
    },
  };
}
