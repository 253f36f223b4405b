import { openAsBlob } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { modelPartToHash, toBase64Url, type VerifyingSodium } from '@weft/crypto';
import type { ModelContract, ModelFileEntry } from '../models/manifest.ts';
import { MANIFEST_NAME } from '../models/offer.ts';
import { hasEncoder, toSpeechContract } from './describe-speech.ts';
import type { CommandOptions } from './options.ts';

/** Names of all files below a folder, with `/`, in order; none that begin with a dot, and not the manifest. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== MANIFEST_NAME && !path.split('/').some((step) => step.startsWith('.')))
    .toSorted();
}

/** The size of a file and the hashes of its parts, read part by part. */
export async function hashFile(
  sodium: VerifyingSodium,
  folder: string,
  path: string,
  partBytes: number,
): Promise<ModelFileEntry> {
  const { size } = await stat(join(folder, path));
  const parts: string[] = [];
  const file = await open(join(folder, path));
  try {
    const buffer = new Uint8Array(partBytes);
    for (let at = 0; at < size; at += partBytes) {
      const wanted = Math.min(partBytes, size - at);
      let filled = 0;
      while (filled < wanted) {
        const { bytesRead } = await file.read(buffer, filled, wanted - filled, at + filled);
        if (bytesRead === 0) throw new Error(`${path} changed while it was read`);
        filled += bytesRead;
      }
      parts.push(toBase64Url(modelPartToHash(sodium, buffer.subarray(0, wanted))));
    }
  } finally {
    await file.close();
  }
  return { path, bytes: size, parts };
}

/** Files as the engines take them: not in memory. */
export async function openFiles(folder: string, paths: readonly string[]): Promise<ReadonlyMap<string, Blob>> {
  const files = new Map<string, Blob>();
  for (const path of paths) files.set(path, await openAsBlob(join(folder, path)));
  return files;
}

/** What a model's own inputs say of it. */
export interface FoundShape {
  readonly layers: number;
  readonly heads: number;
  readonly size: number;
  readonly positions: boolean;
}

/**
 * What kind of model a folder holds, by its files.
 * @param inspect of an ONNX model; undefined where it is not a decoder with keys and values
 * @param readJson of a file; undefined where it holds no object
 * @returns a sentence where it is none that can be described
 */
export async function toContract(
  paths: readonly string[],
  options: CommandOptions,
  inspect: (model: string) => Promise<FoundShape | string | undefined>,
  readJson: (path: string) => Promise<Readonly<Record<string, unknown>> | undefined>,
): Promise<ModelContract | string> {
  const { prompt, stop, context } = options;
  const common = { kind: 'text', prompt, stop, context: context ?? 2048 } as const;
  const gguf = paths.filter((path) => path.endsWith('.gguf'));
  if (gguf.length > 0) {
    const [model = ''] = gguf;
    return gguf.length > 1
      ? 'There are several GGUF files here. Leave the one that is meant in the folder.'
      : { runtime: 'gguf', ...common, model };
  }
  const onnx = paths.filter((path) => path.endsWith('.onnx'));
  if (options.tasks.includes('transcribe')) return await toSpeechContract(paths, readJson, options.test);
  if (hasEncoder(paths)) {
    return {
      runtime: 'transformers',
      kind: options.tasks.includes('summarize') ? 'summary' : 'text',
      context: context ?? 448,
    };
  }
  const [model] = onnx;
  if (model === undefined) return 'There is no .onnx and no .gguf file in this folder.';
  if (onnx.length > 1) return 'There are several ONNX files here. Leave the one that is meant in the folder.';
  const tokenizer = paths.find((path) => path === 'tokenizer.json' || path.endsWith('/tokenizer.json'));
  if (tokenizer === undefined) return 'There is no tokenizer.json beside the model.';
  const shape = await inspect(model);
  if (typeof shape === 'string') return shape;
  if (shape === undefined) return 'This ONNX model is no decoder with keys and values (“with past”). Export it as one.';
  return { runtime: 'onnx', ...common, model, tokenizer, ...shape };
}
