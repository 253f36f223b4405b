/** Runs one model that somebody brought, on the processor. The runtime's threads are this script as well, started once more. */
import { serveModel } from '@weft/local-ai/models';
import * as ort from 'onnxruntime-web/wasm';
import { createHostPorts, ownPort } from './host-ports.ts';
import { isThread, trustOwnThreads } from './threads.ts';

// In a thread the runtime has begun by itself.
if (!isThread()) {
  trustOwnThreads();
  serveModel(ownPort, ort, 'wasm', createHostPorts());
}
