import type { ModelHostPorts } from '@weft/local-ai/models';

/** What a worker has of its own, as far as it is used. */
interface OwnPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

export const ownPort: OwnPort = globalThis as unknown as OwnPort;

/** The world of a worker that runs a model. */
export function createHostPorts(): ModelHostPorts {
  const { port1, port2 } = new MessageChannel();
  let resume: () => void = () => {};
  port2.addEventListener('message', () => resume());
  port2.start();
  return {
    random: () => Math.random(),
    pause: () =>
      new Promise((resolve) => {
        resume = resolve;
        // A message to itself comes behind those that have arrived.
        port1.postMessage(undefined);
      }),
    async get(address) {
      const response = await fetch(address);
      if (!response.ok) throw new TypeError('the runtime is not there');
      return response.arrayBuffer();
    },
  };
}
