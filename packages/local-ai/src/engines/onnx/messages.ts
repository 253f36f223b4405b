import type { ModelFailureCode } from '../../models/failures.ts';
import type { OpenedModel } from '../../models/ports.ts';
import type { SpeechPart } from '../../ports/engine.ts';
import type { Outcome } from '../../ports/task.ts';
import type { Asked } from './open-any.ts';

/** From the page to the worker that runs one model. */
export type ToModelWorker =
  /** @param runtime address of the WebAssembly that belongs to the worker's onnxruntime */
  | { readonly type: 'open'; readonly runtime: string; readonly threads: number; readonly model: OpenedModel }
  | (Asked & { readonly id: number })
  | { readonly type: 'cancel'; readonly id: number };

/** From the worker to the page. */
export type FromModelWorker =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly code: ModelFailureCode }
  | { readonly type: 'part'; readonly id: number; readonly part: string | SpeechPart }
  | { readonly type: 'end'; readonly id: number; readonly outcome: Outcome<string> };
