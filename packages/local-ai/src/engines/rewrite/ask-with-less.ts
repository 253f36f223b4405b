import type { EngineProfile, EngineRun } from '../../ports/engine.ts';
import type { Outcome } from '../../ports/task.ts';
import { CANCELLED, startRun } from '../../runs/run.ts';

/** How much less is tried where something was too long. Elsewhere each try is shown and asked about. */
const STEPS: Readonly<Record<EngineProfile['place'], number>> = { device: 0.7, peer: 0.5, endpoint: 0.5 };

/** Something to ask, and how long its text is, in UTF-16 units. */
export interface Attempt {
  readonly length: number;
  begin(): EngineRun<string, string>;
}

/**
 * Asks an engine, and again with less as long as its answer is that it was too long. Nothing is heard of an attempt that was.
 *
 * @param toAttempt something of at most so many UTF-16 units; a failure where there is no such thing, or it would say too little.
 * @param room for the first.
 */
export function askWithLess(
  { place }: EngineProfile,
  room: number,
  toAttempt: (room: number) => Promise<Outcome<Attempt>>,
): EngineRun<string, string> {
  return startRun(async (push, signal) => {
    for (let left = room; ; ) {
      const attempt = await toAttempt(left);
      if (!attempt.ok) return attempt;
      if (signal.aborted) return { ok: false, failure: CANCELLED };
      const { length, begin } = attempt.value;
      const run = begin();
      signal.addEventListener('abort', run.cancel, { once: true });
      for await (const part of run.parts) push(part);
      const end = await run.end;
      if (end.ok || end.failure.code !== 'too-long') return end;
      left = Math.floor(length * STEPS[place]);
    }
  });
}
