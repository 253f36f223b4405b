import type { Result, VerifyingSodium } from '@weft/crypto';
import type { ModelFailure, ModelFailureCode } from './failures.ts';
import type { FetchPort } from './fetch-parts.ts';
import type { ModelManifest } from './manifest.ts';

/**
 * Where models are kept: parts by their hashes, and the index. Every `put` and `saveIndex` is whole or was not, also where the
 * device stops in between. All of them may reject; `toDiskCode` says what with.
 */
export interface ModelDisk {
  has(hash: string): Promise<boolean>;
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** Its bytes, not yet in memory. */
  read(hash: string): Promise<Blob | undefined>;
  list(): Promise<readonly string[]>;
  remove(hash: string): Promise<void>;
  loadIndex(): Promise<Uint8Array | undefined>;
  saveIndex(bytes: Uint8Array): Promise<void>;
  /** Bytes that may still be stored; undefined where nobody knows. */
  room(): Promise<number | undefined>;
}

/** Locks that hold over all tabs, and end with the tab that holds them. */
export interface LockPort {
  /** Waits for the lock. */
  hold<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Undefined where somebody else holds it. */
  tryHold<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
}

/** A model whose files are here. */
export interface OpenedModel {
  readonly manifest: ModelManifest;
  /** Whole files by their paths; not in memory. */
  readonly files: ReadonlyMap<string, Blob>;
}

/** Runs a model's self-test: loads it, asks it, compares. */
export type TestModel = (model: OpenedModel) => Promise<Result<{ readonly latency: number }, ModelFailure>>;

export interface ModelStorePorts {
  readonly disk: ModelDisk;
  readonly locks: LockPort;
  readonly get: FetchPort;
  readonly sodium: () => Promise<VerifyingSodium>;
  readonly test: TestModel;
}

/** What a write to the disk was refused with. */
export function toDiskCode(error: unknown): ModelFailureCode {
  return (error as { readonly name?: unknown } | null)?.name === 'QuotaExceededError' ? 'model-room' : 'model-disk';
}
