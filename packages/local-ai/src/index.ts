/**
 * On-device intelligence: completions, summaries and search that run on this device alone. The engines are in the
 * worker (`@weft/local-ai/worker`) and in `@weft/local-ai/engines`; here is what speaks to them.
 */
export type {
  Based,
  Snapshot,
  SnapshotBlock,
  SnapshotBlockKind,
  SnapshotHeads,
  SnapshotSource,
} from './ports/snapshot.ts';
export {
  type Engine,
  type EngineProfile,
  type EngineRun,
  type Passed,
  type RoutedEnd,
  type RoutedPart,
  type RoutedRun,
  SAMPLES_PER_SECOND,
  type SpeechEngine,
  type SpeechPart,
  type SpeechRequest,
  type SummaryEngine,
  type TextEngine,
  type TextRequest,
} from './ports/engine.ts';
export type {
  Availability,
  Completion,
  CompletionRequest,
  CompletionTask,
  CreateOptions,
  DownloadOptions,
  Outcome,
  Place,
  Summary,
  SummaryRequest,
  SummarySentence,
  SummaryTask,
  TaskEnd,
  TaskFailure,
  TaskName,
  TaskRun,
} from './ports/task.ts';
export type {
  Correction,
  ExtractedItem,
  ExtractRequest,
  ExtractTask,
  ProofreadRequest,
  ProofreadTask,
  SlipKind,
} from './ports/writing.ts';
export type {
  ClassifyKind,
  ClassifyRequest,
  ClassifyTask,
  SortedLabel,
  SortRequest,
  Topic,
  TopicLabel,
  TopicsRequest,
  TopicTask,
} from './ports/classifying.ts';
export { createClassifier } from './engines/topics/classify.ts';
export type { RewriteRequest, RewriteStyle, RewriteTask, WrittenSummaryTask } from './ports/rewriting.ts';
export type { DictationTask, Listening } from './ports/dictating.ts';
export { createDictation } from './engines/dictate/dictate.ts';
export { createResampler, type Resample } from './sound/resample.ts';
export { toLevel } from './sound/cut.ts';
export { createRewriter } from './engines/rewrite/rewrite.ts';
export { type Condense, createWrittenSummaries } from './engines/rewrite/write-summary.ts';
export type { SearchEntry, SearchHit, SearchOptions } from './search/search-index.ts';
export type { Snippet } from './search/snippet.ts';
export {
  type Boldness,
  type CompletionOptions,
  createLocalAi,
  DEVICE_ONLY,
  type Learning,
  type LocalAi,
  type Searching,
  type WorkerPort,
} from './tasks/local-ai.ts';
export type { FileParts } from './tasks/feed.ts';
export { toFileParts } from './tasks/file-parts.ts';
export {
  chooseEngine,
  chooseNext,
  type Conditions,
  type Route,
} from './router/route.ts';
export { type Ask, askInTurn, type RouterPorts } from './router/ask-in-turn.ts';
export { refuseRun, startRun } from './runs/run.ts';
