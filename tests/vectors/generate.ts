/** Writes the vectors anew: `node tests/vectors/generate.ts`. A difference afterwards means the protocol has changed. */
import { writeFile } from 'node:fs/promises';
import { loadSodium } from '@weft/crypto';
import { buildVectors } from './build-vectors.ts';

for (const [name, text] of await buildVectors(await loadSodium())) {
  await writeFile(new URL(name, import.meta.url), text);
  console.log(`wrote tests/vectors/${name}`);
}
