/**
 * On-device intelligence. So far only the ports: the shapes that the editor and the app may rely on. Types only, so
 * importing this package costs nothing at run time.
 */
export type {
  Based,
  Snapshot,
  SnapshotBlock,
  SnapshotBlockKind,
  SnapshotHeads,
  SnapshotSource,
} from './ports/snapshot.ts';
export type {
  Availability,
  Completion,
  CompletionRequest,
  CompletionTask,
  CreateOptions,
  Place,
  Summary,
  SummaryRequest,
  SummarySentence,
  SummaryTask,
  TaskEnd,
  TaskFailure,
  TaskRun,
} from './ports/task.ts';
