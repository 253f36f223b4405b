import type { Clock } from '../ports/clock.ts';
import type { Timers } from '../ports/timers.ts';

/** Time that only moves when it is told to. */
export interface VirtualTime {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Moves on by `ms` milliseconds; timers due fire in order of their time, each at its own. */
  advance(ms: number): void;
  /** Moves on to the next timer and fires it; false if there is none. */
  next(): boolean;
  /** Timers that have not fired. */
  pending(): number;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly task: () => void;
}

/** @param start - Unix ms */
export function createVirtualTime(start: number = Date.UTC(2026, 0, 1)): VirtualTime {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }

  function fire(timer: Timer): void {
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.task();
  }

  return {
    clock: { now: () => now },
    timers: {
      set(ms, task) {
        const timer = { at: now + ms, order: order++, task };
        timers.add(timer);
        return () => void timers.delete(timer);
      },
    },
    advance(ms) {
      const until = now + ms;
      for (let timer = earliest(); timer !== undefined && timer.at <= until; timer = earliest()) fire(timer);
      now = until;
    },
    next() {
      const timer = earliest();
      if (timer !== undefined) fire(timer);
      return timer !== undefined;
    },
    pending: () => timers.size,
  };
}
