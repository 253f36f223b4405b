/**
 * The client's side of a relay session as values: what it knows, what can happen to it, what it wants done (SYN-1).
 */
import type {
  ChunkAnswerFrame,
  ChunkRequestFrame,
  ClientFrame,
  IceServer,
  RelayFrame,
  WireFailure,
} from '../wire/index.ts';
import type { Failure } from '@weft/crypto';
import type { LinkFailure } from './link-failures.ts';
import { createPositions, type Positions } from './positions.ts';
import type { Covers, LedgerChain, Name, ParcelName, RelayHeads, SnapshotName } from './relay-heads.ts';
import type { Behind, Fork, Lack, ReceiptClaim } from './receipt-claim.ts';

/** `greeting`: awaits CHALLENGE. `proving`: awaits WELCOME. `replaying`: awaits CAUGHT_UP. */
export type Phase = 'closed' | 'connecting' | 'greeting' | 'proving' | 'replaying' | 'live';

/** An envelope that could be sent. `bytes`: its size. */
export interface Item extends Name {
  readonly bytes: number;
}

export interface InFlight extends Item {
  /** Set for a compaction: what becomes the base when it is acknowledged. */
  readonly upto?: number;
}

export interface RelaySession {
  readonly phase: Phase;
  /** True after a final refusal (44xx): not tried again. */
  readonly isRefused: boolean;
  /** What a person should know about the link now. */
  readonly failure: LinkFailure | undefined;
  /** Hex; empty if none is known. */
  readonly generation: string;
  readonly positions: Positions;
  /** The newest position that was held of this log before it was asked for again: a log that ends before it went back. */
  readonly reached: number;
  /** The position of the relay's snapshot; 0 if it has none. */
  readonly base: number;
  /** The newest of the relay's snapshots that the replica was given: a BASE has no position of its own that would be missed. */
  readonly heldBase: number;
  /** Connections in a row that were given up to be sent the base. */
  readonly baseTries: number;
  /** The newest position the relay spoke of. */
  readonly head: number;
  readonly heads: RelayHeads;
  /** Entries that wait outside the ledger for a gap to close, by `nameToKey`, with the positions they stand for. */
  readonly waiting: ReadonlyMap<string, readonly [number, number]>;
  readonly inFlight: ReadonlyMap<string, InFlight>;
  readonly inFlightBytes: number;
  /** When the oldest unanswered append was sent, or the newest answer came. */
  readonly progressAt: number;
  /** Sessions one of whose envelopes the relay refused for good: what follows would only leave a gap there. */
  readonly blocked: ReadonlySet<string>;
  /** When what was refused for good is offered again. */
  readonly unblockAt: number | undefined;
  readonly queue: readonly Item[];
  /** The ledger may hold more to send than the queue names. */
  readonly isStale: boolean;
  /** KEY-8: notices that a compaction cut off the relay's log, by `nameToKey`: sent again although they count as held. */
  readonly cutOff: ReadonlyMap<string, Item>;
  /** When it is looked for notices that are not known to lie in the relay's log. */
  readonly noticesAt: number | undefined;
  /** KEY-8: somebody lacks notices: that one lies here, or before here, is not believed when it is next looked. 0 where nobody does. */
  readonly doubtedUpto: number;
  /** A `list` effect is being answered. */
  readonly isListing: boolean;
  readonly appendsPerSecond: number;
  readonly maxFrameBytes: number;
  /** Halves with each "sending too fast". */
  readonly pace: number;
  readonly tokens: number;
  readonly tokensAt: number;
  readonly pausedUntil: number;
  /** Refusals in a row, for backing off. */
  readonly pauses: number;
  /** When others' envelopes are sent if the relay still lacks them (SYN-3). */
  readonly refillAt: number | undefined;
  readonly isRefilling: boolean;
  /** The replica shows a hole in a chain (LED-2): when the whole log is asked for again, and how often it was. */
  readonly gap: { readonly pullAt: number; readonly pulls: number } | undefined;
  /** SYN-6: what others have from this relay, and we do not. */
  readonly lack: Lack | undefined;
  /** Per session, from which seq on the replica itself refused what came: what others have of it is not held back by the relay. */
  readonly refusedHere: ReadonlyMap<string, number>;
  /** KEY-8: per session, the newest seq that was set aside here: it is no loss that the ledger does not hold it. */
  readonly asideHere: ReadonlyMap<string, number>;
  /** SYN-6: what others do not get from this relay, by the session that said so. */
  readonly behind: ReadonlyMap<string, Behind>;
  /** KEY-8: who lacks notices, and since when that was known. */
  readonly unopened: ReadonlyMap<string, number>;
  /** LED-2: by session that said so. */
  readonly forks: ReadonlyMap<string, Fork>;
  /** Not before then is anything sent again because someone lacks it. */
  readonly resendAt: number;
  readonly resends: number;
  readonly pulledAt: number;
  /** A PULL was sent and no CAUGHT_UP has come since. */
  readonly isPulling: boolean;
  /** Pulls in a row, for positions that never came, that brought nothing. */
  readonly pulls: number;
  /** Beats in a row that named a head this replica does not hold. */
  readonly lag: number;
  readonly compactAt: number | undefined;
  /** Set while the replica is asked for a snapshot. */
  readonly compacting: { readonly base: number; readonly upto: number } | undefined;
  readonly restUntil: number;
  readonly heardAt: number;
  readonly isPinged: boolean;
  readonly violations: number;
  readonly violatedAt: number;
  readonly persistAt: number | undefined;
  readonly wakeAt: number | undefined;
}

