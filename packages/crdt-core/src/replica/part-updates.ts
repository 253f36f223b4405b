/** What an opened entry brings to the parts of a replica. */
import { inflateState, stateToClocks } from '../ledger/snapshot-payload.ts';
import type { QueuedUpdate } from './apply-queue.ts';
import { checkUpdate } from './check-update.ts';
import type { ReplicaContext } from './context.ts';
import { isOpenedSnapshot, type OpenedEntry } from './open-entry.ts';
import type { PartKind } from './parts.ts';

/** Updates by the part they are for. */
export type PartUpdates = { readonly [K in PartKind]?: QueuedUpdate };

/** Stored or sibling content on its way to the parts; nothing if a snapshot does not inflate. */
export function openedToUpdates({ clientOf }: Pick<ReplicaContext, 'clientOf'>, opened: OpenedEntry): PartUpdates {
  const { session } = opened.entry;
  if (!isOpenedSnapshot(opened)) {
    const clocks = checkUpdate(opened.update, clientOf(session));
    const queued = { session, encoding: 1, update: opened.update } as const;
    return { [opened.kind]: typeof clocks === 'string' ? queued : { ...queued, clocks } };
  }
  const update = inflateState(opened.snapshot);
  const clocks = update && stateToClocks(update);
  return update && clocks ? { content: { session, encoding: 2, update, clocks } } : {};
}

/** Brings updates to their parts. */
export function queueUpdates({ parts }: Pick<ReplicaContext, 'parts'>, { content }: PartUpdates): void {
  if (content !== undefined) parts.content.queue.add(content);
}
