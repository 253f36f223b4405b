// oxlint-disable-next-line import/default -- Vite gives the address of what the query names.
import workerUrl from '@weft/editor-ui/formats/worker?worker&url';
import { toTrustedScript } from '../trusted-script.ts';

let trusted: string | undefined;

/** Starts a worker that reads or writes one file. */
export function startFormatWorker(): Worker {
  trusted ??= toTrustedScript('weft-formats', workerUrl);
  return new Worker(trusted, { type: 'module' });
}
