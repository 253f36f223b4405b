/** The engines by themselves, without a worker: for Node, for tests, and for whoever brings a worker of their own. */
export { bytesToModel, type LearnedFailure, type LearnedResult, modelToBytes } from './engines/adaptive/bytes.ts';
export { THRESHOLDS } from './engines/adaptive/calibration.ts';
export { type AdaptiveModel, createAdaptiveModel } from './engines/adaptive/model.ts';
export { createSuggester, type Suggester } from './engines/adaptive/suggester.ts';
export { createEmbedder, type Embedder } from './engines/embeddings/embedder.ts';
export { readVectorsFile, type VectorsFile, type VectorsFileResult } from './engines/embeddings/vectors-file.ts';
export { runToEnd } from './engines/extractive/run-to-end.ts';
export { type SummaryResult, summarizeByExtracts } from './engines/extractive/summarize.ts';
export { createWeftLm, type WeftLm } from './engines/weft-lm/engine.ts';
export { createPlainKernel, type Kernel } from './engines/weft-lm/kernel.ts';
export { type ModelFile, type ModelFileResult, readModelFile, unpackModel } from './engines/weft-lm/model-file.ts';
export { createFinder, type Finder } from './search/finder.ts';
export { createSearchIndex, type SearchIndex } from './search/search-index.ts';
export { type Span, toSentences } from './text/sentences.ts';
export { type Token, toTokens } from './text/tokens.ts';
export { createDesk, type Desk } from './worker/engine-desk.ts';
export { type HostPorts, serveDesk } from './worker/host.ts';
export type { Port } from './worker/messages.ts';
