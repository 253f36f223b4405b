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
  isOff: boolean;
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** @param start - Unix ms */
export function createVirtualTime(start: number = Date.UTC(2026, 0, 1)): VirtualTime {
  let now = start;
  let order = 0;
  let pending = 0;
  // A binary heap: a simulation sets and cancels timers by the million. What is cancelled goes when it comes to the top.
  const heap: Timer[] = [];

  function push(timer: Timer): void {
    let at = heap.length;
    heap.push(timer);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(timer, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = timer;
  }

  function pop(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      const [left, right] = [heap[below], heap[below + 1]];
      if (left === undefined) break;
      if (right !== undefined && isBefore(right, left)) below++;
      const child = heap[below];
      if (child === undefined || !isBefore(child, last)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
  }

  function earliest(): Timer | undefined {
    while (heap[0]?.isOff === true) pop();
    return heap[0];
  }

  /** Fires the timer at the top. */
  function fire(timer: Timer): void {
    pop();
    timer.isOff = true;
    pending--;
    now = Math.max(now, timer.at);
    timer.task();
  }

  return {
    clock: { now: () => now },
    timers: {
      set(ms, task) {
        // Whole milliseconds, as a clock shows them.
        const timer: Timer = { at: now + Math.ceil(ms), order: order++, task, isOff: false };
        push(timer);
        pending++;
        return () => {
          if (timer.isOff) return;
          timer.isOff = true;
          pending--;
        };
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
    pending: () => pending,
  };
}
