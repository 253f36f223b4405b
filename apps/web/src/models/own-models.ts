/** The models of this device: the store, and what runs them. Loaded when somebody looks at them or uses one. */
import { loadVerifyingSodium, type Result } from '@weft/crypto';
import type { Engine } from '@weft/local-ai';
import {
  createBrowserFetch,
  createBrowserLocks,
  createModelEngine,
  createModelStore,
  createModelTest,
  type InstalledModel,
  type ModelFailure,
  modelFailure,
  type ModelStore,
  type ModelWorkers,
  type OfferPorts,
  openBrowserDisk,
} from '@weft/local-ai/models';
import gpuRuntime from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import runtime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { toTrustedScript } from '../trusted-script.ts';
// oxlint-disable-next-line import/default -- Vite gives the address of what the query names.
import gpuWorkerUrl from './onnx-gpu-worker.ts?worker&url';
// oxlint-disable-next-line import/default -- Vite gives the address of what the query names.
import workerUrl from './onnx-worker.ts?worker&url';

/** The store and what belongs to it. */
export interface OwnModels {
  readonly store: ModelStore;
  readonly ports: OfferPorts;
  /** Engines over the models that are in use now. */
  engines(): Promise<readonly Engine[]>;
}

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

/** Whether there is a graphics card that is no imitation of one. */
async function hasGpu(): Promise<boolean> {
  const { gpu } = navigator as { readonly gpu?: Gpu };
  try {
    const adapter = await gpu?.requestAdapter();
    return adapter !== null && adapter !== undefined && adapter.info?.isFallbackAdapter === false;
  } catch {
    return false;
  }
}

/** More than these gain little: they wait for the memory. */
const MOST_THREADS = 4;

/** Half the cores, so that the page and whatever else runs keep theirs; one where memory cannot be shared. */
function toThreads(): number {
  return crossOriginIsolated ? Math.max(1, Math.min(MOST_THREADS, Math.floor(navigator.hardwareConcurrency / 2))) : 1;
}

async function findWorkers(): Promise<ModelWorkers> {
  const isGpu = await hasGpu();
  const trusted = isGpu ? toTrustedScript('weft-model-gpu', gpuWorkerUrl) : toTrustedScript('weft-model', workerUrl);
  return {
    start: () => new Worker(trusted, { type: 'module' }),
    runtime: new URL(isGpu ? gpuRuntime : runtime, location.href).href,
    threads: isGpu ? 1 : toThreads(),
    now: () => performance.now(),
    after(milliseconds, then) {
      const timer = setTimeout(then, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

async function open(): Promise<OwnModels> {
  const workers = await findWorkers();
  const ports: OfferPorts = {
    get: createBrowserFetch(),
    sodium: loadVerifyingSodium,
    runs: (contract) => contract.runtime === 'onnx',
  };
  const store = createModelStore({
    ...ports,
    disk: await openBrowserDisk(),
    locks: createBrowserLocks(),
    test: createModelTest(workers),
  });
  const engines = new Map<string, Engine>();
  return {
    store,
    ports,
    async engines() {
      const { records } = await store.list();
      const wanted = new Map<string, { readonly id: string; readonly current: InstalledModel }>(
        records.flatMap(({ id, current }) =>
          current === undefined ? [] : [[`${id} ${current.manifest.version}`, { id, current }] as const],
        ),
      );
      for (const [name, engine] of engines) {
        if (wanted.has(name)) continue;
        engine.destroy();
        engines.delete(name);
      }
      for (const [name, { id, current }] of wanted) {
        if (engines.has(name)) continue;
        const rollBack = (): void => void store.rollBack(id);
        engines.set(
          name,
          createModelEngine(workers, current, () => store.open(id), rollBack),
        );
      }
      return [...engines.values()];
    },
  };
}

let opened: Promise<OwnModels> | undefined;

/** One store for the page. `model-disk` where this browser keeps nothing; the next call tries again. */
export async function openOwnModels(): Promise<Result<OwnModels, ModelFailure>> {
  const mine = (opened ??= open());
  try {
    return { ok: true, value: await mine };
  } catch {
    if (opened === mine) opened = undefined;
    return modelFailure('model-disk');
  }
}

/** Deletes what runs models: it is fetched again with the next one. */
export async function deleteRuntimes(): Promise<void> {
  await caches.delete('weft-runtimes');
}
