import type { Cancel, Timers } from '../ports/timers.ts';
import { COALESCE_MS, COALESCE_START, type CoalesceEvent, stepCoalesce } from './coalesce.ts';

/** Decides when local changes are sealed together (LED-1). */
export interface LocalUpdates {
  /** Something was changed here. */
  changed(): void;
  flush(): void;
  /** Changes not sealed yet. */
  size(): number;
  stop(): void;
}

/** @param seal - seals everything that was changed since it last ran */
export function createLocalUpdates(timers: Timers, seal: () => void): LocalUpdates {
  let state = COALESCE_START;
  let cancel: Cancel | undefined;

  function run(event: CoalesceEvent): void {
    const [next, effects] = stepCoalesce(state, event);
    state = next; // before the effects: sealing tells listeners, which may change the document again
    for (const effect of effects) {
      if (effect === 'wait') cancel = timers.set(COALESCE_MS, () => run('time-over'));
      else seal();
    }
  }

  return {
    changed: () => run('changed'),
    flush: () => run('flush'),
    size: () => state.updates,
    stop() {
      cancel?.();
      cancel = undefined;
      state = COALESCE_START;
    },
  };
}
