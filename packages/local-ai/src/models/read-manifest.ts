import type { Result } from '@weft/crypto';
import type { TaskName } from '../ports/task.ts';
import { type ModelFailure, modelFailure } from './failures.ts';
import {
  MANIFEST_VERSION,
  type ModelContract,
  type ModelFileEntry,
  type ModelManifest,
  MOST_MANIFEST_BYTES,
  type OnnxSpeechContract,
  type Prompt,
  type ReadManifest,
  type SelfTest,
} from './manifest.ts';

const TASKS: readonly TaskName[] = ['complete', 'summarize', 'rewrite', 'classify', 'extract', 'transcribe'];
const MOST_FILES = 256;
const MOST_FILE_BYTES = 2 ** 36;
const LEAST_PART = 1024;
const MOST_PART = 16 * 2 ** 20;
const MOST_TEXT = 4096;
/** A letter at least, and nothing that moves or hides text. */
const NAME = /^(?=.*\p{L})[^\p{C}\p{Zl}\p{Zp}]+$/u;
const ID = /^[a-z0-9][a-z0-9.-]{0,63}$/;
const VERSION = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;
const STEP = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
const LANGUAGE = /^[a-z]{2,8}$/;
const HASH = /^[A-Za-z0-9_-]{43}$/;
const SIGNATURE = /^[A-Za-z0-9_-]{86}$/;

type Fields = Readonly<Record<string, unknown>>;

/** Thrown and caught in this file alone. */
class Malformed extends Error {}

function demand(isSo: boolean): asserts isSo {
  if (!isSo) throw new Malformed();
}

function fields(value: unknown, needed: readonly string[], allowed: readonly string[] = []): Fields {
  demand(typeof value === 'object' && value !== null && !Array.isArray(value));
  const names = Object.keys(value);
  demand(needed.every((name) => names.includes(name)));
  demand(names.every((name) => needed.includes(name) || allowed.includes(name)));
  return value as Fields;
}

function text(value: unknown, most = MOST_TEXT, pattern?: RegExp): string {
  demand(typeof value === 'string' && value.length <= most && (pattern === undefined || pattern.test(value)));
  return value;
}

function whole(value: unknown, least: number, most: number): number {
  demand(typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most);
  return value;
}

function list<T>(value: unknown, least: number, most: number, read: (item: unknown) => T): readonly T[] {
  demand(Array.isArray(value) && value.length >= least && value.length <= most);
  return value.map(read);
}

function oneOf<T extends string>(value: unknown, all: readonly T[]): T {
  demand(all.includes(value as T));
  return value as T;
}

/** A relative path that stays below where it begins. */
function toPath(value: unknown): string {
  const path = text(value, 300);
  demand(path.split('/').every((step) => STEP.test(step)));
  return path;
}

function toFile(value: unknown, partBytes: number): ModelFileEntry {
  const read = fields(value, ['path', 'bytes', 'parts']);
  const bytes = whole(read['bytes'], 1, MOST_FILE_BYTES);
  const count = Math.ceil(bytes / partBytes);
  const parts = list(read['parts'], count, count, (hash) => text(hash, 43, HASH));
  return { path: toPath(read['path']), bytes, parts };
}

function toPrompt(value: unknown): Prompt {
  const read = fields(value, ['before', 'between', 'after']);
  return { before: text(read['before']), between: text(read['between']), after: text(read['after']) };
}

const ONNX = ['model', 'tokenizer', 'context', 'layers', 'heads', 'size', 'positions', 'prompt', 'stop'];
const SPEECH = [
  'encoder',
  'decoder',
  'tokenizer',
  'context',
  'layers',
  'heads',
  'size',
  'mels',
  'languages',
  'isTold',
  'never',
  'neverFirst',
];
const GGUF = ['model', 'context', 'prompt', 'stop'];

function toSpeech(value: object, paths: readonly string[]): OnnxSpeechContract {
  const read = fields(value, ['runtime', 'kind', ...SPEECH], ['next']);
  const path = (name: string): string => oneOf(read[name], paths);
  const tokens = (name: string): readonly number[] => list(read[name], 0, 4096, (token) => whole(token, 0, 2 ** 24));
  const { isTold } = read;
  demand(typeof isTold === 'boolean');
  return {
    runtime: 'onnx',
    kind: 'speech',
    encoder: path('encoder'),
    decoder: path('decoder'),
    ...(read['next'] === undefined ? {} : { next: path('next') }),
    tokenizer: path('tokenizer'),
    context: whole(read['context'], 8, 2 ** 16),
    layers: whole(read['layers'], 1, 512),
    heads: whole(read['heads'], 1, 1024),
    size: whole(read['size'], 1, 4096),
    mels: whole(read['mels'], 1, 256),
    languages: list(read['languages'], 1, 256, (language) => text(language, 8, LANGUAGE)),
    isTold,
    never: tokens('never'),
    neverFirst: tokens('neverFirst'),
  };
}

