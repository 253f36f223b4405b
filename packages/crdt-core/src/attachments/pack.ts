/** Attachments in `.weft` files (LED-6): out of the store, and back into it. */
import { decodeHeader, type Result, success, toHex } from '@weft/crypto';
import type { StorageFailure } from '../ports/storage.ts';
import type { ChunkKeys } from './keys.ts';
import type { AttachmentReference } from './reference.ts';
import type { AttachmentStore } from './store.ts';

/** Chains that are whole here, as they are stored. */
export interface PackedChains {
  readonly envelopes: readonly Uint8Array[];
  /** How many files that is. */
  readonly files: number;
  /** What is not here, or not all of it. */
  readonly missing: readonly AttachmentReference[];
}

/** What became of the chunks of a file. */
export interface UnpackedChains {
  /** Sessions of which something is new here. */
  readonly sessions: readonly string[];
  /** Chunks that do not verify. */
  readonly refused: number;
  /** Why the rest was not kept. */
  readonly failure?: StorageFailure;
}

/** Reads the chains of these attachments, each once, each in order. */
export async function packChains(
  store: Pick<AttachmentStore, 'read'>,
  references: Iterable<AttachmentReference>,
): Promise<Result<PackedChains, StorageFailure>> {
  const envelopes: Uint8Array[] = [];
  const missing: AttachmentReference[] = [];
  const bySession = new Map([...references].map((reference) => [reference.session, reference]));
  for (const reference of bySession.values()) {
    const chain: Uint8Array[] = [];
    for (let seq = 0; seq < reference.chunks; seq++) {
      const read = await store.read(reference.session, seq);
      if (!read.ok) return read;
      if (read.value === undefined) break;
      chain.push(read.value);
    }
    if (chain.length === reference.chunks) envelopes.push(...chain);
    else missing.push(reference);
  }
  return success({ envelopes, files: bySession.size - missing.length, missing });
}

/**
 * Takes chunks that came in a file: each is verified as one that came over a link. Their order does not matter. Whose chain has a hole is kept
 * up to there.
 */
export async function unpackChains(
  store: AttachmentStore,
  keys: Pick<ChunkKeys, 'verify'>,
  envelopes: readonly Uint8Array[],
  now: number,
): Promise<UnpackedChains> {
  const chains = new Map<string, Map<number, Uint8Array>>();
  let refused = 0;
  for (const envelope of envelopes) {
    const verified = keys.verify(envelope);
    if (!verified.ok || verified.value.kind !== 'chunk') {
      refused++;
      continue;
    }
    const session = toHex(verified.value.session);
    const chain = chains.get(session) ?? new Map<number, Uint8Array>();
    chains.set(session, chain.set(verified.value.seq, envelope));
  }
  const sessions: string[] = [];
  for (const [session, chain] of chains) {
    const known = await store.chain(session);
    let held = known.ok ? (known.value?.held ?? 0) : 0;
    const chunks = Math.max(known.ok ? (known.value?.chunks ?? 0) : 0, ...[...chain.keys()].map((seq) => seq + 1));
    const mark = {
      chunks,
      isOwn: false,
      isSent: false,
      touchedAt: now,
      leftAt: 0,
      ...(known.ok ? toMark(known.value) : {}),
    };
    const before = held;
    for (let next = chain.get(held); next !== undefined; next = chain.get(held)) {
      const put = await store.put(session, held, next, { ...mark, chunks });
      if (!put.ok) return { sessions, refused, failure: put.failure };
      // Another tab may have been quicker.
      held = Math.max(put.value, held + 1);
    }
    if (held > before) sessions.push(session);
  }
  return { sessions, refused };
}

/** What is known of a chain stays known. */
function toMark(known: { readonly isOwn: boolean; readonly isSent: boolean } | undefined): object {
  return known === undefined ? {} : { isOwn: known.isOwn, isSent: known.isSent };
}

/** Whether an envelope says that it is a chunk. Nothing of it is verified. */
export function saysChunk(envelope: Uint8Array): boolean {
  const header = decodeHeader(envelope);
  return header.ok && header.value.kind === 'chunk';
}
