import type {
  Capability,
  DeviceCard,
  EnvelopeHashes,
  EpochCertificate,
  Failure,
  Kind,
  PublicKey,
  Result,
  Role,
  RoomId,
  Session,
} from '@weft/crypto';
import type * as Y from 'yjs';
import type { ChunkKeys } from '../attachments/keys.ts';
import type { ApplyGate } from './apply-queue.ts';
import type { DocumentUser } from '../document-user.ts';
import type { ReplicaFailure } from '../errors.ts';
import type { Heads, Ledger, SessionHex } from '../ledger/types.ts';
import type { LossRecord } from '../losses/loss-record.ts';
import type { DeviceHex } from './closings.ts';
import type { KnownDevice } from './roster.ts';

/** Where an envelope came from. `tab`: a sibling tab put it into the shared ledger document. `stored`: it was there on opening. */
export type Source = 'local' | 'tab' | 'relay' | 'peer' | 'file' | 'stored';

/**
 * What became of a received envelope. `applied`: it is in the ledger, and in the document or its comments or about to be (apply gate),
 * if this link opens it.
 * `duplicate`: it was there, or a snapshot covers it. `waiting`: it leaves a gap and waits outside the ledger (LED-2). `aside`: it came
 * too late, from someone who was removed, and is kept beside the ledger (KEY-8).
 */
export type Received = 'applied' | 'duplicate' | 'waiting' | 'aside';

/** A hole in one session's chain (LED-2). */
export interface Gap {
  readonly session: SessionHex;
  /** The first seq that is missing. */
  readonly from: number;
  /** The first seq after the hole that is already here. */
  readonly until: number;
}

/** Something another session did that must not happen. `session`: who, where it can be told. */
export type ReplicaAlarm = ReplicaFailure & { readonly session?: SessionHex };

/** An entry of the stored ledger that could not be read (LED-5). The name is given where the header still tells it. */
export interface Damaged {
  readonly session?: SessionHex;
  readonly seq?: number;
  readonly failure: Failure<string>;
}

/** What a replica tells. Listeners run in the same turn, must not throw, and may call the replica. */
export interface ReplicaEvents {
  /**
   * The envelope is now in the ledger, at the end of its chain. What was stored when the replica opened is not told, except
   * (as 'stored') what lay behind a hole that has now been filled.
   */
  appended: (envelope: Uint8Array, source: Source) => void;
  /** Remote content is about to reach the document. */
  applying: () => void;
  /** Remote content reached the document or its comments. */
  applied: () => void;
  /** The open gaps changed: all of them. */
  gap: (gaps: readonly Gap[]) => void;
  alarm: (alarm: ReplicaAlarm) => void;
  damaged: (damaged: Damaged) => void;
  /** Yjs holds, or no longer holds, structs that wait for others (LED-7). */
  pending: (isPending: boolean) => void;
  /** KEY-6: a session introduced itself. */
  people: () => void;
  /** What is set aside changed (KEY-8). */
  aside: () => void;
  /** Words that a merge took away were found, or dealt with. */
  losses: () => void;
  /** KEY-8: another epoch is current, or none is for this device: links have to be opened anew, and the capability kept. */
  epoch: () => void;
  /** A prefix of the ledger was replaced by this snapshot: time to trim the storage. */
  compacted: (snapshot: Uint8Array) => void;
}

/** An ephemeral that passed verification, the role table and the replay check. */
export interface OpenedEphemeral {
  readonly session: PublicKey;
  /** The only Yjs client id this session may speak for (KEY-5, SYN-7). */
  readonly clientId: number;
  readonly role: Role;
  readonly kind: Kind;
  readonly payload: Uint8Array;
}

/** Kinds that are never stored. */
export type EphemeralKind = Extract<Kind, 'presence' | 'sync' | 'receipt' | 'errand'>;

/** KEY-6: who is in the document, as far as their devices vouch for their sessions. */
export interface People {
  /** How this session's device introduces itself from the next change on. */
  setPerson(person: DocumentUser): void;
  /** Card and attestation of this session; `undefined` without a device. */
  introduction(): Uint8Array | undefined;
  /** Hears another session's introduction. */
  introduce(session: SessionHex, as: { readonly role: Role; readonly epoch: number }, payload: Uint8Array): void;
  /** `undefined` where no device vouches for the session. */
  deviceOf(session: SessionHex): DeviceHex | undefined;
  /** KEY-5: whose a Yjs client id is; `undefined` for one that no session in the ledger has. */
  sessionOf(client: number): SessionHex | undefined;
  /** What its device said of itself with this session; `undefined` where no device vouches for it. */
  cardOf(session: SessionHex): DeviceCard | undefined;
  devices(): readonly KnownDevice[];
  removed(): ReadonlySet<DeviceHex>;
  /** Whether a session that speaks in an epoch of this number now has not got the keys of what followed. */
  isLeftOut(session: SessionHex, epoch: number): boolean;
}

/** KEY-8: what removed members wrote afterwards. */
export interface SetAside {
  entries(): readonly Uint8Array[];
  /** The words one session's would add, at most 2,000 UTF-16 units; empty where they only change or remove. */
  textOf(session: SessionHex): string;
  /** Takes in what one session wrote, and vouches for it. Editors only. */
  takeIn(session: SessionHex): void;
  /** Drops it on this device. */
  discard(session: SessionHex): void;
}

