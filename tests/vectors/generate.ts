/**
 * Writes the vectors anew, and the inner loop of inflating: `node tests/vectors/generate.ts`. A difference in a vector afterwards means
 * the protocol has changed.
 */
import { writeFile } from 'node:fs/promises';
import { loadSodium } from '@weft/crypto';
import { assembleInflate, SYMBOLS_FILE } from './assemble-inflate.ts';
import { buildVectors } from './build-vectors.ts';

for (const [name, text] of await buildVectors(await loadSodium())) {
  await writeFile(new URL(name, import.meta.url), text);
  console.log(`wrote tests/vectors/${name}`);
}
await writeFile(SYMBOLS_FILE, await assembleInflate());
