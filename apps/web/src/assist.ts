/** What helps with writing, on this device: panels and what fills them, loaded together when one is first asked for. */
import {
  type AssistPart,
  createChecklist,
  createProofreading,
  createRewriting,
  type ProofreadingOptions,
  type WritingPlaces,
} from '@weft/editor-ui/assist';
import { createLocalAi } from '@weft/local-ai';
import { startLocalAiWorker } from './local-ai-worker.ts';

/** The panels' tabs, each added to the panel when it is first opened. */
export interface Assist {
  openProofreading(): void;
  openChecklist(): void;
  openRewriting(): void;
  destroy(): void;
}

/** The worker starts with the first task and ends with the parts. */
export function createAssist({
  places,
  ...options
}: Omit<ProofreadingOptions, 'proofreader'> & { readonly places: WritingPlaces }): Assist {
  const ai = createLocalAi(startLocalAiWorker);
  let proofreading: AssistPart | undefined;
  let checklist: AssistPart | undefined;
  let rewriting: AssistPart | undefined;
  return {
    openProofreading() {
      proofreading ??= createProofreading({ ...options, proofreader: ai.createProofreader() });
      proofreading.open();
    },
    openChecklist() {
      checklist ??= createChecklist({ ...options, extractor: ai.createExtractor(), today });
      checklist.open();
    },
    openRewriting() {
      rewriting ??= createRewriting({ ...options, places });
      rewriting.open();
    },
    destroy() {
      rewriting?.destroy();
      proofreading?.destroy();
      checklist?.destroy();
      ai.destroy();
    },
  };
}

/** The day by this device's clock and zone, as ISO 8601 writes it. */
function today(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())).toISOString().slice(0, 10);
}
