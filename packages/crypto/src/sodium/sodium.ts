import { createDerivingSodium, type DerivingSodium } from './deriving.ts';
import { createKemSodium, type KemSodium } from './kem.ts';
import { checkLibrary, checkRawSodium } from './library.ts';
import { createSodiumMemory } from './memory.ts';
import { createSealingSodium, type SealingSodium } from './sealing.ts';
import { createVerifyingSodium, type VerifyingSodium } from './verifying-sodium.ts';

/** The whole of libsodium that Weft uses: one narrow, checked port. Wrong lengths of keys are programmer errors and throw. */
export interface Sodium extends VerifyingSodium, DerivingSodium, SealingSodium, KemSodium {
  /** KEY-9: overwrites a secret with zeros. */
  wipe(secret: Uint8Array): void;
}

const NAMES = ['crypto_sign_verify_detached', 'memcmp', 'memzero'] as const;

/**
 * Loads libsodium and checks what is needed of it.
 * @throws if the installed build lacks a function
 */
export async function loadSodium(): Promise<Sodium> {
  const { default: build } = await import('libsodium-wrappers');
  await build.ready;
  const library = checkLibrary(build, NAMES);
  const raw = checkRawSodium(build);
  const memory = createSodiumMemory(raw);
  return {
    ...createVerifyingSodium(library, raw, memory),
    ...createSealingSodium(raw, memory),
    ...createDerivingSodium(raw, memory),
    ...createKemSodium(raw, memory),
    wipe: (secret) => library.memzero(secret),
  };
}
