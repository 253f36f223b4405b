/**
 * One end of a link between two replicas as values: what it knows, what can happen to it, what it wants done (SYN-1).
 */
import type { EnvelopeHashes, Failure, Role } from '@weft/crypto';
import type { ChunkFailure } from './chunks.ts';
import { createLayeredMap, type LayeredMap } from '../sync/layered-map.ts';
import type { Covers, Name } from '../sync/relay-heads.ts';
import type { Item, Outcome } from '../sync/relay-state.ts';
import type { PeerFetchFrame, PeerLinkFrame, PeerPartFrame, WireFailure } from '../wire/index.ts';
import type { PeerFailure, PeerFailureCode } from './peer-failures.ts';

/** `greeting`: awaits HELLO. `proving`: awaits PROOF. `syncing`: awaits the other's heads. `live`: sends what the other lacks. */
export type PeerPhase = 'closed' | 'greeting' | 'proving' | 'syncing' | 'live';

/** Who is at the other end. */
export interface OtherEnd {
  /** The session's public key. */
  readonly session: Uint8Array;
  readonly nonce: Uint8Array;
}

/** An envelope that could be sent. `covers`: of a snapshot. */
export interface PeerItem extends Item {
  readonly covers?: Covers;
}

/** Newest seqs by session (hex). */
export type Seqs = LayeredMap<number>;

export interface PeerSession {
  readonly phase: PeerPhase;
  /** Why the link ended, where it did not just end. */
  readonly failure: PeerFailure | undefined;
  /** Ours, for this link only. */
  readonly nonce: Uint8Array;
  readonly other: OtherEnd | undefined;
  /** What the other's certificate grants, once proven. */
  readonly role: Role | undefined;
  /** What the other says it holds: its heads, and what it sent (SYN-5). */
  readonly theirs: Seqs;
  /** What the other holds or was sent: nothing of this is sent again (SYN-2). */
  readonly offered: Seqs;
  /** What the other knows that we hold: it was told, or it came from there, or went there. */
  readonly told: Seqs;
  /** Heads of ours that the other is to be told. */
  readonly untold: ReadonlyMap<string, number>;
  /** Heads of others' chains that the other may lack: those that are passed on at `forwardAt`, and those that came since. */
  readonly behind: ReadonlyMap<string, number>;
  readonly behindNext: ReadonlyMap<string, number>;
  /** What is to be sent, in chain order, as it was listed. */
  readonly queue: readonly PeerItem[];
  /** The ledger may hold more to send than the queue names. */
  readonly isStale: boolean;
  /** What is listed next is of anyone; else of this device, and of others up to what is `wanted`. */
  readonly wantsAll: boolean;
  readonly wanted: ReadonlyMap<string, number>;
  readonly isListing: boolean;
  /** The other asked us to keep envelopes back. */
  readonly isHeld: boolean;
  /** We asked the other to keep envelopes back. */
  readonly isHolding: boolean;
  /** We said CAUGHT_UP. */
  readonly isServed: boolean;
  /** The other said CAUGHT_UP since it was last asked for anything. */
  readonly isCaughtUp: boolean;
  /** Names shown because heads differ though they reach equally far. */
  readonly shown: ReadonlySet<string>;
  readonly announceAt: number | undefined;
  readonly forwardAt: number | undefined;
  readonly openedAt: number;
  readonly heardAt: number;
  readonly pingedAt: number | undefined;
  /** Nothing was heard for so long, or this device slept: whether the other end is still there is not known until it says something. */
  readonly isDoubtful: boolean;
  /** ATT-7: parts of attachments that were asked for and are not on their way: what is in the ledger goes first. */
  readonly parts: readonly PeerPartFrame[];
  /** FETCHes of the other end that were not answered. */
  readonly fetches: number;
  /** Envelopes that were not taken. */
  readonly refusals: number;
  /** What the transport had left when it was last looked at: less of it is a sign of life. */
  readonly buffered: number;
  /** Bytes of ephemerals queued behind a full transport. */
  readonly passing: number;
  readonly wakeAt: number | undefined;
}

/** What the heads of the other say. */
export interface OtherHeads {
  readonly seqs: ReadonlyMap<string, number>;
  /** Names for which it holds another envelope than we do. */
  readonly forks: readonly Name[];
}

export type PeerEvent =
  | { readonly type: 'opened'; readonly nonce: Uint8Array; readonly isHolding: boolean }
  | { readonly type: 'frame'; readonly frame: PeerLinkFrame; readonly hashes?: EnvelopeHashes }
  /** A message that is no frame of this protocol. */
  | { readonly type: 'garbage'; readonly failure: WireFailure | ChunkFailure }
  /** Part of a long frame came. */
  | { readonly type: 'heard' }
  | { readonly type: 'closed' }
  /** Answers `verify`. */
  | { readonly type: 'verified'; readonly role: Role }
  | { readonly type: 'unverified'; readonly failure: Failure<string> }
  /** Answers `open`. */
  | { readonly type: 'heads'; readonly heads: OtherHeads }
  | { readonly type: 'unreadable'; readonly failure: Failure<string> }
  /** Answers `greet`: what the other has been told. */
  | { readonly type: 'told'; readonly heads: ReadonlyMap<string, number> }
  /** Answers `receive`. */
  | { readonly type: 'received'; readonly outcome: Outcome }
  /** The ledger gained an envelope. */
  | { readonly type: 'appended'; readonly item: PeerItem; readonly isOwn: boolean }
  /** Answers `list`; `isComplete` if nothing was left out. */
  | { readonly type: 'listed'; readonly items: readonly PeerItem[]; readonly isComplete: boolean }
  /** Answers `envelope` where a snapshot has covered it meanwhile. */
  | { readonly type: 'vanished'; readonly name: Name }
  /** This device slept: what was heard before proves nothing now. */
  | { readonly type: 'slept' }
  /** Another session of this device wrote all this. */
  | { readonly type: 'owned'; readonly session: string }
  /** Keep the other's envelopes back, or no longer. */
  | { readonly type: 'hold'; readonly isHolding: boolean }
  | { readonly type: 'ephemeral'; readonly envelope: Uint8Array }
  /** ATT-7: ask for, or answer with, a part of an attachment. */
  | { readonly type: 'chunk'; readonly frame: PeerFetchFrame | PeerPartFrame }
  /** What the other end sent of an attachment is not what was asked for. */
  | { readonly type: 'accused'; readonly code: PeerFailureCode }
  /** The transport has room again. */
  | { readonly type: 'drained' }
  /** End the link with a goodbye; `failure`: why this other end is not wanted now. */
  | { readonly type: 'leave'; readonly failure?: PeerFailure }
  | { readonly type: 'woke' };

