/** The vectors of attachments (ATT-1, ATT-2). */
import {
  createSession,
  hashEnvelope,
  partsToFileHash,
  partToHash,
  sealEnvelope,
  type Sodium,
  toHex,
} from '@weft/crypto';
import { createSeededRandomness, type Fixture, NOT_AFTER } from './vector-fixture.ts';

/** Bytes of a file in one chunk. */
const CHUNK_BYTES = 262_108;
/** Small enough to be written out. */
const SMALL = [0, 1, 100];
/** Only their hashes. */
const LARGE = [CHUNK_BYTES, CHUNK_BYTES + 1, 600_000];

/** A file that anyone can make again: byte i is 7i + 1. */
function createFile(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + 1) % 256);
}

function toParts(file: Uint8Array): Uint8Array[] {
  const parts = [file.subarray(0, CHUNK_BYTES)];
  for (let at = CHUNK_BYTES; at < file.length; at += CHUNK_BYTES) parts.push(file.subarray(at, at + CHUNK_BYTES));
  return parts;
}

/** Files with their chunks, files with their hashes, and a chain of two chunks as it is linked. */
export function buildAttachments(sodium: Sodium, { keys, epoch }: Fixture): unknown {
  const random = createSeededRandomness('attachments');
  const begin = () =>
    createSession(sodium, random, keys, epoch.certificate, { role: 'editor', notAfter: NOT_AFTER - 1 });
  const toHash = (file: Uint8Array): string =>
    toHex(
      partsToFileHash(
        sodium,
        file.length,
        toParts(file).map((part) => partToHash(sodium, part)),
      ),
    );
  const files = SMALL.map((bytes) => {
    const session = begin();
    const file = createFile(bytes);
    const envelope = sealEnvelope(sodium, random, session, keys, { kind: 'chunk', seq: 0, payload: file });
    return { session: toHex(session.pair.publicKey), bytes, hash: toHash(file), envelope: toHex(envelope) };
  });
  const session = begin();
  const first = sealEnvelope(sodium, random, session, keys, { kind: 'chunk', seq: 0, payload: createFile(9) });
  const prev = hashEnvelope(sodium, first);
  const second = sealEnvelope(sodium, random, session, keys, { kind: 'chunk', seq: 1, payload: createFile(5), prev });
  return {
    files,
    hashes: LARGE.map((bytes) => ({ bytes, hash: toHash(createFile(bytes)) })),
    chain: [toHex(first), toHex(second)],
  };
}
