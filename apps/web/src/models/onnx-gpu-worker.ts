/** Runs one model that somebody brought, on the graphics card. */
import { serveModel } from '@weft/local-ai/models';
import * as ort from 'onnxruntime-web/webgpu';
import { createHostPorts, ownPort } from './host-ports.ts';

serveModel(ownPort, ort, 'webgpu', createHostPorts());
