import type { Failure, Result } from '@weft/crypto/verify';

/** RLY-4: one entry of a room's log, as it was written. */
export interface LogItem {
  /** From 1. */
  readonly position: number;
  /** The position before it. */
  readonly prev: number;
  readonly envelope: Uint8Array;
  /** True for the snapshot that stands for everything up to its position. */
  readonly isBase: boolean;
}

/** A room's log as it stands when it is opened. */
export interface OpenedLog {
  /** 16 bytes: one life of this log. */
  readonly generation: Uint8Array;
  /** The base's position; 0 if there is none. */
  readonly base: number;
  /** The newest position; 0 if there is none. */
  readonly head: number;
  /** The base, if there is one, and everything after it, in order. */
  readonly items: readonly LogItem[];
}

export interface ReadRequest {
  /** The first position wanted. */
  readonly from: number;
  /** Whether to read what a compaction replaced, where it is still kept, in place of the base. */
  readonly withReplaced: boolean;
  /** Stop after about this many bytes; one item always comes, however large. */
  readonly maxBytes: number;
}

export interface CompactRequest {
  /** What the author believes is the base; the store compares. */
  readonly base: number;
  readonly upto: number;
  readonly envelope: Uint8Array;
}

/** A chunk of an attachment, by its name. */
export interface ChunkRequest {
  /** Lower-case hex. */
  readonly session: string;
  readonly seq: number;
  readonly envelope: Uint8Array;
}

export interface FetchRequest {
  /** Lower-case hex. */
  readonly session: string;
  readonly from: number;
  /** The most chunks wanted; 0 asks how many there are. */
  readonly count: number;
  /** Stop after about this many bytes; of those wanted one always comes, however large. */
  readonly maxBytes: number;
}

/** Chunks that follow one another, as they were put. */
export interface ChunkSlice {
  readonly chunks: readonly Uint8Array[];
  /** How many chunks of the chain there are, from 0 on. */
  readonly held: number;
}

/** Why a store did not do what it was asked. */
export type StoreFailure = Failure<
  'room-full' | 'store-full' | 'rooms-full' | 'base-moved' | 'room-unknown' | 'chunk-order' | 'name-taken'
>;

/** Called once, at once or later. */
export type Done<T> = (result: Result<T, StoreFailure>) => void;

/**
 * Where rooms' logs are kept. Answers come by callback, at once where the store can: a relay in a simulation stays
 * synchronous, and a store on disk or in a cluster answers when its own durability does (RLY-4).
 * Rooms are named by the lower-case hex of their id. tests/contracts holds every store to the same law.
 */
export interface Store {
  /** Opens a room's log, starting a new generation where there is none. Fails with `rooms-full`. */
  open(room: string, done: Done<OpenedLog>): void;
  /** Adds an envelope at the end; the bytes are copied. Fails with `room-full`, `store-full`, `room-unknown`. */
  append(room: string, envelope: Uint8Array, done: Done<{ readonly position: number; readonly prev: number }>): void;
  /** RLY-4: puts a snapshot in place of everything up to `upto`. Fails with `base-moved`, and as `append` does. */
  compact(room: string, request: CompactRequest, done: Done<{ readonly position: number }>): void;
  /** What brings a reader that holds everything before `from` up to date, or a first part of it. Fails with `room-unknown`. */
  read(room: string, request: ReadRequest, done: Done<readonly LogItem[]>): void;
  /**
   * Puts a chunk of an attachment beside the log, at the end of its chain: a chain has no hole. The bytes are copied; the same bytes
   * again change nothing. Fails with `chunk-order`, `name-taken`, and as `append` does.
   */
  putChunk(room: string, request: ChunkRequest, done: Done<{ readonly held: number }>): void;
  /** Chunks of one chain; none where there is no such chain. Fails with `room-unknown`. */
  readChunks(room: string, request: FetchRequest, done: Done<ChunkSlice>): void;
  /**
   * Says which chains the document still refers to. Those left out are dropped after a grace period, unless they are named, or one
   * of their chunks is put, before it ends; sooner where their room is needed. Fails with `room-unknown`.
   */
  keepChunks(room: string, sessions: ReadonlySet<string>, done: Done<void>): void;
  /** Forgets what a grace period or a time to live has ended for. Rooms in use are kept. */
  expire(isInUse: (room: string) => boolean): void;
  usage(): { readonly rooms: number; readonly bytes: number };
  close(): Promise<void>;
}

const SENTENCES: Readonly<Record<StoreFailure['code'], string>> = {
  'room-full': 'The relay has no room left for this document; choose a relay with higher limits.',
  'store-full': 'The relay is full; try again later, or choose another relay.',
  'rooms-full': 'The relay holds as many documents as it may; try again later, or choose another relay.',
  'base-moved': 'Someone else compacted the document first; nothing is lost.',
  'chunk-order': 'A part of a file came before the part that it follows; it has to be sent again.',
  'name-taken': 'The relay already holds another part of a file under this name; attach the file again.',
  'room-unknown': 'The relay no longer holds this document; the connection has to be opened again.',
};

/** The failure of a store with the given code. */
export function storeFailure(code: StoreFailure['code']): { readonly ok: false; readonly failure: StoreFailure } {
  return { ok: false, failure: { code, sentence: SENTENCES[code] } };
}
