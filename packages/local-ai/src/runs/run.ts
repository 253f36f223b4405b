import type { EngineRun } from '../ports/engine.ts';
import type { Outcome, TaskFailure } from '../ports/task.ts';
import { createStream } from './stream.ts';

export const CANCELLED: TaskFailure = { code: 'cancelled', sentence: 'This was cancelled. Ask again if you want it.' };
const FAILED: TaskFailure = {
  code: 'engine-failed',
  sentence: 'Something went wrong on this device while working on it. Try again.',
};

/** What was thrown while working, as a value. */
export function toFailure(error: unknown): TaskFailure {
  // What allocating throws, in JavaScript and in the WebAssembly of the libraries.
  const isMemory =
    error instanceof RangeError || (error instanceof Error && /out of memory|bad_alloc|\bOOM\b/i.test(error.message));
  return isMemory ? { ...FAILED, code: 'out-of-memory' } : FAILED;
}

/**
 * Work as a run of an engine: what it throws is its failure, and a cancel ends the run at once, whether or not the work
 * heeds `signal`. Parts that come after the end are dropped.
 */
export function startRun<Part, Whole>(
  work: (push: (part: Part) => void, signal: AbortSignal) => Promise<Outcome<Whole>>,
): EngineRun<Part, Whole> {
  const { stream, push, close } = createStream<Part>();
  const { promise, resolve } = Promise.withResolvers<Outcome<Whole>>();
  const controller = new AbortController();
  let isOver = false;
  const finish = (outcome: Outcome<Whole>): void => {
    if (isOver) return;
    isOver = true;
    close();
    resolve(outcome);
  };
  const run = async (): Promise<void> => {
    try {
      finish(
        await work((part) => {
          if (!isOver) push(part);
        }, controller.signal),
      );
    } catch (error) {
      finish({ ok: false, failure: toFailure(error) });
    }
  };
  void run();
  return {
    parts: stream,
    end: promise,
    cancel() {
      finish({ ok: false, failure: CANCELLED });
      controller.abort();
    },
  };
}

/** A run that ends before it begins. */
export function refuseRun<Part, Whole>(failure: TaskFailure): EngineRun<Part, Whole> {
  return startRun(() => Promise.resolve({ ok: false, failure }));
}
