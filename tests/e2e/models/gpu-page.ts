/** What runs inside the browser: one model, by onnxruntime on the processor or on the graphics card. */
import { openDecoder } from '../../../packages/local-ai/src/engines/onnx/decoder.ts';
import { createOnnxRuntime } from '../../../packages/local-ai/src/engines/onnx/runtime.ts';
import { writeOn } from '../../../packages/local-ai/src/engines/onnx/write-on.ts';
import { readModelFile } from '../../../packages/local-ai/src/engines/weft-lm/model-file.ts';
import type { ModelManifest } from '../../../packages/local-ai/src/models/manifest.ts';
import { toTinyModel } from '../../../packages/local-ai/src/testing/tiny-model.ts';
import { toContract, toTokenizerJson, weftLmToOnnx } from '../../../packages/local-ai/src/testing/weft-lm-onnx.ts';

/** What a runtime said of a model. */
export interface Said {
  readonly logits: readonly number[];
  readonly text: string;
}

/** The page's own hands, in `globalThis.localPage`. */
export interface GpuPage {
  /** Undefined: there is no adapter at all. */
  adapter(): Promise<{ readonly isFallback: boolean; readonly name: string } | undefined>;
  run(provider: 'wasm' | 'webgpu'): Promise<Said>;
}

interface Adapter {
  readonly info: { readonly isFallbackAdapter?: boolean; readonly vendor: string; readonly architecture: string };
}

const RUNTIMES = { wasm: '/wasm.wasm', webgpu: '/webgpu.wasm' };

const hands: GpuPage = {
  async adapter() {
    const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<Adapter | null> } };
    const info = (await gpu?.requestAdapter())?.info;
    if (info === undefined) return undefined;
    return { isFallback: info.isFallbackAdapter === true, name: `${info.vendor} ${info.architecture}` };
  },
  async run(provider) {
    const read = readModelFile(toTinyModel(11));
    if (!read.ok) throw new Error(read.sentence);
    const ort = await (provider === 'wasm' ? import('onnxruntime-web/wasm') : import('onnxruntime-web/webgpu'));
    const wasm = await (await fetch(RUNTIMES[provider])).arrayBuffer();
    const contract = toContract(read.value);
    const files = new Map([
      [contract.model, new Blob([weftLmToOnnx(read.value)])],
      [contract.tokenizer, new Blob([toTokenizerJson(read.value)])],
    ]);
    const manifest = { contract, files: [...files.keys()].map((path) => ({ path })) } as unknown as ModelManifest;
    const opened = await openDecoder(createOnnxRuntime(ort, provider, wasm), contract, { manifest, files });
    if (!opened.ok) throw new Error(opened.failure.code);
    const passage = opened.value.begin();
    await passage.read([117, 105, 33, 98]);
    const logits = [...(await passage.read([102]))];
    passage.end();
    const request = { instructions: '', text: 'the other ', mostTokens: 6, temperature: 0 };
    const ports = { random: () => 0, pause: () => Promise.resolve() };
    const written = await writeOn(opened.value, request, ports, () => undefined, new AbortController().signal);
    await opened.value.release();
    if (!written.ok) throw new Error(written.failure.sentence);
    return { logits, text: written.value };
  },
};
Object.assign(globalThis, { localPage: hands });
