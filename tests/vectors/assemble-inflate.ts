import { readFile } from 'node:fs/promises';
import { toBase64Url } from '@weft/crypto';
import loadWabt from 'wabt';

/** Where the text and what is made of it lie. */
const FOLDER = new URL('../../packages/crdt-core/src/inflate/', import.meta.url);
export const SYMBOLS_FILE: URL = new URL('symbols.ts', FOLDER);

const LINE = 100;

/** `symbols.ts` as it has to be: `symbols.wat`, assembled. */
export async function assembleInflate(): Promise<string> {
  const wabt = await loadWabt();
  const assembly = wabt.parseWat('symbols.wat', await readFile(new URL('symbols.wat', FOLDER)));
  assembly.validate();
  const text = toBase64Url(assembly.toBinary({ write_debug_names: false }).buffer);
  assembly.destroy();
  const lines = text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `/** \`symbols.wat\`, assembled, as base64url: \`node tests/vectors/generate.ts\` writes it, and a test compares. */
export const SYMBOLS: string = [
${lines.map((line) => `  '${line}',\n`).join('')}].join('');
`;
}
