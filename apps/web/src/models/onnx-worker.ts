/** Runs one model that somebody brought, on the processor. */
import { serveModel } from '@weft/local-ai/models';
import * as ort from 'onnxruntime-web/wasm';
import { createHostPorts, ownPort } from './host-ports.ts';

serveModel(ownPort, ort, 'wasm', createHostPorts());
