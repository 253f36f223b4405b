import type { Result } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';

/** What a store remembers of one chain beside its chunks. Nothing in it tells what the file is. */
export interface ChainMark {
  /** How many there will be. */
  readonly chunks: number;
  /** It was attached on this device. */
  readonly isOwn: boolean;
  /** A relay said once that it has all of it. */
  readonly isSent: boolean;
  /** When it was last written to, Unix ms. */
  readonly touchedAt: number;
  /** Since when the document no longer refers to it, Unix ms; 0: it does, or nobody has looked. */
  readonly leftAt: number;
}

/** A chain as a store has it. */
export interface StoredChain extends ChainMark {
  /** Hex. */
  readonly session: string;
  /** Chunks that are here, from 0 on. */
  readonly held: number;
}

type Answer<T> = Promise<Result<T, StorageFailure>>;

/**
 * Keeps one document's attachments on this device: sealed chunks, in chains without holes. Tabs share one store. Nothing rejects: every
 * failure is a value.
 */
export interface AttachmentStore {
  chains(): Answer<readonly StoredChain[]>;
  chain(session: string): Answer<StoredChain | undefined>;
  read(session: string, seq: number): Answer<Uint8Array | undefined>;
  /**
   * Puts the next chunk of a chain, with its mark, in one go; one that is there, or leaves a hole, changes nothing. Answers with how many
   * chunks are here now.
   */
  put(session: string, seq: number, envelope: Uint8Array, mark: ChainMark): Answer<number>;
  /** Changes the mark of a chain that is there. */
  mark(session: string, change: Partial<ChainMark>): Answer<void>;
  drop(session: string): Answer<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Opens the store of one document; `name`: `weft/<roomId as base64url>`. */
export type OpenAttachmentStore = (name: string) => AttachmentStore;
