/** The engine behind suggestions: a worker of this app, and the model's file, which comes from this app's own address. */
import { createLocalAi, toFileParts } from '@weft/local-ai';
import modelUrl from '@weft/local-ai/weft-lm.bin?url';
import type { GhostTextPort } from '@weft/editor-ui';
import { startLocalAiWorker } from './local-ai-worker.ts';
import { toSentence } from '@weft/editor-ui/words';
import { suggestingWords } from './words/suggesting.ts';

/** A started engine. */
export interface GhostEngine {
  readonly suggest: GhostTextPort['suggest'];
  /** Learns a text, or forgets one that was learned. */
  learn(text: string): Promise<void>;
  forget(text: string): Promise<void>;
  stop(): void;
}

/** What the engine tells of itself. */
export interface GhostEngineEvents {
  /** How much of the model is here, 0 to 1. */
  progress(share: number): void;
  /** The model is at work. */
  ready(): void;
  /** There is no model: the person's own words alone complete. */
  failed(sentence: string): void;
  /** The worker ended and took with it what it had learned. */
  crashed(): void;
}

/** Milliseconds within which a suggestion is of use. */
const DEADLINE = 300;

/** Starts the worker at once and fetches the model meanwhile. */
export function startGhostEngine(events: GhostEngineEvents): GhostEngine {
  const ai = createLocalAi(startLocalAiWorker);
  const completion = ai.createCompletion({ boldness: 'balanced' });
  let hasEnded = false;

  async function load(): Promise<void> {
    const loaded = await ai.loadModel(
      toFileParts(fetch(modelUrl), {
        monitor(share) {
          if (!hasEnded) events.progress(share);
        },
      }),
    );
    if (hasEnded) return;
    if (loaded.ok) events.ready();
    else if (loaded.failure.code === 'unavailable') events.failed(suggestingWords().noModel);
    else events.failed(toSentence(loaded.failure));
  }
  void load();

  return {
    async suggest({ before, after }, signal) {
      const run = completion.complete({ before, after, deadline: DEADLINE });
      signal.addEventListener('abort', run.cancel, { once: true });
      const end = await run.end;
      signal.removeEventListener('abort', run.cancel);
      if (end.ok) return end.value.value.text;
      if (end.failure.code === 'engine-failed' && !hasEnded) {
        hasEnded = true;
        ai.destroy();
        events.crashed();
      }
      return undefined;
    },
    async learn(text) {
      await ai.learning.learn(text);
    },
    async forget(text) {
      await ai.learning.forget(text);
    },
    stop() {
      hasEnded = true;
      ai.destroy();
    },
  };
}