function toContract(value: unknown, paths: readonly string[]): ModelContract {
  demand(typeof value === 'object' && value !== null);
  const runtime = oneOf((value as Fields)['runtime'], ['onnx', 'gguf', 'transformers'] as const);
  if (runtime === 'onnx' && (value as Fields)['kind'] === 'speech') return toSpeech(value, paths);
  const own = { onnx: ONNX, gguf: GGUF, transformers: ['context'] }[runtime];
  const read = fields(value, ['runtime', 'kind', ...own]);
  const context = whole(read['context'], 8, 2 ** 24);
  if (runtime === 'transformers') {
    return { runtime, kind: oneOf(read['kind'], ['text', 'summary', 'speech'] as const), context };
  }
  const path = (name: string): string => oneOf(read[name], paths);
  const common = {
    kind: oneOf(read['kind'], ['text'] as const),
    model: path('model'),
    context,
    prompt: toPrompt(read['prompt']),
    stop: list(read['stop'], 0, 16, (stop) => text(stop, 100, /./su)),
  };
  if (runtime === 'gguf') return { runtime, ...common };
  demand(typeof read['positions'] === 'boolean');
  return {
    runtime,
    ...common,
    tokenizer: path('tokenizer'),
    layers: whole(read['layers'], 0, 512),
    heads: whole(read['heads'], 1, 1024),
    size: whole(read['size'], 1, 4096),
    positions: read['positions'],
  };
}

function toSelfTest(value: unknown): SelfTest {
  const read = fields(value, ['text', 'answer', 'tokens']);
  return { text: text(read['text']), answer: text(read['answer']), tokens: whole(read['tokens'], 1, 256) };
}

const NEEDED = ['weftModel', 'id', 'name', 'version', 'channel', 'licence', 'tasks', 'memory', 'partBytes', 'files'];

function toManifest(value: unknown): ReadManifest {
  const read = fields(value, [...NEEDED, 'contract', 'selfTest'], ['canary', 'key', 'signature']);
  const partBytes = whole(read['partBytes'], LEAST_PART, MOST_PART);
  const files = list(read['files'], 1, MOST_FILES, (file) => toFile(file, partBytes));
  const paths = files.map(({ path }) => path);
  // Where letters of either case are one, two files would be one.
  demand(new Set(paths.map((path) => path.toLowerCase())).size === paths.length);
  const tasks = list(read['tasks'], 1, TASKS.length, (task) => oneOf(task, TASKS));
  demand(new Set(tasks).size === tasks.length);
  const [contract, selfTest] = [toContract(read['contract'], paths), toSelfTest(read['selfTest'])];
  demand(contract.runtime !== 'onnx' || contract.kind !== 'speech' || paths.includes(selfTest.text));
  const isSigned = 'key' in read || 'signature' in read;
  const manifest: ModelManifest = {
    id: text(read['id'], 64, ID),
    name: text(read['name'], 80, NAME),
    version: text(read['version'], 20, VERSION),
    channel: oneOf(read['channel'], ['stable', 'canary'] as const),
    licence: text(read['licence'], 80, NAME),
    tasks,
    memory: whole(read['memory'], 1, MOST_FILE_BYTES),
    partBytes,
    files,
    contract,
    selfTest,
    ...(read['canary'] === undefined ? {} : { canary: toPath(read['canary']) }),
  };
  const signed = isSigned
    ? { key: text(read['key'], 43, HASH), signature: text(read['signature'], 86, SIGNATURE) }
    : undefined;
  return { manifest, signed };
}

/**
 * Reads a manifest: every field of it, and no other. Whether its signature holds is for `checkSignature`.
 * @returns `model-malformed`, `model-version`
 */
export function readManifest(bytes: Uint8Array): Result<ReadManifest, ModelFailure> {
  if (bytes.length > MOST_MANIFEST_BYTES) return modelFailure('model-malformed');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return modelFailure('model-malformed');
  }
  const version = typeof value === 'object' && value !== null ? (value as Fields)['weftModel'] : undefined;
  if (typeof version === 'number' && version !== MANIFEST_VERSION) return modelFailure('model-version');
  try {
    return { ok: true, value: toManifest(value) };
  } catch (error) {
    if (error instanceof Malformed) return modelFailure('model-malformed');
    throw error;
  }
}