/** The positions an entry stands for: its own and those before it in which there is nothing; for a base, all up to it. */
export interface Place {
  readonly first: number;
  readonly position: number;
  readonly isBase: boolean;
}

/** What became of an entry that the replica was given. `locked`: it was sealed under keys that are not known here yet; `aside`: it came too late (KEY-8). */
export interface Outcome {
  readonly status: 'applied' | 'duplicate' | 'waiting' | 'aside' | 'later' | 'locked' | 'refused';
  /** Known unless `refused`; then only where a member is at fault, not the relay. */
  readonly name?: Name;
  readonly covers?: Covers;
  /** Of a parcel that is held: what came with it. */
  readonly carries?: readonly Name[];
  readonly failure?: Failure<string>;
}

export type RelayEvent =
  | { readonly type: 'connecting' }
  | { readonly type: 'opened' }
  | { readonly type: 'frame'; readonly frame: RelayFrame }
  /** A message that is no frame of this protocol. */
  | { readonly type: 'garbage'; readonly failure: WireFailure }
  | { readonly type: 'closed'; readonly code: number }
  /** The device lost or found its network. */
  | { readonly type: 'network'; readonly isOnline: boolean }
  /** Answers `receive`. */
  | { readonly type: 'received'; readonly outcome: Outcome; readonly place: Place }
  | { readonly type: 'appended'; readonly item: Item; readonly isOwn: boolean }
  /** Answers `list-pins`. */
  | { readonly type: 'pins'; readonly items: readonly Item[] }
  | {
      readonly type: 'ledger';
      readonly chains: readonly LedgerChain[];
      readonly snapshots: readonly SnapshotName[];
      readonly parcels?: readonly ParcelName[];
    }
  /** Answers `list`; `isComplete` if nothing was left out. */
  | { readonly type: 'listed'; readonly items: readonly Item[]; readonly isComplete: boolean }
  | { readonly type: 'owned'; readonly session: string }
  | { readonly type: 'gaps'; readonly count: number }
  /** KEY-8: another epoch is current. */
  | { readonly type: 'rekeyed' }
  /** KEY-8: someone speaks under keys that are not known here. */
  | { readonly type: 'strange-keys' }
  /** Answers `compact`. */
  | { readonly type: 'compacted'; readonly item: Item | undefined }
  /** Answers `append` and `propose` where a snapshot has covered the envelope meanwhile. */
  | { readonly type: 'vanished'; readonly name: Name }
  | { readonly type: 'ephemeral'; readonly to: number; readonly envelope: Uint8Array }
  /** Something about attachments, to be sent if there is a connection. */
  | { readonly type: 'ask-chunks'; readonly frame: ChunkRequestFrame }
  /** Another session's receipt, opened and verified, that came over this relay. */
  | {
      readonly type: 'receipt';
      readonly from: string;
      readonly receipt: ReceiptClaim;
      /** A session of whose newest envelope it holds another than the ledger. */
      readonly forked?: string | undefined;
    }
  | { readonly type: 'woke' };

