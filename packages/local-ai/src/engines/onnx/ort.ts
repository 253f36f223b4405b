/**
 * What is asked of `onnxruntime-web`, said here: the app brings it, and whoever brings none can check these types all the same.
 */

/** Numbers with a shape. */
export interface OrtTensor {
  readonly dims: readonly number[];
  getData(): Promise<unknown>;
  dispose(): void;
}

/** An opened model. */
export interface OrtSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputMetadata: readonly OrtValue[];
  run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>>;
  run(
    feeds: Readonly<Record<string, OrtTensor>>,
    wanted: readonly string[],
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

/** What a model says of one of its inputs. */
export type OrtValue =
  | { readonly name: string; readonly isTensor: true; readonly shape: readonly (number | string)[] }
  | { readonly name: string; readonly isTensor: false };

/** How a model is opened. */
export interface OrtOptions {
  readonly executionProviders: readonly string[];
  readonly graphOptimizationLevel: 'all';
  readonly logSeverityLevel: 3;
  readonly externalData: { readonly path: string; readonly data: Uint8Array }[];
}

/** `onnxruntime-web/wasm` or `/webgpu`, as the app brings it. */
export interface OrtModule {
  readonly env: { readonly wasm: { wasmBinary?: unknown; numThreads?: number }; logLevel?: string };
  readonly InferenceSession: { create(model: Uint8Array, options: OrtOptions): Promise<OrtSession> };
  readonly Tensor: {
    new (type: 'float32', data: Float32Array, dims: readonly number[]): OrtTensor;
    new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OrtTensor;
    new (type: 'bool', data: readonly boolean[], dims: readonly number[]): OrtTensor;
  };
}
