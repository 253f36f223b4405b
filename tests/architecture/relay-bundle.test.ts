import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { RELAY_CLI } from '../../scripts/workspace.ts';

// What a relay host runs, bundled and read: the promise "cannot open" as far as code can keep it.

/** Words that only code which opens, seals or derives would hold. */
const FORBIDDEN = [
  'openEnvelope',
  'sealEnvelope',
  'deriveKeys',
  'seedToRoom',
  'linkToCapability',
  'createSession',
  'crypto_aead',
  'crypto_secretbox',
  'crypto_kdf',
  'crypto_kem',
  'crypto_pwhash',
  'crypto_sign_detached',
  'crypto_sign_seed_keypair',
];

describe('relay bundle', () => {
  let text = '';
  let inputs: readonly string[] = [];

  beforeAll(async () => {
    const result = await build({
      entryPoints: [RELAY_CLI],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      // As a bundler for a host would: names stay, what is not used goes.
      treeShaking: true,
      // libsodium is one block of WebAssembly with all its functions: which of them are called is what counts.
      external: ['libsodium-wrappers', 'libsodium-wrappers-sumo', 'ws'],
    });
    text = result.outputFiles[0]?.text ?? '';
    inputs = Object.keys((result.metafile as Metafile).inputs);
  });

  test('it is the whole relay', () => {
    expect(inputs.some((input) => input.endsWith('relay-server/src/main.ts'))).toBe(true);
    expect(inputs.some((input) => input.includes('crypto/src/'))).toBe(true);
    expect(inputs.some((input) => input.includes('crdt-core/src/wire/'))).toBe(true);
    expect(text).toContain('crypto_sign_verify_detached');
  });

  test('there is no yjs in it, nor anything else that reads documents', () => {
    expect(inputs.filter((input) => /node_modules\/(\.pnpm\/)?(yjs|lib0|y-|prosemirror)/.test(input))).toEqual([]);
    expect(inputs.filter((input) => /crdt-core\/src\/(?!wire\/)/.test(input))).toEqual([]);
  });

  test.each(FORBIDDEN)('there is no %s in it', (word) => {
    expect(text).not.toContain(word);
  });

  test('the sumo build, which can stretch passphrases, is not in it', () => {
    expect(text).not.toContain('libsodium-wrappers-sumo');
  });
});
