import type { SpeechPart, SpeechRequest } from './engine.ts';
import type { Availability, TaskRun } from './task.ts';

/** Speech that is written down while it is heard. */
export interface Listening extends TaskRun<SpeechPart, string> {
  /** Sound that came next: one channel, `SAMPLES_PER_SECOND`. */
  hear(samples: Float32Array): void;
  /** No more comes: what was heard is written down, then it ends. */
  stop(): void;
}

/** What writes down speech: an engine of this device that was brought for it. Sound is neither kept nor sent. */
export interface DictationTask {
  /** @param language BCP 47; `unavailable` where it is named and no engine knows it */
  availability(language?: string): Promise<Availability>;
  /** BCP 47, of what would be asked; empty where there is nothing. */
  languages(): Promise<readonly string[]>;
  /** Parts are stretches of speech, one behind another. */
  transcribe(request: SpeechRequest): TaskRun<SpeechPart, string>;
  listen(request: Pick<SpeechRequest, 'language'>): Listening;
}
