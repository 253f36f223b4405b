import { loadSodium, modelPartToHash, signModel, type Sodium, toBase64Url } from '@weft/crypto';
import type { FetchAnswer, FetchPort } from '../models/fetch-parts.ts';
import { manifestToBytes, manifestToText, type ModelManifest, type ModelSignature } from '../models/manifest.ts';
import type { LockPort, ModelDisk } from '../models/ports.ts';

export const sodium: Sodium = await loadSodium();

/** Bytes that look like nothing, the same for the same seed. */
export function toNoise(seed: number, length: number): Uint8Array<ArrayBuffer> {
  let state = seed >>> 0;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

export type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** A manifest of these files. */
export function toManifest(files: Files, change: Partial<ModelManifest> = {}): ModelManifest {
  const partBytes = change.partBytes ?? 1024;
  return {
    id: 'tiny',
    name: 'Tiny model',
    version: '1.0.0',
    channel: 'stable',
    licence: 'CC0-1.0',
    tasks: ['rewrite'],
    memory: 1000,
    partBytes,
    contract: {
      runtime: 'onnx',
      kind: 'text',
      model: 'model.onnx',
      tokenizer: 'tokenizer.json',
      context: 16,
      layers: 1,
      heads: 1,
      size: 8,
      positions: false,
      prompt: { before: '', between: '', after: '' },
      stop: [],
    },
    selfTest: { text: 'a', answer: 'b', tokens: 1 },
    ...change,
    files: [...files].map(([path, bytes]) => ({
      path,
      bytes: bytes.length,
      parts: Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, part) =>
        toBase64Url(modelPartToHash(sodium, bytes.subarray(part * partBytes, (part + 1) * partBytes))),
      ),
    })),
  };
}

/** The signature of the key of a seed. */
export function sign(manifest: ModelManifest, seed = 1): ModelSignature {
  const pair = sodium.seedToPair(new Uint8Array(32).fill(seed));
  return {
    key: toBase64Url(pair.publicKey),
    signature: toBase64Url(signModel(sodium, manifestToBytes(manifest), pair.secretKey)),
  };
}

/** How a server behaves. */
export interface Manners {
  readonly ranges?: boolean;
  /** Bytes of each answer's body after which the connection breaks. */
  readonly cutAfter?: number;
  /** How often bytes come altered, before they come as they are. */
  readonly wrong?: number;
  readonly offline?: boolean;
  readonly absent?: readonly string[];
}

export interface TestServer {
  readonly get: FetchPort;
  manners: Manners;
  readonly asked: string[];
}

/** Serves files at `https://models.test/`. */
export function createServer(files: Files): TestServer {
  let wrong = 0;
  const server: TestServer = {
    manners: {},
    asked: [],
    async get(address, { range, signal }): Promise<FetchAnswer> {
      const { ranges = true, cutAfter = Number.POSITIVE_INFINITY, offline, absent = [] } = server.manners;
      await Promise.resolve();
      const path = new URL(address).pathname.slice(1);
      server.asked.push(range === undefined ? path : `${path} ${range}`);
      if (offline === true || signal.aborted) return { ok: false, code: 'model-offline' };
      const whole = files.get(path);
      if (whole === undefined || absent.includes(path)) {
        return { ok: true, status: 404, start: 0, body: new Blob(['no']).stream() };
      }
      const [, from = '0', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
      const isRange = range !== undefined && ranges;
      const [start, end] = isRange ? [Number(from), Number(to) + 1] : [0, whole.length];
      const bytes = whole.slice(start, end);
      if (path !== 'weft-model.json' && wrong < (server.manners.wrong ?? 0)) {
        wrong++;
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      }
      return { ok: true, status: isRange ? 206 : 200, start, body: toBody(bytes, cutAfter) };
    },
  };
  return server;
}

function toBody(bytes: Uint8Array<ArrayBuffer>, cutAfter: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= cutAfter) return controller.error(new TypeError('network error'));
      if (at >= bytes.length) return controller.close();
      const next = Math.min(at + 700, bytes.length, cutAfter);
      controller.enqueue(bytes.slice(at, next));
      at = next;
    },
  });
}

