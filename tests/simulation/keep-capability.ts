import type { Ports, Replica } from '@weft/crdt-core';
import { type Capability, narrowCapability } from '@weft/crypto';

/** How soon an app keeps new keys. */
const KEEP_MS = 100;

/**
 * Keeps what an app keeps of a document whenever its keys change (KEY-8): soon, not if the power goes before, and not before the ledger in which the
 * older keys are found is on the disk.
 *
 * @param keep - takes the new capability, without the room's root
 */
export function keepCapability(
  ports: Ports,
  replica: Replica,
  flush: () => Promise<{ readonly ok: boolean }>,
  isOpen: () => boolean,
  keep: (capability: Capability) => void,
): void {
  async function keepNow(): Promise<void> {
    if (!isOpen() || replica.isRemoved()) return;
    const current = replica.lastingCapability();
    const copy = narrowCapability(ports.sodium, current, current.role);
    const { ok } = await flush();
    if (!ok) keepSoon();
    else if (copy.ok) keep(copy.value);
  }
  const keepSoon = (): void => void ports.timers.set(KEEP_MS, () => void keepNow());
  replica.on('epoch', keepSoon);
}
