import type * as Ort from 'onnxruntime-web';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { ModelFailureCode } from '../../models/failures.ts';

/** `onnxruntime-web/wasm` or `/webgpu`, as the app brings it. */
export type OrtModule = typeof Ort;

/** What runs a model, and where. */
export interface OnnxRuntime {
  readonly provider: 'wasm' | 'webgpu';
  open(
    model: Uint8Array,
    beside: readonly { readonly path: string; readonly data: Uint8Array }[],
  ): Promise<InferenceSession>;
  readonly ort: OrtModule;
}

/**
 * @param wasm the file of WebAssembly that belongs to `ort`, fetched by the app: nothing is fetched from anywhere here
 */
export function createOnnxRuntime(ort: OrtModule, provider: OnnxRuntime['provider'], wasm: ArrayBuffer): OnnxRuntime {
  ort.env.wasm.wasmBinary = wasm;
  // More need pages that are isolated from all others, and then a worker each.
  ort.env.wasm.numThreads = 1;
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

/** Bytes of a tensor that may lie on the graphics card, as numbers. */
export async function toNumbers(tensor: Tensor | undefined): Promise<Float32Array> {
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