/** A disk that outlives the tabs that use it. */
export interface TestDisk {
  readonly parts: Map<string, Uint8Array<ArrayBuffer>>;
  index: Uint8Array | undefined;
  /** Bytes it has room for. */
  limit: number;
}

export function createTestDisk(): TestDisk {
  return { parts: new Map(), index: undefined, limit: Number.POSITIVE_INFINITY };
}

/** When a tab dies: at its `at`-th use of the disk, before or after that took effect. */
export interface Death {
  readonly at: number;
  readonly isAfter: boolean;
}

export interface TestTab {
  readonly disk: ModelDisk;
  readonly locks: LockPort;
  /** Settles when the tab has died. */
  readonly died: Promise<'died'>;
}

/** Locks over all tabs of a device. */
export interface TestLocks {
  readonly held: Map<string, object>;
  readonly waiting: (() => void)[];
}

/** A tab over a disk. When it dies nothing it waits for ever comes, and its locks are free. */
export function createTab(disk: TestDisk, all: TestLocks, death?: Death): TestTab {
  const { promise: died, resolve: die } = Promise.withResolvers<'died'>();
  const me = {};
  let uses = 0;
  let isDead = false;

  async function use<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    const isLast = ++uses === death?.at;
    const hasEffect = !isDead && !(isLast && !death.isAfter);
    const value = hasEffect ? work() : undefined;
    if (!isLast && !isDead) return value as T;
    isDead = true;
    for (const [name, holder] of all.held) if (holder === me) all.held.delete(name);
    for (const wake of all.waiting.splice(0)) wake();
    die('died');
    return new Promise(() => {});
  }

  async function hold<T>(name: string, work: () => Promise<T>): Promise<T> {
    while (all.held.has(name)) await new Promise<void>((resolve) => all.waiting.push(resolve));
    all.held.set(name, me);
    try {
      return await work();
    } finally {
      all.held.delete(name);
      for (const wake of all.waiting.splice(0)) wake();
    }
  }

  return {
    died,
    disk: {
      has: (hash) => use(() => disk.parts.has(hash)),
      put: (hash, bytes) =>
        use(() => {
          const used = [...disk.parts.values()].reduce((sum, { length }) => sum + length, 0);
          if (used + bytes.length > disk.limit) throw new DOMException('full', 'QuotaExceededError');
          disk.parts.set(hash, Uint8Array.from(bytes));
        }),
      read: (hash) =>
        use(() => {
          const bytes = disk.parts.get(hash);
          return bytes === undefined ? undefined : new Blob([bytes]);
        }),
      list: () => use(() => [...disk.parts.keys()]),
      remove: (hash) => use(() => void disk.parts.delete(hash)),
      loadIndex: () => use(() => disk.index),
      saveIndex: (bytes) =>
        use(() => {
          disk.index = bytes;
        }),
      room: () => Promise.resolve(undefined),
    },
    locks: {
      hold,
      tryHold: (name, work) => (all.held.has(name) ? Promise.resolve(undefined) : hold(name, work)),
    },
  };
}

/** A model, and its files with the manifest beside them. */
export interface TestModelFiles {
  readonly manifest: ModelManifest;
  readonly files: Files;
}

/**
 * A model of two files.
 * @param key seed of the key that signs it; 0: nobody does
 */
export function createModel(seed: number, change: Partial<ModelManifest> = {}, key = 1): TestModelFiles {
  const own = new Map([
    // Both versions have this one: it is fetched once.
    ['tokenizer.json', toNoise(7, 1500)],
    ['model.onnx', toNoise(seed, 3500)],
  ]);
  const manifest = toManifest(own, change);
  const text = manifestToText(manifest, key === 0 ? undefined : sign(manifest, key));
  const files: Files = new Map([...own, ['weft-model.json', new TextEncoder().encode(text)]]);
  return { manifest, files };
}
