import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSodium, modelKeyToFingerprint, signModel, type Sodium, toBase64Url } from '@weft/crypto';
import {
  manifestToBytes,
  manifestToText,
  type ModelManifest,
  type ModelSignature,
  PART_BYTES,
  toModelBytes,
} from '../models/manifest.ts';
import { MANIFEST_NAME } from '../models/offer.ts';
import { readManifest } from '../models/read-manifest.ts';
import { checkSignature } from '../models/trust.ts';
import { hashFile, listFiles, openFiles, toContract } from './describe.ts';
import { readKey } from './key-file.ts';
import type { CommandOptions } from './options.ts';
import { askModel, findRuntime, inspectDecoder } from './try-model.ts';

/** Lines to print, or the sentence that says what is wrong. */
export type CommandResult =
  | { readonly ok: true; readonly lines: readonly string[] }
  | { readonly ok: false; readonly sentence: string };

const wrong = (sentence: string): CommandResult => ({ ok: false, sentence });

const NO_RUNTIME =
  'onnxruntime-web is not installed here: it is needed to try an ONNX model. Install it and try again.';

/** Makes and signs the manifest of a folder. */
export async function makeManifest(options: CommandOptions, defaultKey: string): Promise<CommandResult> {
  const { folder, id, name, version, licence, tasks, test, tokens, canary } = options;
  const needed = { id, name, version, licence, task: tasks[0] };
  const lacking = Object.entries(needed).find(([, value]) => value === undefined)?.[0];
  if (lacking !== undefined) return wrong(`Say --${lacking}; see weft-model --help.`);
  const sodium = await loadSodium();
  let paths: readonly string[];
  try {
    paths = await listFiles(folder);
  } catch {
    return wrong(`The folder ${folder} cannot be read.`);
  }
  const blobs = await openFiles(folder, paths);
  const runtime = await findRuntime();
  if (runtime === undefined && paths.some((path) => path.endsWith('.onnx'))) return wrong(NO_RUNTIME);
  const contract = await toContract(
    paths,
    options,
    async (model) => (runtime === undefined ? undefined : inspectDecoder(runtime, blobs, model)),
    (path) => readFields(blobs, path),
  );
  if (typeof contract === 'string') return wrong(contract);
  const files = [];
  for (const path of paths) files.push(await hashFile(sodium, folder, path, PART_BYTES));
  const draft = {
    id,
    name,
    version,
    channel: options.channel,
    licence,
    tasks,
    partBytes: PART_BYTES,
    files,
    contract,
    selfTest: { text: test, answer: options.answer ?? '', tokens },
    ...(canary === undefined ? {} : { canary }),
  } as Omit<ModelManifest, 'memory'>;
  const manifest = {
    ...draft,
    memory: options.memory ?? Math.ceil(1.5 * files.reduce((sum, { bytes }) => sum + bytes, 0)),
  };
  const tried = await tryAnswer(manifest, blobs, options);
  if (typeof tried === 'string') return wrong(tried);
  const whole = { ...manifest, selfTest: { ...manifest.selfTest, answer: tried.answer } };
  return write(sodium, folder, whole, options, defaultKey);

  async function tryAnswer(
    made: ModelManifest,
    opened: ReadonlyMap<string, Blob>,
    { answer }: CommandOptions,
  ): Promise<{ readonly answer: string } | string> {
    if (
      contract === undefined ||
      typeof contract === 'string' ||
      contract.runtime !== 'onnx' ||
      runtime === undefined
    ) {
      return { answer: answer ?? '' };
    }
    const asked = await askModel(runtime, { manifest: made, files: opened });
    if (typeof asked === 'string') return asked;
    if (answer !== undefined && !asked.answer.startsWith(answer))
      return `The model answers “${asked.answer}”, not --answer.`;
    return { answer: answer ?? asked.answer };
  }
}

/** The fields of a JSON file; undefined where it holds none. */
async function readFields(
  files: ReadonlyMap<string, Blob>,
  path: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value: unknown = JSON.parse((await files.get(path)?.text()) ?? '');
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

async function write(
  sodium: Sodium,
  folder: string,
  manifest: ModelManifest,
  options: CommandOptions,
  defaultKey: string,
): Promise<CommandResult> {
  let signed: ModelSignature | undefined;
  const lines: string[] = [];
  if (!options.unsigned) {
    const path = options.key ?? defaultKey;
    const key = await readKey(sodium, path);
    if (!key.ok) return wrong(key.sentence);
    const { publicKey, secretKey } = key.pair;
    const signature = toBase64Url(signModel(sodium, manifestToBytes(manifest), secretKey));
    sodium.wipe(secretKey);
    signed = { key: toBase64Url(publicKey), signature };
    if (key.isNew) lines.push(`A new signing key was made: ${path}. Keep it, and keep it to yourself.`);
    lines.push(
      `Signed by ${modelKeyToFingerprint(sodium, publicKey)}. Tell people this number where you tell them the address.`,
    );
  }
  const text = manifestToText(manifest, signed);
  // What is read back is what people's devices will read.
  const read = readManifest(new TextEncoder().encode(text));
  if (!read.ok)
    return wrong(
      'Something in this description is not allowed: look at --id, --name, --version, --task and the files’ names.',
    );
  const place = join(folder, MANIFEST_NAME);
  await writeFile(`${place}.new`, text);
  await rename(`${place}.new`, place);
  const megabytes = (toModelBytes(manifest) / 1e6).toFixed(1);
  if (manifest.contract.runtime !== 'onnx')
    lines.push(
      'Weft’s own app runs ONNX only, and says so of this model; an app that brings what runs it can take it.',
    );
  const { length } = manifest.files;
  return { ok: true, lines: [`${place}: ${length} ${length === 1 ? 'file' : 'files'}, ${megabytes} MB.`, ...lines] };
}

/** Checks a folder against its manifest. */
export async function verifyFolder(folder: string): Promise<CommandResult> {
  const sodium = await loadSodium();
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, MANIFEST_NAME));
  } catch {
    return wrong(`There is no ${MANIFEST_NAME} in ${folder}.`);
  }
  const read = readManifest(bytes);
  if (!read.ok) return wrong(read.failure.sentence);
  const signer = checkSignature(sodium, read.value);
  if (!signer.ok) return wrong(signer.failure.sentence);
  const { manifest } = read.value;
  for (const entry of manifest.files) {
    const found = await hashFile(sodium, folder, entry.path, manifest.partBytes).catch(() => undefined);
    if (found === undefined) return wrong(`${entry.path} is missing.`);
    if (found.parts.join() !== entry.parts.join()) return wrong(`${entry.path} is not the file that was described.`);
  }
  const by = signer.value === undefined ? 'Nobody has signed it.' : `Signed by ${signer.value.fingerprint}.`;
  return {
    ok: true,
    lines: [`${manifest.name} ${manifest.version}: ${manifest.files.length} files are as described. ${by}`],
  };
}
