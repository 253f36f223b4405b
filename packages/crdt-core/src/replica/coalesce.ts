/** LED-1: when local updates are sealed. A pure step; `local-updates.ts` is its shell. */

/** The shortest time between two envelopes of typing, in milliseconds. */
export const COALESCE_MS = 50;

/** `isWaiting`: an envelope was sealed less than `COALESCE_MS` ago. `updates`: how many are not sealed yet. */
export interface CoalesceState {
  readonly isWaiting: boolean;
  readonly updates: number;
}

export type CoalesceEvent = 'changed' | 'time-over' | 'flush';
export type CoalesceEffect = 'seal' | 'wait';

export const COALESCE_START: CoalesceState = { isWaiting: false, updates: 0 };

/** The first update is sealed at once, what follows within 50 ms together at their end; a flush seals what there is. */
export function stepCoalesce(
  state: CoalesceState,
  event: CoalesceEvent,
): readonly [CoalesceState, readonly CoalesceEffect[]] {
  switch (event) {
    case 'changed':
      return state.isWaiting
        ? [{ ...state, updates: state.updates + 1 }, []]
        : [{ isWaiting: true, updates: 0 }, ['seal', 'wait']];
    case 'time-over':
      return state.updates > 0
        ? [{ isWaiting: true, updates: 0 }, ['seal', 'wait']]
        : [{ isWaiting: false, updates: 0 }, []];
    case 'flush':
      return state.updates > 0 ? [{ ...state, updates: 0 }, ['seal']] : [state, []];
  }
}
