import { toFailure } from '../../runs/run.ts';
import type { Port } from '../../worker/messages.ts';
import type { FromModelWorker, ToModelWorker } from './messages.ts';
import type { OrtModule } from './ort.ts';
import { createOnnxRuntime, toOnnxCode } from './runtime.ts';
import { type Answerer, openAny, type Push } from './open-any.ts';
import type { WritePorts } from './write-on.ts';

/** What a worker that runs a model needs of its surroundings. */
export interface ModelHostPorts extends WritePorts {
  /** Bytes of the runtime's WebAssembly. */
  readonly get: (address: string) => Promise<ArrayBuffer>;
}

type Asking = Extract<ToModelWorker, { type: 'ask' | 'hear' }>;

/** Runs one model in a worker, with the onnxruntime that it was built with. Requests are answered one after another. */
export function serveModel(port: Port, ort: OrtModule, provider: 'wasm' | 'webgpu', ports: ModelHostPorts): void {
  const cancels = new Map<number, AbortController>();
  let answer: Answerer['answer'] | undefined;
  let work: Promise<void> = Promise.resolve();
  const send = (message: FromModelWorker): void => port.postMessage(message);

  async function open({ runtime, threads, model }: Extract<ToModelWorker, { type: 'open' }>): Promise<void> {
    if (model.manifest.contract.runtime !== 'onnx') return send({ type: 'refused', code: 'model-runtime' });
    let wasm: ArrayBuffer;
    try {
      wasm = await ports.get(runtime);
    } catch {
      return send({ type: 'refused', code: 'model-runtime' });
    }
    const opened = await openAny(createOnnxRuntime(ort, provider, wasm, threads), model, ports);
    if (!opened.ok) return send({ type: 'refused', code: opened.failure.code });
    ({ answer } = opened.value);
    send({ type: 'opened' });
  }

  async function ask({ id, ...asked }: Asking): Promise<void> {
    const controller = cancels.get(id);
    if (answer === undefined || controller === undefined || controller.signal.aborted) return;
    const push: Push = (part) => send({ type: 'part', id, part });
    try {
      send({ type: 'end', id, outcome: await answer(asked, push, controller.signal) });
    } catch (error) {
      const failure = toFailure(error);
      const code = toOnnxCode(error) === 'model-memory' ? 'out-of-memory' : failure.code;
      send({ type: 'end', id, outcome: { ok: false, failure: { ...failure, code } } });
    } finally {
      cancels.delete(id);
    }
  }

  port.addEventListener('message', ({ data }) => {
    const message = data as ToModelWorker;
    if (message.type === 'cancel') cancels.get(message.id)?.abort();
    else {
      if (message.type !== 'open') cancels.set(message.id, new AbortController());
      work = work.then(() => (message.type === 'open' ? open(message) : ask(message)));
    }
  });
}
