import type { Clock } from './ports/index.ts';

/**
 * A clock for what is done again after a while: where the machine's steps back, because a person or a time server set it, this one goes on from where it was, or else
 * all that waits for a time would wait until the machine's comes there again. It does step forward, as it does while a device sleeps. Not for times that are shown.
 */
export function createSteadyClock(clock: Clock): Clock {
  let last = Number.NEGATIVE_INFINITY;
  let ahead = 0;
  return {
    now() {
      const now = clock.now() + ahead;
      if (now < last) ahead += last - now;
      last = Math.max(last, now);
      return last;
    },
  };
}
