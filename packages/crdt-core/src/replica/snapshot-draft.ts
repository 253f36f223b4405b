/**
 * LED-4: what costs most of a snapshot, worked out in steps before it is sealed. A draft holds until anything changes, in the document, its comments or
 * the ledger, and then counts for nothing: what is sealed is the same, to the byte, with a draft and without.
 */
import { equal } from '@weft/crypto';
import type * as Y from 'yjs';
import { deflateInSteps, toEnd } from '../ledger/deflate-state.ts';
import type { ReplicaContext } from './context.ts';
import type { Deleters } from './deleters.ts';
import { EMPTY_STATE } from './part-updates.ts';
import { partsToList } from './parts.ts';
import { toNamedState } from './unnamed.ts';

/** What a snapshot holds of a document: deflated, not sealed. */
export interface DraftedStates {
  readonly content: Uint8Array;
  /** Nothing where nobody ever commented. */
  readonly comment: Uint8Array | undefined;
}

export interface SnapshotDraft {
  /** Works out one bounded part more. False: nothing is left to do ahead, or it is too little, or changes too often. */
  advance(): boolean;
  /** What was drafted; what was not is worked out now. */
  take(): DraftedStates;
  stop(): void;
}

/** A ledger of fewer bytes is compacted at once, in a few milliseconds. */
const DRAFTED_FROM_BYTES = 64 * 1024;
/** Whoever goes on typing in the midst of every draft is held up once, instead of never compacting. */
const MOST_RESTARTS = 8;

/** @param deleters - knows what the ledger, and this session, say is deleted in the document */
export function createSnapshotDraft(
  { ledger, parts }: Pick<ReplicaContext, 'ledger' | 'parts'>,
  deleters: Pick<Deleters, 'named' | 'readInSteps'>,
): SnapshotDraft {
  const docs: readonly Y.Doc[] = [ledger.doc, ...partsToList(parts).map(({ doc }) => doc)];
  let steps: Generator<undefined, DraftedStates> | undefined;
  let drafted: DraftedStates | undefined;
  let restarts = 0;

  function* draft(): Generator<undefined, DraftedStates> {
    yield* deleters.readInSteps();
    const content = toNamedState(parts.content, deleters.named());
    yield;
    const comment = parts.comment.queue.state();
    const isEmpty = equal(comment, EMPTY_STATE.state);
    yield;
    return {
      content: yield* deflateInSteps(content),
      comment: isEmpty ? undefined : yield* deflateInSteps(comment),
    };
  }

  function forget(): void {
    if (steps !== undefined || drafted !== undefined) restarts++;
    steps = undefined;
    drafted = undefined;
  }
  for (const doc of docs) doc.on('afterTransaction', forget);

  return {
    advance() {
      const { snapshotBytes, tailBytes } = ledger.stats();
      if (snapshotBytes + tailBytes < DRAFTED_FROM_BYTES) return false;
      if (drafted !== undefined || restarts >= MOST_RESTARTS) return false;
      steps ??= draft();
      const { done, value } = steps.next();
      if (done === true) drafted = value;
      return true;
    },
    take() {
      // In the midst of a transaction nobody has been told yet that something changed.
      if (docs.some(({ _transaction }) => _transaction !== null)) forget();
      const states = drafted ?? toEnd(steps ?? draft());
      steps = undefined;
      drafted = undefined;
      restarts = 0;
      return states;
    },
    stop() {
      for (const doc of docs) doc.off('afterTransaction', forget);
    },
  };
}
