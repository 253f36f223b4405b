/** What a replica asks of what came: whether it counts, whether its session wrote something else in its place, whether it is believed, whose it is. */
import type { Capability, Hash, Role } from '@weft/crypto';
import type { LedgerEntry, SessionHex } from '../ledger/types.ts';
import type { Closings, DeviceHex, Timeliness } from './closings.ts';
import type { EpochEntry } from './keyring.ts';
import type { OpenedControl, OpenedEntry } from './open-entry.ts';
import type { PartKind } from './parts.ts';

/** The notices a replica has taken. */
export interface Governance {
  readonly closings: Closings;
  /** Takes a notice, wherever it stands in its chain. True if the keys, or what counts, changed. */
  take(opened: OpenedControl): boolean;
  /** Whether an entry of this session, sealed in this epoch, counts. */
  judge(epoch: EpochEntry, session: SessionHex, seq: number): Timeliness;
  judgeEntry(opened: OpenedEntry): Timeliness;
  /** Whether a session that speaks in an epoch of this number now was left out of those that followed: by a notice, or with an old link. */
  isLeftOut(session: SessionHex, epoch: number): boolean;
  /** True where the current epoch's keys were not given to this device. */
  isRemoved(): boolean;
  /** The capability for the current epoch: what a link would carry now. */
  capability(): Capability;
  /**
   * What this device has to keep: the newest capability from which every key that it was given can be found again in its ledger. A HISTORY
   * may never have come.
   */
  lasting(): Capability;
  /** Devices that a notice removed and that no later one kept. */
  removed(): ReadonlySet<DeviceHex>;
  /** Devices that an admin removed with a notice that lost against another admin's, and that still have the keys. */
  outvoted(): ReadonlySet<DeviceHex>;
  /** The session whose notice began the epoch of this name, where the notice is known. */
  closerOf(name: string): SessionHex | undefined;
  /** Whether one of the notices known here may have lost against another: else nobody is outvoted. */
  hasRivals(): boolean;
  /** Whether what was said between the epochs that are known here has not come: how one was closed, or what reads the one before it. */
  lacksNotices(): boolean;
  /** KEY-9. */
  wipe(): void;
}

/** The second histories that a ledger holds. */
export interface Rivals {
  /** Keeps a verified envelope whose name another has. The first of a name stays the link of its chain. False if nothing changed. */
  keep(entry: LedgerEntry): boolean;
  /** Whether one of the envelopes with this name has this hash. */
  has(session: SessionHex, seq: number, hash: Hash): boolean;
  /** Whether both histories of a session are held. */
  isForked(session: SessionHex): boolean;
  /** Stored entries, of each name the one with the lower hash first. */
  order(opened: readonly OpenedEntry[]): readonly OpenedEntry[];
}

/** Words that are not their author's. */
export interface Doubts {
  /**
   * A session's own change came: whether other words are held in its place.
   *
   * @param isTrue - asked where there are
   */
  compare(session: SessionHex, kind: PartKind, update: Uint8Array, isTrue?: () => boolean): void;
  /** What waited reached the document. */
  applied(): void;
  /** Whether the document shows words that are not their author's. */
  isDoubtful(): boolean;
}

/** What receipts said of the authors of comments that this link does not read. */
export interface UnreadAuthors {
  /** A session introduced itself beside the ledger. */
  introduce(session: SessionHex, as: { readonly role: Role; readonly epoch: number }, payload: Uint8Array): void;
  /** An unread comment of this session went into the ledger. */
  came(session: SessionHex): void;
  /** Hears what was kept, before what is stored is judged. */
  load(): void;
  /** Drops what a snapshot says by now. The index of the ledger is there. */
  tidy(): void;
}
