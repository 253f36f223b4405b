/** Models that people bring: manifests, the store, and how what is in it is run. Loaded where somebody asks for it. */
export type { LanguageModelApi, SummarizerApi } from './engines/browser/api.ts';
export { createLanguageModelEngine, createSummarizerEngine, type Downloadable } from './engines/browser/engines.ts';
export {
  createEndpointEngine,
  type Endpoint,
  type EndpointPorts,
  type Outgoing,
  type AskPort,
  toEndpointAddress,
} from './engines/endpoint/engine.ts';
export { listEndpointModels } from './engines/endpoint/list-models.ts';
export { createBrowserFetch, createBrowserLocks, createBrowserAsk, openBrowserDisk } from './models/browser-ports.ts';
export { type ModelFailure, type ModelFailureCode, modelFailure } from './models/failures.ts';
export type { InstalledModel, ModelIndex, ModelRecord, PendingModel } from './models/index-of-models.ts';
export {
  compareVersions,
  type ModelChannel,
  type ModelContract,
  type ModelManifest,
  toModelBytes,
} from './models/manifest.ts';
export {
  fetchOffer,
  fetchUpdate,
  MANIFEST_NAME,
  type ModelOffer,
  type OfferPorts,
  readOffer,
  toModelAddress,
} from './models/offer.ts';
export type { LockPort, ModelDisk, ModelStorePorts, OpenedModel, TestModel } from './models/ports.ts';
export { type InstallState, toMissingBytes } from './models/step-install.ts';
export { createModelEngine, createModelTest, type ModelWorkers } from './engines/onnx/engine.ts';
export { type ModelHostPorts, serveModel } from './engines/onnx/host.ts';
export type { OrtModule } from './engines/onnx/ort.ts';
export { createModelStore, type ModelStore } from './models/store.ts';
export type { Signer } from './models/trust.ts';