export type RelayEffect =
  | { readonly type: 'hello'; readonly nonce: Uint8Array; readonly cursor: number; readonly generation: string }
  | { readonly type: 'send'; readonly frame: ClientFrame }
  | { readonly type: 'append'; readonly name: Name }
  | { readonly type: 'propose'; readonly name: Name; readonly base: number; readonly upto: number }
  /** Give the envelope to the replica; answered by `received`. */
  | { readonly type: 'receive'; readonly envelope: Uint8Array; readonly place: Place }
  /** Name what the ledger holds beyond these heads; answered by `listed`. */
  | { readonly type: 'list'; readonly known: ReadonlyMap<string, number> }
  /** Name the notices that no snapshot stands for; answered by `pins`. */
  | { readonly type: 'list-pins' }
  /** KEY-8: show the certificates of the other epochs. */
  | { readonly type: 'show-epochs' }
  /** Ask the replica for a snapshot; answered by `compacted`. */
  | { readonly type: 'compact' }
  /** Store what this state knows of the relay, once the ledger is saved (SYN-4). */
  | { readonly type: 'persist' }
  | { readonly type: 'ephemeral'; readonly from: number; readonly envelope: Uint8Array }
  | { readonly type: 'joined'; readonly connection: number; readonly others: readonly number[] }
  | { readonly type: 'peer'; readonly connection: number; readonly change: 'joined' | 'left' }
  | { readonly type: 'caught-up' }
  /** Servers for direct connections, in place of any named before. */
  | { readonly type: 'ice'; readonly servers: readonly IceServer[] }
  /** An answer about attachments. */
  | { readonly type: 'chunks'; readonly frame: ChunkAnswerFrame }
  | { readonly type: 'alarm'; readonly failure: Failure<string> }
  /** `retryAfter`: ms to wait at least before connecting again. */
  | { readonly type: 'close'; readonly code: number; readonly retryAfter: number }
  | { readonly type: 'wake'; readonly at: number };

/** What a step may know besides its state and the event. */
export interface StepContext {
  /** Unix ms. */
  readonly now: number;
  /** A fresh random number, 0 ≤ chance < 1: jitter comes from here. */
  readonly chance: number;
  /** This replica may write snapshots. */
  readonly canCompact: boolean;
  /** The replica says that compacting pays. */
  readonly wantsCompaction: boolean;
  /** KEY-8: the ledger holds notices. */
  readonly hasNotices: boolean;
  /** KEY-8: certificates tell of notices that have not come. */
  readonly lacksNotices: boolean;
}

/** A session that has not connected yet, with what an earlier one learnt. */
export function createRelaySession(known: {
  readonly generation: string;
  readonly cursor: number;
  readonly reached: number;
  readonly heldBase: number;
  readonly heads: RelayHeads;
}): RelaySession {
  return {
    phase: 'closed',
    isRefused: false,
    failure: undefined,
    generation: known.generation,
    positions: createPositions(known.cursor),
    reached: known.reached,
    base: 0,
    heldBase: known.heldBase,
    baseTries: 0,
    head: 0,
    heads: known.heads,
    waiting: new Map(),
    inFlight: new Map(),
    inFlightBytes: 0,
    progressAt: 0,
    blocked: new Set(),
    unblockAt: undefined,
    lack: undefined,
    refusedHere: new Map(),
    asideHere: new Map(),
    behind: new Map(),
    unopened: new Map(),
    forks: new Map(),
    resendAt: 0,
    resends: 0,
    queue: [],
    isStale: true,
    cutOff: new Map(),
    noticesAt: undefined,
    doubtedUpto: 0,
    isListing: false,
    appendsPerSecond: 1,
    maxFrameBytes: 0,
    pace: 1,
    tokens: 0,
    tokensAt: 0,
    pausedUntil: 0,
    pauses: 0,
    refillAt: undefined,
    isRefilling: false,
    gap: undefined,
    pulledAt: Number.NEGATIVE_INFINITY,
    isPulling: false,
    pulls: 0,
    lag: 0,
    compactAt: undefined,
    compacting: undefined,
    restUntil: 0,
    heardAt: 0,
    isPinged: false,
    violations: 0,
    violatedAt: 0,
    persistAt: undefined,
    wakeAt: undefined,
  };
}

/** A name as the key of a map. */
export function nameToKey(name: Name): string {
  return `${name.session}:${name.seq}`;
}
