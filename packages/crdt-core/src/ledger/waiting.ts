/** LED-2: envelopes that leave a gap wait here, outside the ledger, bounded in number and bytes. */
import type { LedgerEntry, SessionHex } from './types.ts';

/** How much may wait. Bytes are of envelopes. */
export interface WaitingLimits {
  readonly entriesPerSession: number;
  readonly bytesPerSession: number;
  readonly bytes: number;
}

/** Generous for a link that delivers out of order, small against a tab's memory. */
export const WAITING_LIMITS: WaitingLimits = {
  entriesPerSession: 4096,
  bytesPerSession: 8 * 1024 * 1024,
  bytes: 32 * 1024 * 1024,
};

/** Verified envelopes whose predecessors are missing. */
export interface Waiting<E extends LedgerEntry> {
  get(session: SessionHex, seq: number): Uint8Array | undefined;
  /** The least seq that waits; `undefined`: none does. */
  first(session: SessionHex): number | undefined;
  sessions(): IterableIterator<SessionHex>;
  /** Takes an envelope; false if it does not fit. What lies farthest ahead gives way to what lies nearer. */
  hold(entry: E): boolean;
  take(session: SessionHex, seq: number): E | undefined;
  /** Forgets everything of a session up to and including this seq. */
  dropThrough(session: SessionHex, seq: number): void;
  readonly bytes: number;
}

interface Queue<E> {
  readonly entries: Map<number, E>;
  bytes: number;
}

/** An empty buffer. */
export function createWaiting<E extends LedgerEntry>(limits: WaitingLimits = WAITING_LIMITS): Waiting<E> {
  const queues = new Map<SessionHex, Queue<E>>();
  let total = 0;

  function remove(session: SessionHex, seq: number): E | undefined {
    const queue = queues.get(session);
    const entry = queue?.entries.get(seq);
    if (queue === undefined || entry === undefined) return undefined;
    queue.entries.delete(seq);
    queue.bytes -= entry.envelope.length;
    total -= entry.envelope.length;
    if (queue.entries.size === 0) queues.delete(session);
    return entry;
  }

  /** Makes room by dropping what lies farthest ahead; false if that would be the newcomer itself. */
  function makeRoom(session: SessionHex, seq: number, queue: Queue<E>): boolean {
    const farthest = Math.max(...queue.entries.keys());
    if (farthest <= seq) return false;
    remove(session, farthest);
    return true;
  }

  /** The session that takes most of the space: it gives way first, so that one session cannot crowd out the others. */
  function largest(): [SessionHex, Queue<E>] | undefined {
    let most: [SessionHex, Queue<E>] | undefined;
    for (const item of queues) if (most === undefined || item[1].bytes > most[1].bytes) most = item;
    return most;
  }

  return {
    get: (session, seq) => queues.get(session)?.entries.get(seq)?.envelope,
    first(session) {
      const queue = queues.get(session);
      return queue === undefined ? undefined : Math.min(...queue.entries.keys());
    },
    sessions: () => queues.keys(),
    hold(entry) {
      const size = entry.envelope.length;
      if (size > limits.bytesPerSession) return false;
      for (;;) {
        const queue = queues.get(entry.session) ?? { entries: new Map<number, E>(), bytes: 0 };
        if (queue.entries.size >= limits.entriesPerSession || queue.bytes + size > limits.bytesPerSession) {
          if (!makeRoom(entry.session, entry.seq, queue)) return false;
          continue;
        }
        if (total + size > limits.bytes) {
          const most = largest();
          if (most === undefined) return false;
          if (
            most[0] === entry.session ? !makeRoom(entry.session, entry.seq, queue) : most[1].bytes <= queue.bytes + size
          ) {
            return false;
          }
          if (most[0] !== entry.session) remove(most[0], Math.max(...most[1].entries.keys()));
          continue;
        }
        queue.entries.set(entry.seq, entry);
        queue.bytes += size;
        total += size;
        queues.set(entry.session, queue);
        return true;
      }
    },
    take: remove,
    dropThrough(session, seq) {
      const queue = queues.get(session);
      if (queue === undefined) return;
      for (const held of [...queue.entries.keys()]) if (held <= seq) remove(session, held);
    },
    get bytes() {
      return total;
    },
  };
}
