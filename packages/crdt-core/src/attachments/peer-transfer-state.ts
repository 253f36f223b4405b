/** What fetches attachments from peers, as values (ATT-7): what it knows, what can happen to it, what it wants done. */

/** A chunk that is being put together from its parts, over one link. */
export interface PeerTask {
  readonly session: string;
  readonly seq: number;
  /** Length of its envelope, once the first part said so. */
  readonly total: number | undefined;
  readonly parts: readonly Uint8Array[];
  /** Bytes in `parts`, from 0 on. */
  readonly received: number;
  /** Where the next part to ask for begins. */
  readonly asked: number;
  /** All of it came, and is being verified. */
  readonly isWhole: boolean;
  readonly heardAt: number;
}

/** A part that was asked for and has not come. Answers come in the order of the questions. */
export interface PeerQuestion {
  readonly session: string;
  readonly seq: number;
  readonly offset: number;
}

/** One link. */
export interface PeerSource {
  readonly task: PeerTask | undefined;
  readonly questions: readonly PeerQuestion[];
  /** Chains that it has no more of, and until when it is not asked for them again, Unix ms. */
  readonly lacks: ReadonlyMap<string, number>;
}

/** A chain that is wanted. */
export interface PeerWant {
  readonly chunks: number;
  /** The first that is not here. */
  readonly next: number;
  /** Whoever waits was told that nobody has more of it. */
  readonly isTold: boolean;
}

export interface PeerTransfers {
  /** By number of the link. */
  readonly sources: ReadonlyMap<number, PeerSource>;
  /** By session, oldest first. */
  readonly wants: ReadonlyMap<string, PeerWant>;
  readonly wakeAt: number | undefined;
}

/** What became of a chunk. `unknown`: under keys this replica does not have. `full`: no room to keep it. */
export type ChunkFate = 'kept' | 'forged' | 'unknown' | 'full';

export type PeerTransferEvent =
  | { readonly type: 'joined' | 'left'; readonly via: number }
  | { readonly type: 'want'; readonly session: string; readonly chunks: number; readonly next: number }
  | { readonly type: 'forget'; readonly session: string }
  | {
      readonly type: 'part';
      readonly via: number;
      readonly question: PeerQuestion;
      readonly total: number;
      readonly bytes: Uint8Array;
    }
  /** Answers `take`. */
  | {
      readonly type: 'taken';
      readonly via: number;
      readonly session: string;
      readonly seq: number;
      readonly fate: ChunkFate;
    }
  | { readonly type: 'woke' };

export type PeerTransferEffect =
  | { readonly type: 'ask'; readonly via: number; readonly question: PeerQuestion }
  /** Verify and keep it; answered by `taken`. */
  | {
      readonly type: 'take';
      readonly via: number;
      readonly session: string;
      readonly seq: number;
      readonly envelope: Uint8Array;
    }
  /** No peer has more of it now. */
  | { readonly type: 'absent'; readonly session: string }
  /** What came over a link is not what was asked for. */
  | { readonly type: 'accuse'; readonly via: number; readonly isForged: boolean }
  | { readonly type: 'wake'; readonly at: number };

/** No links, and nothing wanted. */
export function createPeerTransfers(): PeerTransfers {
  return { sources: new Map(), wants: new Map(), wakeAt: undefined };
}
