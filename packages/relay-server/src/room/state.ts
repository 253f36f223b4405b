import type { RefusalCode } from '@weft/crdt-core/wire';
import {
  type AdmissionKey,
  type CertificateCache,
  createCertificateCache,
  type EpochCertificate,
  type Role,
  type RoomId,
  type VerifyingSodium,
} from '@weft/crypto/verify';
import { type Bucket, createBucket } from '../policy/bucket.ts';
import type { RoomLimits } from '../policy/limits.ts';

/** What does not change in the life of a room's state. */
export interface RoomConfig {
  readonly roomId: RoomId;
  readonly sodium: VerifyingSodium;
  readonly limits: RoomLimits;
  /** Where the relay asks for an admission secret. */
  readonly admissionKey: AdmissionKey | undefined;
  /** How often each connection is told of servers for direct connections, in ms; 0: once; `undefined`: never. */
  readonly iceEveryMs?: number | undefined;
}

/**
 * Where a connection's envelopes of one session have to go on: an envelope that may come again was refused, and what follows it in
 * its chain must not be taken before it. Else the log has a hole, which nobody can fill if the author's device vanishes now.
 */
export interface HeldBack {
  readonly seq: number;
  readonly code: RefusalCode;
  /** When that one was refused last, in ms. */
  readonly at: number;
}

export interface Connection {
  readonly id: number;
  readonly nonce: Uint8Array;
  readonly host: string;
  readonly connectedAt: number;
  /**
   * `challenged`: has not proved itself. `opening`: proved, waits for the log. `replaying`: is being brought up to date
   * from the log. `live`: gets entries as they come.
   */
  phase: 'challenged' | 'opening' | 'replaying' | 'live';
  /** The role its session proved. */
  role: Role;
  /** The epoch in which it was granted. */
  epoch: number;
  /** What HELLO said it holds. */
  cursor: number;
  generation: Uint8Array;
  /** While replaying: the first position it has not been sent. */
  next: number;
  withReplaced: boolean;
  /** A PULL that came while replaying: where to go back to; 0 if there is none. */
  pulledFrom: number;
  /** Session (hex) → where its chain has to go on. */
  readonly heldBack: Map<string, HeldBack>;
  /** When it was last told of servers for direct connections. */
  iceAt: number;
  readonly appends: Bucket;
  readonly ephemerals: Bucket;
  readonly chunks: Bucket;
  readonly refusals: Bucket;
  /** What it asked for of attachments; the first is being sent. */
  readonly fetches: Fetching[];
  /** What goes on when what was sent has gone out. */
  readonly awaits: Set<'replay' | 'fetch'>;
}

/** A FETCH that is being answered. */
export interface Fetching {
  readonly session: Uint8Array;
  /** The first seq that was not sent. */
  next: number;
  readonly until: number;
}

/** A chunk that the store was asked to keep. */
export interface Storing {
  readonly session: Uint8Array;
  readonly seq: number;
  /** The connection that brought it. */
  readonly connection: number;
  /** When it came, in ms. */
  readonly at: number;
}

/** One stored envelope, by its name. */
export interface Held {
  /** 0 while the store has not answered. */
  position: number;
  /** Tells other bytes under the same name. */
  readonly fingerprint: string;
  /** Who is to be told when it is stored: the connection that brought it, and any that brought it again meanwhile. */
  waiting: number[];
}

export interface Pending {
  readonly session: Uint8Array;
  readonly seq: number;
  readonly envelope: Uint8Array;
  readonly held: Held;
  /** The connection that brought it. */
  readonly author: number;
  /** When it came, in ms. */
  readonly at: number;
}

/** The log as the room knows it; its bytes are the store's. */
export interface RoomLog {
  generation: Uint8Array;
  base: number;
  head: number;
  /** Session (hex) → seq → what is held. Only of the base and what came after: it grows no further than the log does. */
  readonly names: Map<string, Map<number, Held>>;
}

export interface RoomState {
  readonly config: RoomConfig;
  readonly connections: Map<number, Connection>;
  /** ENV-3: verified session certificates. */
  readonly cache: CertificateCache;
  /** Verified epoch certificates, newest last. */
  readonly certificates: EpochCertificate[];
  log: RoomLog | undefined;
  isOpening: boolean;
  readonly pending: Map<number, Pending>;
  readonly storing: Map<number, Storing>;
  /** The token of a compaction under way; 0 if there is none. */
  compacting: number;
  lastToken: number;
  lastBeat: number;
  /** Ids of the connections that were welcomed, and of those that are live; made anew when either changes. */
  admitted: readonly number[];
  live: readonly number[];
}

/** Session certificates remembered per room; about 400 bytes each. */
const CACHED_CERTIFICATES = 2048;

/**
 * The state of a room nobody has come to yet. Nothing is asked of the store before a connection has proved itself.
 */
export function createRoomState(config: RoomConfig): RoomState {
  return {
    config,
    connections: new Map(),
    cache: createCertificateCache(CACHED_CERTIFICATES),
    certificates: [],
    log: undefined,
    isOpening: false,
    pending: new Map(),
    storing: new Map(),
    compacting: 0,
    lastToken: 0,
    lastBeat: 0,
    admitted: [],
    live: [],
  };
}

/** A connection that has just opened. */
export function createConnection(
  limits: RoomLimits,
  from: { readonly connection: number; readonly nonce: Uint8Array; readonly host: string; readonly now: number },
): Connection {
  return {
    id: from.connection,
    nonce: from.nonce,
    host: from.host,
    connectedAt: from.now,
    phase: 'challenged',
    role: 'viewer',
    epoch: 0,
    cursor: 0,
    generation: new Uint8Array(16),
    next: 1,
    withReplaced: false,
    pulledFrom: 0,
    heldBack: new Map(),
    iceAt: from.now,
    appends: createBucket(limits.appendBurst, from.now),
    ephemerals: createBucket(limits.ephemeralBurst, from.now),
    chunks: createBucket(limits.chunkBurst, from.now),
    refusals: createBucket(limits.refusalBurst, from.now),
    fetches: [],
    awaits: new Set(),
  };
}

/** Whether a connection was welcomed. */
export function isAdmitted(connection: Connection): boolean {
  return connection.phase === 'replaying' || connection.phase === 'live';
}

/** Makes the lists of connections anew, after one changed its phase, came or went. */
export function refreshAudiences(state: RoomState): void {
  const all = [...state.connections.values()];
  state.admitted = all.filter(isAdmitted).map(({ id }) => id);
  state.live = all.filter(({ phase }) => phase === 'live').map(({ id }) => id);
}
