import type { TabPorts, Timers } from '@weft/crdt-core';
import type { SeededRandom } from '@weft/crdt-core/testing';

/** The tabs of one browser: a channel between them, and a lock one of them holds. */
export interface SimTabs {
  /** The ports of one tab. A tab that is no longer alive neither speaks nor hears, and its lock goes to the next. */
  join(isAlive: () => boolean): TabPorts;
  /** A tab died: what it held of locks goes to the next. */
  passOn(): void;
}

interface End {
  readonly name: string;
  readonly isAlive: () => boolean;
  readonly listeners: Set<(message: unknown) => void>;
}

interface Waiter {
  readonly isAlive: () => boolean;
  readonly onHeld: () => void;
  isHeld: boolean;
}

const CHANNEL_MS = 4;

/** A browser without tabs. */
export function createSimTabs(timers: Timers, random: SeededRandom): SimTabs {
  const ends = new Set<End>();
  const queues = new Map<string, Waiter[]>();

  /** The lock goes to the first who waits and lives; once. */
  function grantSoon(name: string): void {
    timers.set(1, () => {
      const queue = queues.get(name) ?? [];
      while (queue[0] !== undefined && !queue[0].isAlive()) queue.shift();
      const first = queue[0];
      if (first === undefined || first.isHeld) return;
      first.isHeld = true;
      first.onHeld();
    });
  }

  return {
    passOn() {
      for (const name of queues.keys()) grantSoon(name);
    },
    join: (isAlive) => ({
      openChannel(name) {
        const end: End = { name, isAlive, listeners: new Set() };
        ends.add(end);
        return {
          post(message) {
            if (!isAlive()) return;
            const copy = structuredClone(message);
            for (const other of ends) {
              if (other === end || other.name !== name) continue;
              // Each receiver in its own time, each in the order it was sent.
              timers.set(1 + (random.below(2) === 0 ? 0 : CHANNEL_MS), () => {
                if (ends.has(other) && other.isAlive()) for (const listener of other.listeners) listener(copy);
              });
            }
          },
          subscribe(listener) {
            end.listeners.add(listener);
            return () => void end.listeners.delete(listener);
          },
          close: () => void ends.delete(end),
        };
      },
      acquireLock(name, onHeld) {
        const queue = queues.get(name) ?? [];
        queues.set(name, queue);
        const waiter: Waiter = { isAlive, onHeld, isHeld: false };
        queue.push(waiter);
        grantSoon(name);
        return () => {
          const at = queue.indexOf(waiter);
          if (at >= 0) queue.splice(at, 1);
          grantSoon(name);
        };
      },
    }),
  };
}
