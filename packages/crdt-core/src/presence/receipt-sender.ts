import { decodeHeader, toHex } from '@weft/crypto';
import type { Cancel, Ports } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import { type DeviceHex, MAX_RECEIPT_HEADS, receiptToBytes } from './receipts.ts';

export interface ReceiptSender {
  /** Someone came who has not heard what we have. */
  greet(): void;
  destroy(): void;
}

const EVERY_MS = 10_000;
/** Soon after something came, so that its author sees it; not at once, so that a burst is one receipt. */
const SOON_MS = 700;

/**
 * Says what this device has, at most once in 10 s (SYN-6), when it has taken something of others.
 *
 * @param mayShow - only the tab that leads speaks for the device
 */
export function createReceiptSender(
  ports: Ports,
  replica: Replica,
  device: DeviceHex,
  mayShow: () => boolean,
  send: (envelope: Uint8Array) => void,
): ReceiptSender {
  const recent = new Set<string>();
  let sentAt = Number.NEGATIVE_INFINITY;
  let cancel: Cancel | undefined;
  for (const { session } of replica.ledger.entries()) touch(session);

  const stop = replica.on('appended', (envelope, source) => {
    const header = decodeHeader(envelope);
    if (!header.ok) return;
    touch(toHex(header.value.session));
    // A snapshot may bring sessions of which there is nothing else.
    if (header.value.kind === 'snapshot') for (const session of replica.ledger.heads().keys()) recent.add(session);
    if (source !== 'local') schedule();
  });

  function touch(session: string): void {
    recent.delete(session);
    recent.add(session);
  }

  function schedule(): void {
    cancel ??= ports.timers.set(Math.max(SOON_MS, sentAt + EVERY_MS - ports.clock.now()), () => {
      cancel = undefined;
      if (!mayShow()) return;
      sentAt = ports.clock.now();
      const heads = new Map<string, number>();
      for (const session of [...recent].slice(-MAX_RECEIPT_HEADS)) {
        const head = replica.ledger.heads().get(session);
        if (head !== undefined) heads.set(session, head.seq);
      }
      if (heads.size > 0) send(replica.sealEphemeral('receipt', receiptToBytes({ device, heads })));
    });
  }

  return {
    greet: schedule,
    destroy() {
      stop();
      cancel?.();
    },
  };
}
