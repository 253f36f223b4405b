import type { Cancel } from '../ports/index.ts';

/** Fetches that wait for more of a chain, woken from wherever it comes. */
export interface Waiters {
  /** Somebody is fetching this chain from now on, until the answer is called. */
  enter(session: string): () => void;
  has(session: string): boolean;
  /** Counts what came of a chain: to be read before looking whether it is there. */
  seen(session: string): number;
  /**
   * Waits for news of a chain, unless some came since `seen` was read.
   *
   * @param begin - called once the wait has begun: it may bring news at once, or have this one wait find nothing; answers with what
   *   ends it
   */
  next(
    session: string,
    seen: number,
    signal: AbortSignal | undefined,
    begin: (absent: () => void) => Cancel | undefined,
  ): Promise<'arrived' | 'absent' | 'ended'>;
  arrived(session: string): void;
  absent(session: string): void;
  /** Whoever waits looks again, and asks again for what is missing. */
  askAgain(): void;
  /** Wakes everyone for good. */
  close(): void;
}

interface Desk {
  fetches: number;
  arrivals: number;
  readonly wake: Set<(outcome: 'arrived' | 'absent' | 'ended') => void>;
}

/** Nobody waits. */
export function createWaiters(): Waiters {
  const desks = new Map<string, Desk>();
  let isClosed = false;

  function wakeAll(desk: Desk | undefined, outcome: 'arrived' | 'absent' | 'ended'): void {
    for (const wake of [...(desk?.wake ?? [])]) wake(outcome);
  }

  return {
    enter(session) {
      const desk = desks.get(session) ?? { fetches: 0, arrivals: 0, wake: new Set() };
      desks.set(session, desk);
      desk.fetches++;
      return () => {
        if (--desk.fetches === 0) desks.delete(session);
      };
    },
    has: (session) => desks.has(session),
    seen: (session) => desks.get(session)?.arrivals ?? 0,
    next(session, seen, signal, begin) {
      const desk = desks.get(session);
      if (desk === undefined || isClosed || signal?.aborted === true) return Promise.resolve('ended');
      if (desk.arrivals !== seen) return Promise.resolve('arrived');
      return new Promise((resolve) => {
        const begun: { end?: Cancel | undefined } = {};
        let isAwake = false;
        const stop = (): void => wake('ended');
        const wake = (outcome: 'arrived' | 'absent' | 'ended'): void => {
          desk.wake.delete(wake);
          isAwake = true;
          begun.end?.();
          signal?.removeEventListener('abort', stop);
          resolve(outcome);
        };
        desk.wake.add(wake);
        signal?.addEventListener('abort', stop);
        begun.end = begin(() => wake('absent'));
        if (isAwake) begun.end?.();
      });
    },
    arrived(session) {
      const desk = desks.get(session);
      if (desk !== undefined) desk.arrivals++;
      wakeAll(desk, 'arrived');
    },
    absent: (session) => wakeAll(desks.get(session), 'absent'),
    askAgain() {
      for (const desk of desks.values()) wakeAll(desk, 'arrived');
    },
    close() {
      isClosed = true;
      for (const desk of desks.values()) wakeAll(desk, 'ended');
    },
  };
}
