/** Attachments, decoded from docs/protocol.md alone; like plain-decoder.ts, it shares no code with the packages. */
import { ascii, demand, H, hex, join, type PlainEpoch, plainEnvelope, type PlainKeys } from './plain-decoder.ts';

type Bytes = Uint8Array;

const CHUNK_BYTES = 256 * 1024 - 36;

/** ATT-2: the hash of a file. */
export function plainFileHash(file: Bytes): Bytes {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(file.length));
  const parts: Bytes[] = [];
  for (let at = 0; at === 0 || at < file.length; at += CHUNK_BYTES) {
    parts.push(H(join(ascii('weft/part/v1'), file.slice(at, at + CHUNK_BYTES))));
  }
  return H(join(ascii('weft/file/v1'), length, ...parts));
}

/** ATT-1: what a chain of chunks holds, whatever the length of its parts. */
export function plainChain(chunks: readonly Bytes[], epoch: PlainEpoch, keys: PlainKeys): Bytes[] {
  let prev = '00'.repeat(32);
  return chunks.map((bytes, seq) => {
    const chunk = plainEnvelope(bytes, epoch, keys);
    demand(chunk.kind === 'chunk' && chunk.seq === seq, 'a chunk in its place');
    demand(hex(chunk.prev) === prev, 'the chunk before');
    prev = hex(chunk.hash);
    return chunk.payload;
  });
}
