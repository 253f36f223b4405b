import type { Result } from '@weft/crypto/verify';
import type { CloseCode, RelayFrame } from '@weft/crdt-core/wire';
import type { ChunkSlice, LogItem, OpenedLog, StoreFailure } from '../store/store.ts';

/** What happens to a room. Times are ms of whatever clock the shell has. */
export type RoomEvent =
  | {
      readonly type: 'connected';
      /** From 1; never used again in the life of a relay. */
      readonly connection: number;
      /** 32 fresh random bytes for the challenge. */
      readonly nonce: Uint8Array;
      /** The relay's authority as this client dialled it, which the shell has found to be one of its own. */
      readonly host: string;
      readonly now: number;
    }
  | { readonly type: 'received'; readonly connection: number; readonly bytes: Uint8Array; readonly now: number }
  | { readonly type: 'disconnected'; readonly connection: number }
  /** More waits for this reader than the shell is willing to keep. */
  | { readonly type: 'overflowed'; readonly connection: number }
  /** In answer to `await-drain`: what waited for this reader has gone out. */
  | { readonly type: 'drained'; readonly connection: number }
  | { readonly type: 'opened'; readonly result: Result<OpenedLog, StoreFailure> }
  | {
      readonly type: 'stored';
      readonly token: number;
      readonly result: Result<{ readonly position: number; readonly prev: number }, StoreFailure>;
    }
  | {
      readonly type: 'compacted';
      readonly token: number;
      readonly result: Result<{ readonly position: number }, StoreFailure>;
    }
  | {
      readonly type: 'slice';
      readonly connection: number;
      readonly result: Result<readonly LogItem[], StoreFailure>;
    }
  | {
      readonly type: 'chunk-stored';
      readonly token: number;
      readonly result: Result<{ readonly held: number }, StoreFailure>;
    }
  | { readonly type: 'chunks'; readonly connection: number; readonly result: Result<ChunkSlice, StoreFailure> }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'stopping' };

/** What a room wants done. */
export type RoomEffect =
  /** One frame to each of these connections but `except`. It is encoded and framed once. */
  | { readonly type: 'send'; readonly to: readonly number[]; readonly except: number; readonly frame: RelayFrame }
  /** RLY-3: names servers for direct connections to one that has proved itself, with credentials of its own. */
  | { readonly type: 'ice'; readonly connection: number }
  /** Close after what was sent before; the room has already forgotten the connection. */
  | { readonly type: 'close'; readonly connection: number; readonly code: CloseCode; readonly sentence: string }
  /** Answered by `opened`. */
  | { readonly type: 'open' }
  /** Answered by `stored`. */
  | { readonly type: 'store'; readonly token: number; readonly envelope: Uint8Array }
  /** Answered by `compacted`. */
  | {
      readonly type: 'compact';
      readonly token: number;
      readonly base: number;
      readonly upto: number;
      readonly envelope: Uint8Array;
    }
  /** Answered by `slice`. */
  | { readonly type: 'read'; readonly connection: number; readonly from: number; readonly withReplaced: boolean }
  /** Answered by `chunk-stored`. `session`: hex. */
  | {
      readonly type: 'store-chunk';
      readonly token: number;
      readonly session: string;
      readonly seq: number;
      readonly envelope: Uint8Array;
    }
  /** Answered by `chunks`. `session`: hex. */
  | {
      readonly type: 'read-chunks';
      readonly connection: number;
      readonly session: string;
      readonly from: number;
      readonly count: number;
    }
  /** In hex. */
  | { readonly type: 'keep-chunks'; readonly sessions: ReadonlySet<string> }
  /** Answered by `drained`, once what waits for this connection is little enough. */
  | { readonly type: 'await-drain'; readonly connection: number };