/** Words that stood in what another deleted meanwhile: this person's, and those in what this person deleted. */
export interface MergeLosses {
  /** What nobody has dealt with on this device, the oldest first. */
  list(): readonly LossRecord[];
  /** They were put back, or let go. */
  settle(key: string): void;
}

/**
 * One open copy of a document. Synchronous and deterministic: given the same ports and calls it does the same, and it
 * does no I/O of its own.
 */
export interface Replica {
  /** Its client id is derived from the session (KEY-5). Change it like any Y.Doc; changes with origin `REMOTE` are not sealed. */
  readonly doc: Y.Doc;
  /** What is said about it, with the same client id. Stays empty for a viewer. */
  readonly comments: Y.Doc;
  /** Read it anew for each use: its certificate is renewed when less than a day is left. Pair and client id stay. */
  readonly session: Session;
  readonly sessionHex: SessionHex;
  readonly role: Role;
  readonly roomId: RoomId;
  readonly ledger: Ledger;
  /**
   * Takes an envelope from a link or a file: verifies it, checks its place in the chain, opens it, checks its content, puts it
   * into the ledger, then applies it. A failure changes nothing (ENV-6).
   *
   * @param source - `relay`, `peer` or `file`
   * @param hashes - of these very bytes, where they were hashed while they came: then the bytes are the replica's from here on
   */
  receive(envelope: Uint8Array, source: Source, hashes?: EnvelopeHashes): Result<Received, ReplicaFailure>;
  /** Seals pending local updates now instead of within 50 ms (LED-1). */
  flush(): void;
  /** Local Yjs updates that are not yet in an envelope. */
  unsealed(): number;
  /** Seals a payload that is not stored. Counts in a chain of its own. */
  sealEphemeral(kind: EphemeralKind, payload: Uint8Array): Uint8Array;
  /** Opens another session's ephemeral; replays and one's own come back as failures. */
  openEphemeral(envelope: Uint8Array): Result<OpenedEphemeral, ReplicaFailure>;
  /**
   * Seals a snapshot of everything into this session's chain and replaces what it covers, in one ledger transaction
   * (LED-4). `undefined`: this role may not, or there is nothing to gain.
   */
  compact(): Uint8Array | undefined;
  /**
   * Works out a bounded part of what `compact` would have to, one to a few milliseconds of it. False: it may be called now; it does what is left, and
   * everything again where something changed since.
   */
  draft(): boolean;
  /** True when the policy says that compacting pays, for this role. O(1). */
  wantsCompaction(): boolean;
  /** Decides when remote content reaches `doc` and `comments`; `undefined` applies at once, and applies what was waiting. */
  setApplyGate(gate: ApplyGate | undefined): void;
  /** Remote updates that are in the ledger and not yet in `doc` or `comments`. */
  unapplied(): number;
  gaps(): readonly Gap[];
  alarms(): readonly ReplicaAlarm[];
  damaged(): readonly Damaged[];
  isPending(): boolean;
  /** Of the epoch that is current here (KEY-8). */
  readonly certificate: EpochCertificate;
  /** Of every epoch known here, the oldest first. */
  certificates(): readonly EpochCertificate[];
  /** What a link to the document would carry now. Holds the secret itself, not a copy. */
  capability(): Capability;
  /** KEY-8: what is to be kept for the next opening. Holds the secret itself, not a copy. */
  lastingCapability(): Capability;
  /** KEY-8: an admin removed this device, or the link it came with was replaced: nothing new can be read or written. */
  isRemoved(): boolean;
  /** KEY-8: notices that the certificates here tell of have not come. */
  lacksNotices(): boolean;
  /** This device can remove others. */
  readonly governs: boolean;
  /** KEY-8: starts the next epoch, without these devices. `rekey-not-allowed`, `rekey-self`. */
  rekey(remove: Iterable<DeviceHex>): Result<void, ReplicaFailure>;
  /** LED-4: the snapshot that took the place of other entries here, while what it replaced is still kept. `at`: Unix ms. */
  compaction(): { readonly session: SessionHex; readonly seq: number; readonly at: number } | undefined;
  /** LED-4: enough others can read that snapshot, or enough time has passed: what it replaced goes. */
  settleCompaction(): void;
  readonly people: People;
  readonly aside: SetAside;
  readonly losses: MergeLosses;
  /** Who deleted a struct of the document, where one of the newest changes says so: a snapshot does not tell. */
  deleterOf(id: Y.ID): SessionHex | undefined;
  /** The document as a V2 state, as it was when the ledger stood so; `undefined` where it was compacted since, or never stood so. */
  stateAt(heads: Heads): Uint8Array | undefined;
  /** ATT-1: what seals and reads attachments, which lie beside the ledger. */
  readonly chunks: ChunkKeys;
  on<E extends keyof ReplicaEvents>(event: E, listener: ReplicaEvents[E]): () => void;
  /** Seals what is pending, stops, and wipes the keys (KEY-9). Idempotent; afterwards every call but this one throws. */
  destroy(): void;
}
