/** Summaries of a document, made on this device: the panel and what summarizes, loaded together when first asked for. */
import { createLocalAi } from '@weft/local-ai';
import { createSummary, type SummaryOptions, type SummaryPart } from '@weft/editor-ui/summary';
import { startLocalAiWorker } from './local-ai-worker.ts';

/** Adds the panel's tab. The worker starts with the first summary and ends with the part. */
export function addSummaries(options: Omit<SummaryOptions, 'summarizer'>): SummaryPart {
  const ai = createLocalAi(startLocalAiWorker);
  const part = createSummary({ ...options, summarizer: ai.createSummarizer() });
  return {
    ...part,
    destroy() {
      part.destroy();
      ai.destroy();
    },
  };
}
