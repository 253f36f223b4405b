import type { ModelFailureCode } from '../../models/failures.ts';
import type { OrtModule, OrtSession, OrtTensor } from './ort.ts';

/** What runs a model, and where. */
export interface OnnxRuntime {
  readonly provider: 'wasm' | 'webgpu';
  open(model: Uint8Array, beside: readonly { readonly path: string; readonly data: Uint8Array }[]): Promise<OrtSession>;
  readonly ort: OrtModule;
}

/**
 * @param wasm the file of WebAssembly that belongs to `ort`, fetched by the app: nothing is fetched from anywhere here
 * @param threads more than one only where a page is isolated from all others: each is a worker that shares its memory
 */
export function createOnnxRuntime(
  ort: OrtModule,
  provider: OnnxRuntime['provider'],
  wasm: ArrayBuffer,
  threads: number = 1,
): OnnxRuntime {
  ort.env.wasm.wasmBinary = wasm;
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  return {
    ort,
    provider,
    open: (model, beside) =>
      ort.InferenceSession.create(model, {
        executionProviders: [provider],
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        externalData: beside.map(({ path, data }) => ({ path, data })),
      }),
  };
}

/** Opens one of a model's files, with those beside it in its folder that hold weights too large for one file. */
export async function openSession(
  runtime: OnnxRuntime,
  files: ReadonlyMap<string, Blob>,
  model: string,
): Promise<OrtSession> {
  // They are named in it without its folder.
  const folder = model.slice(0, model.lastIndexOf('/') + 1);
  const beside: { path: string; data: Uint8Array }[] = [];
  for (const [path, blob] of files) {
    if (path === model || !path.startsWith(folder) || !/data(_\d+)?$/.test(path)) continue;
    beside.push({ path: path.slice(folder.length), data: new Uint8Array(await blob.arrayBuffer()) });
  }
  return runtime.open(new Uint8Array((await files.get(model)?.arrayBuffer()) ?? new ArrayBuffer(0)), beside);
}

/** Bytes of a tensor that may lie on the graphics card, as numbers. */
export async function toNumbers(tensor: OrtTensor | undefined): Promise<Float32Array> {
  const data = await tensor?.getData();
  return data instanceof Float32Array ? data : new Float32Array(0);
}

/** What opening or running a model was refused with. The runtime has no codes, only words. */
export function toOnnxCode(error: unknown): ModelFailureCode {
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError || /bad_alloc|out of memory|allocat|\bOOM\b/i.test(words)) return 'model-memory';
  if (
    /not implemented|NOT_IMPLEMENTED|Could not find an implementation|not a registered|No Op registered|unsupported/i.test(
      words,
    )
  ) {
    return 'model-operator';
  }
  return 'model-broken';
}
