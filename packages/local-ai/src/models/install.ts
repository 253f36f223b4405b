import { equal, fromBase64Url, modelPartToHash, type Result, type VerifyingSodium } from '@weft/crypto';
import { type ModelFailure, type ModelFailureCode, modelFailure } from './failures.ts';
import { fetchParts } from './fetch-parts.ts';
import type { ModelManifest } from './manifest.ts';
import { type ModelStorePorts, type OpenedModel, toDiskCode } from './ports.ts';
import {
  createInstall,
  type InstallEffect,
  type InstallEvent,
  type InstallState,
  type PartOfModel,
  stepInstall,
  toParts,
} from './step-install.ts';

/** Where the parts of a model come from. */
export type ModelSource =
  | { readonly type: 'address'; readonly base: string }
  | { readonly type: 'files'; readonly files: ReadonlyMap<string, Blob> };

/** A model being installed: the driver of `stepInstall`. */
export interface Install {
  readonly state: () => InstallState;
  pause(): void;
  cancel(): void;
  /** Settles when it is paused, has failed, or has ended. */
  readonly settled: Promise<InstallState>;
}

export interface InstallHooks {
  readonly swap: (latency: number) => Promise<void>;
  readonly drop: (refused: boolean) => Promise<void>;
  readonly changed: (state: InstallState) => void;
}

/** Gathers a model's parts, verifies and tests it, and puts it in its place. Goes on where it was left. */
export function startInstall(
  ports: ModelStorePorts,
  manifest: ModelManifest,
  source: ModelSource,
  hooks: InstallHooks,
): Install {
  const { promise: settled, resolve: settle } = Promise.withResolvers<InstallState>();
  let state = createInstall(manifest);
  let fetching: AbortController | undefined;
  let work: Promise<void> = Promise.resolve();

  function send(event: InstallEvent): void {
    const [next, effects] = stepInstall(state, event);
    state = next;
    hooks.changed(state);
    for (const effect of effects) {
      // A stop must not wait for what it stops.
      if (effect.type === 'stopFetching') fetching?.abort();
      else
        work = work
          .then(() => perform(effect))
          .catch((error: unknown) => send({ type: 'diskFailed', code: toDiskCode(error) }));
    }
    if (state.phase === 'paused' || state.phase === 'failed' || state.phase === 'ended') {
      void work.then(() => settle(state));
    }
  }

  async function perform(effect: Exclude<InstallEffect, { type: 'stopFetching' }>): Promise<void> {
    switch (effect.type) {
      case 'find': {
        const missing: PartOfModel[] = [];
        for (const part of toParts(manifest)) if (!(await ports.disk.has(part.hash))) missing.push(part);
        return send({ type: 'found', missing });
      }
      case 'fetch':
        return gather(effect.missing);
      case 'test': {
        const opened = await openModel(ports, manifest, true);
        const tested = opened.ok ? await ports.test(opened.value) : opened;
        return send(
          tested.ok
            ? { type: 'tested', latency: tested.value.latency }
            : { type: 'testFailed', code: tested.failure.code },
        );
      }
      case 'swap':
        await hooks.swap(effect.latency);
        return send({ type: 'swapped' });
      case 'drop':
        return hooks.drop(effect.refused);
    }
  }

  async function gather(missing: readonly PartOfModel[]): Promise<void> {
    if (state.phase !== 'fetching') return;
    const sodium = await ports.sodium();
    const controller = new AbortController();
    fetching = controller;
    const take = async (part: PartOfModel, bytes: Uint8Array): Promise<boolean> => {
      if (!isPart(sodium, part.hash, bytes)) send({ type: 'wrong', hash: part.hash });
      else {
        await ports.disk.put(part.hash, bytes);
        send({ type: 'got', hash: part.hash });
      }
      return state.phase === 'fetching';
    };
    const room = await ports.disk.room();
    const needed = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    if (room !== undefined && room < needed) return send({ type: 'sourceEnded', code: 'model-room' });
    let disk: unknown;
    const taking = async (part: PartOfModel, bytes: Uint8Array): Promise<boolean> => {
      try {
        return await take(part, bytes);
      } catch (error) {
        disk = error;
        return false;
      }
    };
    const code =
      source.type === 'address'
        ? await fetchParts(ports.get, manifest, source.base, missing, taking, controller.signal)
        : await cutParts(source.files, manifest, missing, taking);
    if (disk !== undefined) return send({ type: 'diskFailed', code: toDiskCode(disk) });
    send(code === undefined ? { type: 'sourceEnded' } : { type: 'sourceEnded', code });
  }

  send({ type: 'start' });
  return { state: () => state, pause: () => send({ type: 'pause' }), cancel: () => send({ type: 'cancel' }), settled };
}

/** MDL-2. */
function isPart(sodium: VerifyingSodium, hash: string, bytes: Uint8Array): boolean {
  const wanted = fromBase64Url(hash);
  return wanted.ok && equal(modelPartToHash(sodium, bytes), wanted.value);
}

/** The parts of files that a person gave. */
async function cutParts(
  files: ReadonlyMap<string, Blob>,
  manifest: ModelManifest,
  missing: readonly PartOfModel[],
  take: (part: PartOfModel, bytes: Uint8Array) => Promise<boolean>,
): Promise<ModelFailureCode | undefined> {
  for (const part of missing) {
    const entry = manifest.files[part.file];
    const file = entry === undefined ? undefined : files.get(entry.path);
    if (file === undefined || file.size !== entry?.bytes) return 'model-files';
    const from = part.part * manifest.partBytes;
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await file.slice(from, from + part.bytes).arrayBuffer());
    } catch {
      // The file was moved or changed since it was dropped.
      return 'model-files';
    }
    if (!(await take(part, bytes))) return undefined;
  }
  return undefined;
}

/**
 * The files of a model whose parts are here.
 * @param isVerified every byte is read and hashed again
 * @returns `model-gone`
 */
export async function openModel(
  ports: Pick<ModelStorePorts, 'disk' | 'sodium'>,
  manifest: ModelManifest,
  isVerified: boolean,
): Promise<Result<OpenedModel, ModelFailure>> {
  const sodium = await ports.sodium();
  const files = new Map<string, Blob>();
  const blobs: Blob[][] = manifest.files.map(() => []);
  for (const { file, hash, bytes } of toParts(manifest)) {
    const blob = await ports.disk.read(hash);
    if (blob === undefined || blob.size !== bytes) return modelFailure('model-gone');
    if (isVerified && !isPart(sodium, hash, new Uint8Array(await blob.arrayBuffer()))) {
      // What the disk damaged is fetched again.
      await ports.disk.remove(hash);
      return modelFailure('model-gone');
    }
    blobs[file]?.push(blob);
  }
  for (const [at, { path }] of manifest.files.entries()) files.set(path, new Blob(blobs[at]));
  return { ok: true, value: { manifest, files } };
}
