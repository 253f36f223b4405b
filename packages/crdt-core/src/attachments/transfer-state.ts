/** What moves attachments over one link, as values: what it knows, what can happen to it, what it wants done. */
import type { ChunkAnswerFrame, ChunkRequestFrame } from '../wire/index.ts';
import type { AttachmentCode } from './failures.ts';

/** A chain on its way to the other side. `waiting`: to ask what is there. `asking`: asked. `sending`: knows. */
export interface Upload {
  readonly chunks: number;
  readonly phase: 'waiting' | 'asking' | 'sending' | 'stuck';
  /** How many the other side has, from 0 on. */
  readonly acked: number;
  /** The next to be sent. */
  readonly next: number;
  /** Not before then, Unix ms. */
  readonly at: number;
  readonly tries: number;
  /** Changes with each new start, so that what was on its way before is known. */
  readonly attempt: number;
  readonly failure: AttachmentCode | undefined;
}

/** A chain that is wanted from the other side. */
export interface Download {
  readonly chunks: number;
  readonly phase: 'waiting' | 'asking';
  /** The first that is not here. */
  readonly next: number;
  /** Of the question that is open: the seq that has to come next, how many are being looked at, whether its end has come. */
  readonly expected: number;
  readonly pending: number;
  readonly isAnswered: boolean;
  /** Something else came than was asked for. */
  readonly isBad: boolean;
  /** Where the question began. */
  readonly from: number;
  readonly at: number;
  readonly tries: number;
  readonly attempt: number;
}

export interface Transfers {
  readonly isLive: boolean;
  readonly uploads: ReadonlyMap<string, Upload>;
  readonly downloads: ReadonlyMap<string, Download>;
  /** Sessions of FETCHes that are not answered, in order: answers come in the same. */
  readonly questions: readonly { readonly session: string; readonly isDownload: boolean }[];
  readonly heardAt: number;
  readonly tokens: number;
  readonly tokensAt: number;
  readonly wakeAt: number | undefined;
}

export type TransferEvent =
  | { readonly type: 'live' }
  | { readonly type: 'down' }
  /** `after`: ms to wait first, so that not everyone brings the same. */
  | { readonly type: 'upload'; readonly session: string; readonly chunks: number; readonly after: number }
  | { readonly type: 'download'; readonly session: string; readonly chunks: number; readonly next: number }
  | { readonly type: 'forget'; readonly session: string }
  | { readonly type: 'frame'; readonly frame: ChunkAnswerFrame; readonly name: ChunkName | undefined }
  /** Answers `take`. */
  | {
      readonly type: 'taken';
      readonly session: string;
      readonly seq: number;
      readonly attempt: number;
      readonly isOk: boolean;
    }
  /** Answers `store` where the chunk is not here after all. */
  | { readonly type: 'lost'; readonly session: string }
  | { readonly type: 'woke' };

/** The name on a chunk that came. */
export interface ChunkName {
  readonly session: string;
  readonly seq: number;
}

export type TransferEffect =
  | { readonly type: 'send'; readonly frame: ChunkRequestFrame }
  /** Read the chunk and send it. */
  | { readonly type: 'store'; readonly session: string; readonly seq: number; readonly attempt: number }
  /** Verify and keep it; answered by `taken`. */
  | {
      readonly type: 'take';
      readonly session: string;
      readonly seq: number;
      readonly attempt: number;
      readonly envelope: Uint8Array;
    }
  /** `acked` of this chain are there now. */
  | { readonly type: 'sent'; readonly session: string; readonly acked: number }
  | { readonly type: 'stuck'; readonly session: string; readonly failure: AttachmentCode }
  /** The other side has no more of it. */
  | { readonly type: 'absent'; readonly session: string }
  | { readonly type: 'wake'; readonly at: number };

/** Nothing to move. */
export function createTransfers(now: number): Transfers {
  return {
    isLive: false,
    uploads: new Map(),
    downloads: new Map(),
    questions: [],
    heardAt: now,
    tokens: 0,
    tokensAt: now,
    wakeAt: undefined,
  };
}
