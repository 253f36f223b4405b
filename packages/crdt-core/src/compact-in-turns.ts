import type { Cancel, Ports } from './ports/index.ts';
import type { Replica } from './replica/types.ts';

/** Between two turns, so that what a person does comes in between. */
const PAUSE_MS = 4;
/** A page that is out of sight has a turn a second at best; nobody waits for it there. */
const MOST_MS = 2_000;

/**
 * LED-4: compacts a replica, a bounded part at a time where it is large.
 *
 * @param done - what `Replica.compact` answered; may be called before this returns
 * @returns the way to leave it
 */
export function compactInTurns(
  { clock, timers }: Pick<Ports, 'clock' | 'timers'>,
  replica: Pick<Replica, 'compact' | 'draft'>,
  done: (envelope: Uint8Array | undefined) => void,
): Cancel {
  const begun = clock.now();
  let cancel: Cancel | undefined;
  const turn = (): void => {
    if (clock.now() - begun < MOST_MS && replica.draft()) cancel = timers.set(PAUSE_MS, turn);
    else done(replica.compact());
  };
  turn();
  return () => cancel?.();
}
