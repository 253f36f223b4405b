/**
 * LED-4: what a snapshot took the place of stays beside the ledger until it is known that others can read the snapshot. An array of its own: a
 * marker (session 32 ‖ seq u64 ‖ time u64, Unix ms), then the envelopes.
 */
import { createReader, toHex, writeU64 } from '@weft/crypto';
import type * as Y from 'yjs';
import { hexToBytes } from './heads.ts';
import type { SessionHex } from './types.ts';

const REPLACED_ARRAY = 'replaced';
const MARKER_BYTES = 48;

/** The snapshot of the last compaction, while what it replaced is kept. */
export interface Replacement {
  /** The snapshot's name. */
  readonly session: SessionHex;
  readonly seq: number;
  /** Unix ms. */
  readonly at: number;
}

/** Reads and writes within transactions of the caller. */
export interface Replaced {
  get(): Replacement | undefined;
  envelopes(): readonly Uint8Array[];
  /** Takes the place of what was kept before. */
  set(replacement: Replacement, envelopes: readonly Uint8Array[]): void;
  clear(): void;
}

/** @param doc - the ledger document */
export function createReplaced(doc: Y.Doc): Replaced {
  const array = doc.getArray<Uint8Array>(REPLACED_ARRAY);
  const clear = (): void => array.delete(0, array.length);

  return {
    get() {
      const marker = array.length > 0 ? array.get(0) : undefined;
      if (marker?.length !== MARKER_BYTES) return undefined;
      const reader = createReader(marker);
      const session = toHex(reader.take(32));
      const seq = reader.u64();
      const at = reader.u64();
      return reader.isDone() ? { session, seq, at } : undefined;
    },
    envelopes: () => array.toArray().slice(1),
    set({ session, seq, at }, envelopes) {
      const marker = new Uint8Array(MARKER_BYTES);
      marker.set(hexToBytes(session), 0);
      writeU64(marker, 32, seq);
      writeU64(marker, 40, Math.floor(at)); // a clock may count finer
      clear();
      array.push([marker, ...envelopes]);
    },
    clear,
  };
}
