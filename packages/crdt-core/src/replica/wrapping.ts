/**
 * KEY-8: what this device wrote under keys that are over, and what nobody else is known to have, must not leave it as it is: whoever was removed
 * could open it. An editor's snapshot takes its place, which vouching.ts sees to; who makes none puts the envelopes, as they are, into one under the new keys.
 */
import { decodeHeader } from '@weft/crypto';
import type { LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { Cancel } from '../ports/timers.ts';
import type { ReplicaContext } from './context.ts';
import type { EpochEntry } from './keyring.ts';

export interface Wrapping {
  /** Whether an entry must not leave this device by itself. */
  waits(entry: LedgerEntry): boolean;
  /** Whether there is any such entry. */
  isWaiting(): boolean;
  /** The keys changed, or what counts did. */
  governed(): void;
  stop(): void;
}

/** What cannot be covered or wrapped yet is looked at again after this long. */
export const AGAIN_MS = 5_000;

export interface WrappingOptions {
  /** Whether a session is one of this device's. */
  isOwn(session: SessionHex): boolean;
  /** This role may write snapshots. */
  readonly mayVouch: boolean;
  /** This role may write parcels. Who may write neither keeps what waits, and shows it as unsent, until it comes with a link that may. */
  readonly mayWrap: boolean;
  /** Seals entries into a parcel. */
  send(entries: readonly LedgerEntry[]): void;
}

/** Nothing waits yet. */
export function createWrapping(context: ReplicaContext, { isOwn, mayVouch, mayWrap, send }: WrappingOptions): Wrapping {
  const { own, ring } = context;
  const { timers } = context.ports;
  let cancel: Cancel | undefined;

  function epochOf({ envelope }: LedgerEntry): EpochEntry | undefined {
    const header = decodeHeader(envelope);
    const epochs = ring.all().filter(({ certificate }) => header.ok && certificate.epoch === header.value.epoch);
    if (epochs.length < 2) return epochs[0];
    // Of two admins who started it at once.
    const opened = ring.open(envelope);
    return opened.ok ? opened.value.by : undefined;
  }

  /** Whether somebody else closed an epoch: what this device held as it closed one, nobody else need have. */
  function isClosedByOther(next: string): boolean {
    const closer = context.governance.closerOf(next);
    return closer !== undefined && !isOwn(closer);
  }

  function waits(entry: LedgerEntry): boolean {
    const { governance } = context;
    const { kind, session, seq } = entry;
    if (ring.all().length < 2 || governance.isRemoved() || !isOwn(session)) return false;
    if (kind === 'control') return false;
    const epoch = epochOf(entry);
    if (epoch === undefined || epoch === ring.current()) return false;
    return !governance.closings.isCut(epoch.name, session, seq, isClosedByOther);
  }

  function waiting(): LedgerEntry[] {
    if (ring.all().length < 2) return [];
    return [...context.ledger.contents()].filter((entry) => entry.isCarried !== true && waits(entry));
  }

  /** What may go into a parcel: no snapshot that an earlier session left, when it could write one, and nothing that goes on from it. */
  function wrappable(): LedgerEntry[] {
    const entries = waiting();
    const ends = new Map<SessionHex, number>();
    for (const { kind, session, seq } of entries)
      if (kind === 'snapshot') ends.set(session, Math.min(seq, ends.get(session) ?? seq));
    return entries.filter(({ session, seq }) => seq < (ends.get(session) ?? Number.POSITIVE_INFINITY));
  }

  /**
   * What goes into a parcel: of this session's chain all that lies between, too. A reader takes a parcel once nothing in it, nor itself, leaves a gap, and what
   * was written since under the new keys would wait for what is in the parcel, or in one that is in it, and the parcel for that.
   */
  function withWhatLiesBetween(entries: readonly LedgerEntry[]): LedgerEntry[] {
    const names = entries
      .flatMap((entry) => [entry, ...(entry.carries ?? [])])
      .filter(({ session }) => session === own);
    const from = Math.min(...names.map(({ seq }) => seq));
    const isBetween = ({ session, seq }: LedgerEntry): boolean => session === own && seq >= from;
    return [...context.ledger.contents()].filter(
      (entry) => entry.isCarried !== true && (isBetween(entry) || entries.includes(entry)),
    );
  }

  function soon(ms: number): void {
    cancel?.();
    cancel = timers.set(ms, () => {
      cancel = undefined;
      context.flush();
      const entries = wrappable();
      if (entries.length === 0) return;
      // While someone whom a rival notice removed still has the current keys, a parcel would not be closed to them.
      if (context.governance.outvoted().size === 0) send(withWhatLiesBetween(entries));
      if (wrappable().length > 0) soon(AGAIN_MS);
    });
  }

  return {
    waits,
    isWaiting: () => waiting().length > 0,
    governed() {
      if (!mayVouch && mayWrap && wrappable().length > 0) soon(0);
    },
    stop: () => cancel?.(),
  };
}
