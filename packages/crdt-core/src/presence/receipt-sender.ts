import { decodeHeader, toHex } from '@weft/crypto';
import type { Cancel, Ports } from '../ports/index.ts';
import { movesOthers } from '../ledger/moves-others.ts';
import type { Replica } from '../replica/types.ts';
import type { SessionHex } from '../ledger/types.ts';
import { createSteadyClock } from '../steady-clock.ts';
import { type DeviceHex, hashToMark, MAX_RECEIPT_HEADS, type Receipt, receiptToBytes } from './receipts.ts';

export interface ReceiptSender {
  /** A new connection to the relay: these are in the room. What was said last over the one before may have been lost with it. */
  connected(others: readonly number[]): void;
  /** Someone came who has not heard what we have, or left. */
  peer(connection: number, change: 'joined' | 'left'): void;
  destroy(): void;
}

const EVERY_MS = 10_000;
/** What was said and got lost is said again, less and less often. */
const MOST_MS = 120_000;
/** A relay may name any number of connections: beyond this, somebody is there. */
const MOST_PRESENT = 4096;
/** Soon after something came, so that its author sees it; not at once, so that a burst is one receipt. */
const SOON_MS = 700;

/** How the relay stands, as far as a receipt says it. */
export interface ReceiptRelay {
  /** Of this session's envelopes, how many from seq 0 on the relay is known to hold. */
  held(session: SessionHex): number;
}

/**
 * Says what this device has, at most once in 10 s (SYN-6): soon after it has taken something of others, and again after a while,
 * since a receipt may get lost and what it would have shown must not stay unseen. What was said where nobody could hear it does
 * not keep those waiting who come.
 *
 * @param mayShow - only the tab that leads speaks for the device
 * @param relay - `undefined` while it is not caught up with one
 */
export function createReceiptSender(
  ports: Ports,
  replica: Replica,
  device: DeviceHex,
  mayShow: () => boolean,
  send: (envelope: Uint8Array) => void,
  relay: () => ReceiptRelay | undefined,
): ReceiptSender {
  const clock = createSteadyClock(ports.clock);
  const recent = new Set<string>();
  /** Whoever is there: others' connections to the relay, and below 0 peer links. */
  const present = new Set<number>();
  let sentAt = Number.NEGATIVE_INFINITY;
  let wasHeard = false;
  let wait = EVERY_MS;
  let dueAt = Number.POSITIVE_INFINITY;
  let cancel: Cancel | undefined;
  for (const { session } of replica.ledger.contents()) touch(session);

  const stop = replica.on('appended', (envelope, source) => {
    const header = decodeHeader(envelope);
    if (!header.ok) return;
    touch(toHex(header.value.session));
    // It may bring sessions of which there is nothing else.
    if (movesOthers(header.value.kind)) for (const session of replica.ledger.heads().keys()) recent.add(session);
    // One's own is no news to the one who wrote it; but who never gets it must learn that it is there.
    if (source === 'local') wait = EVERY_MS;
    schedule(source !== 'local');
  });

  function touch(session: string): void {
    recent.delete(session);
    recent.add(session);
  }

  /** What is new is said soon; what is not, when its time has come. */
  function schedule(isNew: boolean): void {
    const now = clock.now();
    if (isNew) wait = EVERY_MS;
    const at = isNew ? Math.max(now + SOON_MS, sentAt + EVERY_MS) : now + wait;
    if (at >= dueAt) return;
    cancel?.();
    dueAt = at;
    cancel = ports.timers.set(at - now, () => {
      dueAt = Number.POSITIVE_INFINITY;
      if (!mayShow()) return;
      sentAt = clock.now();
      wasHeard = present.size > 0;
      // Having nothing is worth saying too: whoever takes it for delivered learns that it is not.
      send(replica.sealEphemeral('receipt', receiptToBytes(toReceipt())));
      wait = Math.min(MOST_MS, 2 * wait);
      schedule(false);
    });
  }

  function toReceipt(): Receipt {
    const ledgerHeads = replica.ledger.heads();
    const isComplete = ledgerHeads.size <= MAX_RECEIPT_HEADS;
    const heads = new Map<SessionHex, number>();
    const marks = new Map<SessionHex, string>();
    for (const session of isComplete ? ledgerHeads.keys() : [...recent].slice(-MAX_RECEIPT_HEADS)) {
      const head = ledgerHeads.get(session);
      if (head === undefined) continue;
      heads.set(session, head.seq);
      marks.set(session, hashToMark(head.hash));
    }
    const atRelay = relay();
    const said = {
      device,
      heads,
      marks,
      isComplete,
      lacksNotices: replica.lacksNotices(),
      introduction: replica.people.introduction(),
    };
    if (atRelay === undefined) return { ...said, relay: undefined };
    const held = new Map<SessionHex, number>();
    for (const [session, seq] of heads) if (atRelay.held(session) <= seq) held.set(session, atRelay.held(session));
    return { ...said, relay: held };
  }

  function greet(isUnheard: boolean): void {
    if (isUnheard) sentAt = Number.NEGATIVE_INFINITY;
    schedule(true);
  }

  return {
    connected(others) {
      for (const connection of present) if (connection >= 0) present.delete(connection);
      for (const connection of others) present.add(connection);
      greet(true);
    },
    peer(connection, change) {
      if (change === 'left') return void present.delete(connection);
      // What the tab that leads tells its siblings of its links, is none of theirs.
      if (mayShow() && present.size < MOST_PRESENT) present.add(connection);
      greet(!wasHeard);
    },
    destroy() {
      stop();
      cancel?.();
    },
  };
}
