import type { ApplyGate } from '@weft/crdt-core';
import type { EditorPorts } from '../ports.ts';

/**
 * When remote updates reach the document: together, once a frame; and during IME composition not before it ends, or
 * before `COMPOSITION_LIMIT` has passed (a composition that never ends must not hide what others write).
 */
export const COMPOSITION_LIMIT = 5000;
/** ms after `compositionend` in which ProseMirror still reads the composed text from the DOM. */
const COMPOSITION_SETTLES = 50;

export interface QueueState {
  readonly queued: number;
  readonly isFrameRequested: boolean;
  readonly isComposing: boolean;
  readonly hasDeadline: boolean;
}

export type QueueEvent =
  | { readonly type: 'queued' }
  | { readonly type: 'frame' }
  | { readonly type: 'composition'; readonly isActive: boolean }
  | { readonly type: 'deadline' };

export type QueueEffect = 'request-frame' | 'start-deadline' | 'cancel-deadline' | 'apply';

export const EMPTY_QUEUE: QueueState = { queued: 0, isFrameRequested: false, isComposing: false, hasDeadline: false };

/** The pure step of the queue. */
export function stepQueue(state: QueueState, event: QueueEvent): [QueueState, readonly QueueEffect[]] {
  switch (event.type) {
    case 'queued': {
      const next = { ...state, queued: state.queued + 1 };
      if (state.isComposing) {
        return state.hasDeadline ? [next, []] : [{ ...next, hasDeadline: true }, ['start-deadline']];
      }
      return state.isFrameRequested ? [next, []] : [{ ...next, isFrameRequested: true }, ['request-frame']];
    }
    case 'frame': {
      const next = { ...state, isFrameRequested: false };
      // While composing the deadline decides.
      return state.queued === 0 || state.isComposing ? [next, []] : [{ ...next, queued: 0 }, ['apply']];
    }
    case 'composition': {
      if (event.isActive) {
        const isDeadlineNeeded = state.queued > 0 && !state.hasDeadline;
        const next = { ...state, isComposing: true, hasDeadline: state.hasDeadline || isDeadlineNeeded };
        return [next, isDeadlineNeeded ? ['start-deadline'] : []];
      }
      const effects: QueueEffect[] = state.hasDeadline ? ['cancel-deadline'] : [];
      const isFrameNeeded = state.queued > 0 && !state.isFrameRequested;
      if (isFrameNeeded) effects.push('request-frame');
      const isFrameRequested = state.isFrameRequested || isFrameNeeded;
      return [{ ...state, isComposing: false, hasDeadline: false, isFrameRequested }, effects];
    }
    case 'deadline':
      if (!state.hasDeadline) return [state, []];
      return [{ ...state, hasDeadline: false, queued: 0 }, state.queued > 0 ? ['apply'] : []];
  }
}

export interface ApplyQueue {
  /** Give this to the document. */
  readonly gate: ApplyGate;
  composition(isActive: boolean): void;
  /** Applies what waits, and everything after it at once. */
  destroy(): void;
}

/**
 * The shell around `stepQueue`.
 *
 * @param run - receives all that is due, in order
 * @param composing - an input method begins, or ended and what it composed has been read
 */
export function createApplyQueue(
  ports: Pick<EditorPorts, 'frame' | 'timeout'>,
  run: (batch: readonly (() => void)[]) => void,
  composing: (isActive: boolean) => void,
): ApplyQueue {
  let state = EMPTY_QUEUE;
  let waiting: (() => void)[] = [];
  let isDestroyed = false;
  let cancelFrame = (): void => {};
  let cancelDeadline = (): void => {};
  let cancelSettle = (): void => {};

  function apply(): void {
    const batch = waiting;
    waiting = [];
    run(batch);
  }

  function send(event: QueueEvent): void {
    const [next, effects] = stepQueue(state, event);
    state = next;
    for (const effect of effects) {
      if (effect === 'request-frame') cancelFrame = ports.frame(() => send({ type: 'frame' }));
      else if (effect === 'start-deadline') {
        cancelDeadline = ports.timeout(COMPOSITION_LIMIT, () => send({ type: 'deadline' }));
      } else if (effect === 'cancel-deadline') cancelDeadline();
      else apply();
    }
  }

  return {
    gate(update) {
      if (isDestroyed) {
        update();
        return;
      }
      waiting.push(update);
      send({ type: 'queued' });
    },
    composition(isActive) {
      const tell = (): void => {
        send({ type: 'composition', isActive });
        composing(isActive);
      };
      cancelSettle();
      if (isActive) tell();
      else cancelSettle = ports.timeout(COMPOSITION_SETTLES, tell);
    },
    destroy() {
      isDestroyed = true;
      cancelFrame();
      cancelDeadline();
      cancelSettle();
      apply();
    },
  };
}
