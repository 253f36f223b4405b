import { type Hash, partsToFileHash, partToHash, type Result, success, toHex } from '@weft/crypto';
import type { Ports } from '../ports/index.ts';
import { type AttachmentCode, attachmentFailure, type AttachmentFailure } from './failures.ts';
import type { ChunkKeys, ChunkWriter } from './keys.ts';
import { bytesToChunks, CHUNK_BYTES, chunkLength, MAX_ATTACHMENT_BYTES } from './layout.ts';
import { type AttachmentReference, textToFileName, textToMediaType } from './reference.ts';
import type { AttachmentStore } from './store.ts';
import type { AttachmentSource, AttachOptions } from './types.ts';

/** What writing a chain needs. */
export interface WriteContext {
  readonly ports: Pick<Ports, 'sodium' | 'clock'>;
  readonly keys: ChunkKeys;
  readonly store: AttachmentStore;
  /** Chains that are being written here: nobody else has any business with them. */
  readonly writing: Set<string>;
  isClosed(): boolean;
  /** An attachment of the same epoch and hash, if one is known: `epoch hash`. */
  find(key: string): AttachmentReference | undefined;
}

type Attached = { readonly reference: AttachmentReference; readonly isNew: boolean };

/** Epochs that may change while one file is added. */
const MOST_TRIES = 3;

/** ATT-1: reads, seals and stores a file, chunk by chunk: never more than one of them in memory. */
export async function attachFile(
  context: WriteContext,
  source: AttachmentSource,
  as: { readonly name: string; readonly type: string },
  options: AttachOptions,
): Promise<Result<Attached, AttachmentFailure>> {
  let attached = await tryToAttach(context, source, as, options);
  for (let tries = 1; tries < MOST_TRIES && !attached.ok && attached.failure.code === 'attachment-keys'; tries++) {
    attached = await tryToAttach(context, source, as, options);
  }
  return attached;
}

async function tryToAttach(
  context: WriteContext,
  source: AttachmentSource,
  as: { readonly name: string; readonly type: string },
  options: AttachOptions,
): Promise<Result<Attached, AttachmentFailure>> {
  const { keys, store, writing, ports } = context;
  const bytes = source instanceof Uint8Array ? source.length : source.size;
  if (context.isClosed()) return refuse('attachment-closed');
  if (bytes > MAX_ATTACHMENT_BYTES) return refuse('attachment-too-large');
  const epoch = keys.epoch();
  const writer = keys.begin();
  if (writer === undefined) return refuse('attachment-not-allowed');
  const { session } = writer;
  writing.add(session);
  try {
    const parts = await writeParts(context, source, bytes, writer, options);
    const hash = parts.ok ? toHex(partsToFileHash(ports.sodium, bytes, parts.value)) : '';
    const failure = parts.ok
      ? keys.epoch() === epoch
        ? undefined
        : attachmentFailure('attachment-keys')
      : parts.failure;
    // ATT-2: the same file again, under the same keys, is the chain that is there.
    const known = failure === undefined ? context.find(`${epoch} ${hash}`) : undefined;
    const there = known === undefined ? undefined : await store.chain(known.session);
    const isKnown = known !== undefined && there?.ok === true && (there.value?.held ?? 0) >= known.chunks;
    if (failure !== undefined || isKnown) await store.drop(session);
    if (failure !== undefined) return { ok: false, failure };
    const said = { type: textToMediaType(as.type), name: textToFileName(as.name) };
    if (isKnown) return success({ reference: { ...known, ...said }, isNew: false });
    return success({ reference: { session, chunks: bytesToChunks(bytes), bytes, hash, ...said }, isNew: true });
  } finally {
    writer.end();
    writing.delete(session);
  }
}

async function writeParts(
  { ports, store, isClosed }: WriteContext,
  source: AttachmentSource,
  total: number,
  writer: ChunkWriter,
  { onProgress, signal }: AttachOptions,
): Promise<Result<readonly Hash[], AttachmentFailure>> {
  const chunks = bytesToChunks(total);
  const parts: Hash[] = [];
  const stopped = (): AttachmentCode | undefined =>
    isClosed() ? 'attachment-closed' : signal?.aborted === true ? 'attachment-cancelled' : undefined;
  for (let seq = 0; seq < chunks; seq++) {
    const part = await readPart(source, seq * CHUNK_BYTES, chunkLength(total, seq));
    const code = stopped() ?? (part === undefined ? 'attachment-unreadable' : undefined);
    if (code !== undefined || part === undefined) return refuse(code ?? 'attachment-unreadable');
    parts.push(partToHash(ports.sodium, part));
    const mark = { chunks, isOwn: true, isSent: false, touchedAt: ports.clock.now(), leftAt: 0 };
    const put = await store.put(writer.session, seq, writer.seal(part), mark);
    if (!put.ok) return put;
    onProgress?.({ bytes: Math.min(total, (seq + 1) * CHUNK_BYTES), total, isWaiting: false });
  }
  const code = stopped();
  return code === undefined ? success(parts) : refuse(code);
}

async function readPart(source: AttachmentSource, from: number, length: number): Promise<Uint8Array | undefined> {
  if (source instanceof Uint8Array) return source.subarray(from, from + length);
  try {
    const part = new Uint8Array(await source.slice(from, from + length).arrayBuffer());
    return part.length === length ? part : undefined;
  } catch {
    return undefined;
  }
}

function refuse(code: AttachmentCode): { readonly ok: false; readonly failure: AttachmentFailure } {
  return { ok: false, failure: attachmentFailure(code) };
}
