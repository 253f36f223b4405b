import { chmod, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createRandomness, fromBase64Url, type SigningPair, type Sodium, toBase64Url } from '@weft/crypto';

/** A key file, or a sentence that says why there is none. */
export type KeyResult =
  | { readonly ok: true; readonly pair: SigningPair; readonly isNew: boolean }
  | { readonly ok: false; readonly sentence: string };

/** Reads the signing key of a file, which is made once, for nobody else to read (0600). */
export async function readKey(sodium: Sodium, path: string): Promise<KeyResult> {
  try {
    const seed = fromBase64Url((await readFile(path, 'utf8')).trim());
    if (!seed.ok || seed.value.length !== 32) {
      return { ok: false, sentence: `${path} holds no key of weft-model. Name another with --key.` };
    }
    await chmod(path, 0o600);
    return { ok: true, pair: toPair(sodium, seed.value), isNew: false };
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ENOENT') {
      return { ok: false, sentence: `${path} cannot be read. See whose it is, or name another with --key.` };
    }
  }
  const seed = createRandomness()(32);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Fails where somebody made one in between: a key is never overwritten.
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${toBase64Url(seed)}\n`);
    await file.sync();
    await file.close();
  } catch {
    return { ok: false, sentence: `No key can be kept at ${path}. Name another place with --key.` };
  }
  return { ok: true, pair: toPair(sodium, seed), isNew: true };
}

function toPair(sodium: Sodium, seed: Uint8Array): SigningPair {
  const pair = sodium.seedToPair(seed);
  sodium.wipe(seed);
  return pair;
}
