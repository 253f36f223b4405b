/** Attachments as an editor or an app sees them. Types only. */
import type { Failure, Result } from '@weft/crypto';
import type { Readable } from '../sync/readable.ts';
import type { StorageFailure } from '../ports/storage.ts';
import type { AttachmentFailure } from './failures.ts';
import type { AttachmentReference } from './reference.ts';
import type { StoredChain } from './store.ts';

/** A file to attach: bytes, or anything that is read like a `Blob`, part by part. */
export type AttachmentSource =
  | Uint8Array
  | {
      readonly size: number;
      slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
    };

/** How far something is. `isWaiting`: no link gives more at the moment; it goes on by itself. */
export interface AttachmentProgress {
  readonly bytes: number;
  readonly total: number;
  readonly isWaiting: boolean;
}

export interface AttachOptions {
  readonly onProgress?: ((progress: AttachmentProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ReadOptions extends AttachOptions {
  /** False: fail where the file cannot be had now. By default it is waited for, until `signal` ends it. */
  readonly wait?: boolean | undefined;
}

/** An attachment of this device that the relay does not have whole. */
export interface AttachmentUpload {
  readonly session: string;
  /** Chunks that the relay has confirmed. */
  readonly sent: number;
  readonly chunks: number;
  /** Why it does not go on at the moment. */
  readonly failure?: Failure<string>;
}

/** Files of this device that the relay does not take, and why. */
export interface StuckFiles {
  readonly count: number;
  /** Of the gravest. */
  readonly failure: Failure<string>;
}

/** The files of one document (ATT-1 … ATT-5). */
export interface Attachments {
  /**
   * ATT-1: seals a file into chunks on this device, then sends them by itself. What comes back is for the document to hold; it may be put
   * there at once. Nothing stays of one that failed or was stopped.
   */
  attach(
    source: AttachmentSource,
    as: { readonly name: string; readonly type: string },
    options?: AttachOptions,
  ): Promise<Result<AttachmentReference, AttachmentFailure>>;
  /** ATT-2: the file, from this device or over its links; what is here is not fetched again. */
  read(
    reference: AttachmentReference,
    options?: ReadOptions,
  ): Promise<Result<Uint8Array<ArrayBuffer>, AttachmentFailure>>;
  /** Whether all of it is on this device. */
  has(reference: AttachmentReference): Promise<boolean>;
  /** What is on this device. */
  held(): Promise<Result<readonly StoredChain[], StorageFailure>>;
  /** What this device attached and the relay does not have yet. */
  readonly uploads: Readable<readonly AttachmentUpload[]>;
  /** Sends an attachment of this device now, where it waits because of a failure. */
  retry(session: string): void;
  /**
   * ATT-4: says to what the document refers now, all of it, so that the rest can go: from this device 7 days after it was last named here,
   * from the relay after its own grace period. Not to be called with a document that is only partly read. Answers with how many went.
   */
  collect(referenced: Iterable<AttachmentReference>): Promise<Result<number, StorageFailure>>;
}
