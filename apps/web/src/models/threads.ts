/** Threads of onnxruntime: workers that it starts out of a worker, by an address that Trusted Types do not let pass by itself. */
import { toTrustedScript } from '../trusted-script.ts';

/** Whether this worker is a thread of another one. */
export function isThread(): boolean {
  // So the runtime calls them.
  const { name = '' } = globalThis as { readonly name?: string };
  return name.startsWith('em-pthread');
}

/** From now on this worker may start workers of its own script, and of nothing else. */
export function trustOwnThreads(): void {
  const own = toTrustedScript('weft-model-thread', location.href);
  const Original = globalThis.Worker;
  globalThis.Worker = class extends Original {
    constructor(address: string | URL, options?: WorkerOptions) {
      if (String(address) !== location.href) throw new TypeError('a thread is this script or none');
      super(own, options);
    }
  };
}
