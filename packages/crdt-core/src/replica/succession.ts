/** KEY-8: two admins at once. One notice holds; whom the other removed still has the keys, until the next epoch starts without them too. */
import type { Cancel } from '../ports/timers.ts';
import { drawChance } from '../draw-chance.ts';
import type { DeviceHex } from './closings.ts';
import type { ReplicaContext } from './context.ts';

export interface Succession {
  /** The keys changed, or what counts did. */
  governed(): void;
  /** Someone was heard of: who spoke under which keys tells who has been removed. */
  heard(): void;
  stop(): void;
}

const LEAST_MS = 500;
const SPREAD_MS = 3_000;

/** @param rekey - starts the next epoch without these devices; does nothing where this device may not */
export function createSuccession(context: ReplicaContext, rekey: (remove: ReadonlySet<DeviceHex>) => void): Succession {
  const { governance } = context;
  const { random, timers } = context.ports;
  let cancel: Cancel | undefined;
  let cancelLook: Cancel | undefined;

  function governed(): void {
    if (governance.outvoted().size === 0) return;
    // All admins see it: whoever draws the shortest wait does it.
    cancel ??= timers.set(LEAST_MS + Math.floor(SPREAD_MS * drawChance(random)), () => {
      cancel = undefined;
      const outvoted = governance.outvoted();
      if (outvoted.size > 0) rekey(outvoted);
    });
  }

  return {
    governed,
    heard() {
      if (!governance.hasRivals()) return;
      // Words come many at once, with a snapshot or from the disk.
      cancelLook ??= timers.set(LEAST_MS, () => {
        cancelLook = undefined;
        governed();
      });
    },
    stop() {
      cancel?.();
      cancelLook?.();
    },
  };
}
