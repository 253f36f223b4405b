// What runs in the worker: new Worker(new URL('@weft/local-ai/worker', import.meta.url), { type: 'module' }).
import { createDesk } from './engine-desk.ts';
import { serveDesk } from './host.ts';
import type { Port } from './messages.ts';

const { port1, port2 } = new MessageChannel();
let resume: () => void = () => {};
port2.addEventListener('message', () => resume());
port2.start();

serveDesk(createDesk(), globalThis as unknown as Port, {
  now: () => performance.now(),
  pause: () =>
    new Promise((resolve) => {
      resume = resolve;
      // A message to itself comes behind those that have arrived, and is not held back as timers are.
      port1.postMessage(undefined);
    }),
});
