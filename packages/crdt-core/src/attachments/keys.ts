import type { CryptoFailure, OpenedEnvelope, Result, VerifiedEnvelope } from '@weft/crypto';

/** What attachments need of a replica's keys (ATT-1). */
export interface ChunkKeys {
  /** As `verifyEnvelope`, under whichever epoch it names. */
  verify(envelope: Uint8Array): Result<VerifiedEnvelope, CryptoFailure>;
  /** As `openEnvelope`. */
  open(envelope: Uint8Array): Result<OpenedEnvelope, CryptoFailure>;
  /** Begins a chain with a session of its own; `undefined` where this replica may write none. */
  begin(): ChunkWriter | undefined;
  /** A name of the epoch that is current: an attachment lies in one. */
  epoch(): string;
}

/** Writes one attachment's chain. */
export interface ChunkWriter {
  /** Hex of its public key. */
  readonly session: string;
  /** Seals and signs the next chunk. */
  seal(payload: Uint8Array): Uint8Array;
  /** KEY-9: wipes the session's key. Nothing more can be added to the chain, by anyone. */
  end(): void;
}
