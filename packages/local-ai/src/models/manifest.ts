import type { TaskName } from '../ports/task.ts';

/** How instructions and text become what a model reads: `before ‖ instructions ‖ between ‖ text ‖ after`. */
export interface Prompt {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

/**
 * A decoder in ONNX, with the names that exporters give: it takes `input_ids`, `attention_mask`, where `positions` says so
 * `position_ids`, and `past_key_values.N.key` and `.value` ([1, heads, past, size], float32) for N below `layers`; it gives
 * `logits` and `present.N.key` and `.value`.
 */
export interface OnnxContract {
  readonly runtime: 'onnx';
  readonly kind: 'text';
  /** Paths among the files. `model` may refer to others of them for its weights. */
  readonly model: string;
  /** A `tokenizer.json` of a byte-level BPE. */
  readonly tokenizer: string;
  /** Tokens that it can look at. */
  readonly context: number;
  readonly layers: number;
  readonly heads: number;
  readonly size: number;
  readonly positions: boolean;
  readonly prompt: Prompt;
  /** Tokens, by their text, that end an answer. */
  readonly stop: readonly string[];
}

/**
 * Whisper's encoder and decoder in ONNX, with the names that exporters give. The encoder takes `input_features` ([1, mels, 3000], float32) and
 * gives `last_hidden_state`; the decoder takes that as `encoder_hidden_states`, `input_ids`, and keys and values under
 * `past_key_values.N.decoder.key` and so on, for N below `layers`.
 */
export interface OnnxSpeechContract {
  readonly runtime: 'onnx';
  readonly kind: 'speech';
  /** Paths among the files, which may refer to others of them for their weights. */
  readonly encoder: string;
  /** Reads the first tokens; with `use_cache_branch` among its inputs all of them (“merged”). */
  readonly decoder: string;
  /** Reads each further token (“with past”), where `decoder` does not. */
  readonly next?: string;
  /** A `tokenizer.json` of a byte-level BPE. */
  readonly tokenizer: string;
  /** Tokens that it can look at. */
  readonly context: number;
  readonly layers: number;
  readonly heads: number;
  readonly size: number;
  /** Bands of the spectrum. */
  readonly mels: number;
  /** The languages it writes, by the names that its tokens have: `en`. */
  readonly languages: readonly string[];
  /** Whether it is told the language and what to do; a model of one language may not be. */
  readonly isTold: boolean;
  /** Tokens that are never written, and those that nothing begins with. */
  readonly never: readonly number[];
  readonly neverFirst: readonly number[];
}

/** A model in GGUF, for what runs such: its tokenizer is in the file. */
export interface GgufContract {
  readonly runtime: 'gguf';
  readonly kind: 'text';
  readonly model: string;
  readonly context: number;
  readonly prompt: Prompt;
  readonly stop: readonly string[];
}

/** A folder as transformers.js reads it: `config.json`, tokenizer, `onnx/…`. */
export interface TransformersContract {
  readonly runtime: 'transformers';
  readonly kind: 'text' | 'summary' | 'speech';
  readonly context: number;
}

/** What goes into a model and what comes out. */
export type ModelContract = OnnxContract | OnnxSpeechContract | GgufContract | TransformersContract;

/** One file: its bytes are cut into parts of `partBytes`, the last one shorter; each is known by its hash. */
export interface ModelFileEntry {
  /** Relative, with `/`; beside the manifest on a server. */
  readonly path: string;
  readonly bytes: number;
  /** MDL-2: BLAKE2b-256 of each part, base64url. */
  readonly parts: readonly string[];
}

/** Known input and known output: what a model must answer before it is put to use. */
export interface SelfTest {
  /** For speech, the path of a recording among the files: WAV, one channel, 16 kHz. */
  readonly text: string;
  /** The beginning of the answer at temperature 0. */
  readonly answer: string;
  /** Tokens to be answered. */
  readonly tokens: number;
}

/** Stable is for everyone; canary is for who wants to try first. */
export type ModelChannel = 'stable' | 'canary';

/** A model manifest: what a model is, what it is made of, and how it is asked. */
export interface ModelManifest {
  /** One model's own, over all versions: small letters, digits, dots and hyphens. */
  readonly id: string;
  readonly name: string;
  /** Three numbers: `1.4.0`. */
  readonly version: string;
  readonly channel: ModelChannel;
  /** SPDX, or a name that people know. */
  readonly licence: string;
  readonly tasks: readonly TaskName[];
  /** Bytes of memory it needs to run. */
  readonly memory: number;
  readonly partBytes: number;
  readonly files: readonly ModelFileEntry[];
  readonly contract: ModelContract;
  readonly selfTest: SelfTest;
  /** Where the manifest of the canary channel is, relative to this one. */
  readonly canary?: string;
}

/** MDL-1: whose a manifest is: a public key and its signature, base64url. */
export interface ModelSignature {
  readonly key: string;
  readonly signature: string;
}

/** A manifest as it was read. */
export interface ReadManifest {
  readonly manifest: ModelManifest;
  /** Undefined: nobody signed it. Its bytes were not checked yet. */
  readonly signed: ModelSignature | undefined;
}

/** The version of manifests that is written and read here. */
export const MANIFEST_VERSION = 1;

/** Bytes of a manifest at most. */
export const MOST_MANIFEST_BYTES: number = 4 * 2 ** 20;

/** Bytes of a part, in what the command makes. */
export const PART_BYTES: number = 4 * 2 ** 20;

/** MDL-1: the bytes that are signed: one text for one manifest, fields in this order and no space. */
export function manifestToBytes(manifest: ModelManifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(toPlain(manifest)));
}

/** A manifest as it is served, with or without a signature. */
export function manifestToText(manifest: ModelManifest, signed?: ModelSignature): string {
  const all = signed === undefined ? toPlain(manifest) : { ...toPlain(manifest), ...signed };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

function toPlain(manifest: ModelManifest): object {
  const { id, name, version, channel, licence, tasks, memory, partBytes, files, contract, selfTest, canary } = manifest;
  return {
    weftModel: MANIFEST_VERSION,
    id,
    name,
    version,
    channel,
    licence,
    tasks,
    memory,
    partBytes,
    files: files.map(({ path, bytes, parts }) => ({ path, bytes, parts })),
    contract: contractToPlain(contract),
    selfTest: { text: selfTest.text, answer: selfTest.answer, tokens: selfTest.tokens },
    ...(canary === undefined ? {} : { canary }),
  };
}

function contractToPlain(contract: ModelContract): object {
  if (contract.runtime === 'transformers') {
    const { runtime, kind, context } = contract;
    return { runtime, kind, context };
  }
  if (contract.kind === 'speech') {
    const { runtime, kind, encoder, decoder, next, tokenizer, context, layers, heads, size, mels } = contract;
    const { languages, isTold, never, neverFirst } = contract;
    const files = { encoder, decoder, ...(next === undefined ? {} : { next }), tokenizer };
    return { runtime, kind, ...files, context, layers, heads, size, mels, languages, isTold, never, neverFirst };
  }
  const { runtime, kind, model, context, stop } = contract;
  const { before, between, after } = contract.prompt;
  const prompt = { before, between, after };
  if (runtime === 'gguf') return { runtime, kind, model, context, prompt, stop };
  const { tokenizer, layers, heads, size, positions } = contract;
  return { runtime, kind, model, tokenizer, context, layers, heads, size, positions, prompt, stop };
}

/** Bytes of all files. */
export function toModelBytes({ files }: ModelManifest): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Below 0: `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
