// oxlint-disable-next-line import/default -- Vite gives the address of what the query names.
import workerUrl from '@weft/local-ai/worker?worker&url';
import { toTrustedScript } from './trusted-script.ts';

let trusted: string | undefined;

/** Starts a worker with the engines: each kind of work has one of its own, so that a summary delays no suggestion. */
export function startLocalAiWorker(): Worker {
  trusted ??= toTrustedScript('weft-local-ai', workerUrl);
  return new Worker(trusted, { type: 'module' });
}
