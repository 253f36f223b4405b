import type { Cancel, Timers } from '../ports/timers.ts';
import { COALESCE_MS, COALESCE_START, type CoalesceEvent, stepCoalesce } from './coalesce.ts';

/** Collects local Yjs updates until they are sealed together (LED-1). */
export interface LocalUpdates {
  add(update: Uint8Array): void;
  flush(): void;
  /** Updates not sealed yet. */
  size(): number;
  stop(): void;
}

/** @param seal - gets at least one V1 update, in the order in which they were made */
export function createLocalUpdates(timers: Timers, seal: (updates: readonly Uint8Array[]) => void): LocalUpdates {
  let state = COALESCE_START;
  let batch: Uint8Array[] = [];
  let cancel: Cancel | undefined;

  function run(event: CoalesceEvent): void {
    const [next, effects] = stepCoalesce(state, event);
    state = next; // before the effects: sealing tells listeners, which may change the document again
    for (const effect of effects) {
      if (effect === 'wait') cancel = timers.set(COALESCE_MS, () => run('time-over'));
      else {
        const updates = batch;
        batch = [];
        seal(updates);
      }
    }
  }

  return {
    add(update) {
      batch.push(update);
      run('changed');
    },
    flush: () => run('flush'),
    size: () => batch.length,
    stop() {
      cancel?.();
      cancel = undefined;
      batch = [];
      state = COALESCE_START;
    },
  };
}
