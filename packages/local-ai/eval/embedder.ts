import { readFileSync } from 'node:fs';
import { createEmbedder, type Embedder } from '../src/engines/embeddings/embedder.ts';
import { readVectorsFile } from '../src/engines/embeddings/vectors-file.ts';
import { unpackFile } from '../src/engines/unpack.ts';

/** The word vectors that are shipped, or those that the environment names. */
export async function readEmbedder(): Promise<Embedder> {
  const path = process.env['WEFT_VECTORS'] ?? new URL('../model/weft-vectors.bin', import.meta.url).pathname;
  const packed = readFileSync(path);
  const read = readVectorsFile((await unpackFile(new Uint8Array(packed))) ?? new Uint8Array());
  if (!read.ok) throw new Error(read.failure.sentence);
  return createEmbedder(read.value);
}