export type PeerEffect =
  /** Send HELLO with this nonce. */
  | { readonly type: 'hello'; readonly nonce: Uint8Array }
  | { readonly type: 'send'; readonly frame: PeerLinkFrame }
  /** Sign both nonces for the other end, and send PROOF. */
  | { readonly type: 'prove'; readonly other: OtherEnd }
  /** Check the other's PROOF; answered by `verified` or `unverified`. */
  | { readonly type: 'verify'; readonly frame: Extract<PeerLinkFrame, { type: 'proof' }>; readonly other: OtherEnd }
  /** The other end is who it says: the first moment at which anyone need know of it. */
  | { readonly type: 'proven'; readonly session: Uint8Array; readonly role: Role }
  /** Send all heads; answered by `told`. */
  | { readonly type: 'greet' }
  /** Send the heads of these sessions. */
  | { readonly type: 'announce'; readonly sessions: readonly string[] }
  /** Open heads; answered by `heads` or `unreadable`. */
  | { readonly type: 'open'; readonly envelope: Uint8Array; readonly session: Uint8Array }
  /** Give the envelope to the replica; answered by `received`. */
  | { readonly type: 'receive'; readonly envelope: Uint8Array; readonly hashes: EnvelopeHashes | undefined }
  /** Name what the ledger holds beyond these heads, of anyone or of this device and what is wanted; answered by `listed`. */
  | {
      readonly type: 'list';
      readonly known: Seqs;
      readonly isAll: boolean;
      readonly wanted: ReadonlyMap<string, number>;
    }
  /** Send the envelope with this name, or answer `vanished`. */
  | { readonly type: 'envelope'; readonly name: Name }
  | { readonly type: 'ephemeral'; readonly envelope: Uint8Array }
  /** ATT-7: the other end asks for, or brings, a part of an attachment. */
  | { readonly type: 'chunk'; readonly frame: PeerFetchFrame | PeerPartFrame }
  /** What the other holds changed. */
  | { readonly type: 'heads'; readonly heads: ReadonlyMap<string, number> }
  | { readonly type: 'caught-up' }
  | { readonly type: 'alarm'; readonly failure: Failure<string> }
  /** `isViolation`: the other broke the protocol. */
  | { readonly type: 'close'; readonly failure: PeerFailure | undefined; readonly isViolation: boolean }
  | { readonly type: 'wake'; readonly at: number };

/** What a step may know besides its state and the event. */
export interface PeerStepContext {
  /** Unix ms. */
  readonly now: number;
  /** A fresh random number, 0 ≤ chance < 1: jitter comes from here. */
  readonly chance: number;
  /** Bytes the transport has not sent yet. */
  readonly buffered: number;
  /** This replica's session (hex). */
  readonly own: string;
}

/** A link that is not open. */
export function createPeerSession(): PeerSession {
  return {
    phase: 'closed',
    failure: undefined,
    nonce: new Uint8Array(),
    other: undefined,
    role: undefined,
    theirs: createLayeredMap(),
    offered: createLayeredMap(),
    told: createLayeredMap(),
    untold: new Map(),
    behind: new Map(),
    behindNext: new Map(),
    wanted: new Map(),
    queue: [],
    isStale: false,
    wantsAll: false,
    isListing: false,
    isHeld: false,
    isHolding: false,
    isServed: false,
    isCaughtUp: false,
    shown: new Set(),
    announceAt: undefined,
    forwardAt: undefined,
    openedAt: 0,
    heardAt: 0,
    pingedAt: undefined,
    isDoubtful: false,
    parts: [],
    fetches: 0,
    refusals: 0,
    buffered: 0,
    passing: 0,
    wakeAt: undefined,
  };
}

/** One step in the making: the state so far and the effects so far. Lives no longer than the step. */
export interface PeerTurn {
  readonly context: PeerStepContext;
  readonly effects: PeerEffect[];
  state: PeerSession;
  /** Bytes handed to the transport in this step. */
  sent: number;
}

/** The other end is there. */
export function hear(turn: PeerTurn): void {
  setPeer(turn, { heardAt: turn.context.now, pingedAt: undefined, isDoubtful: false });
}

/** Changes some fields of the state. */
export function setPeer(turn: PeerTurn, change: Partial<PeerSession>): void {
  turn.state = { ...turn.state, ...change };
}
