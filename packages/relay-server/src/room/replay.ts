import { CloseCode } from '@weft/crdt-core/wire';
import type { Result } from '@weft/crypto/verify';
import type { LogItem, StoreFailure } from '../store/store.ts';
import { closeConnection, type Out, sendTo } from './answers.ts';
import { type Connection, refreshAudiences, type RoomState } from './state.ts';

/**
 * Begins to bring a reader up to date from the log: a slice, wait until it has gone out, the next slice. Until it has
 * caught up it gets no live entries, so that it sees every position once and in order, and no more waits for it than
 * one slice however long the log is.
 * @param from the first position it lacks
 * @param withReplaced whether it wants what a compaction replaced, where that is still kept (PULL)
 */
export function startReplay(
  state: RoomState,
  out: Out,
  connection: Connection,
  from: number,
  withReplaced: boolean,
): void {
  connection.phase = 'replaying';
  refreshAudiences(state);
  connection.next = from;
  connection.withReplaced = withReplaced;
  out.push({ type: 'read', connection: connection.id, from, withReplaced });
}

/** PULL: as HELLO's replay, but from the client's choice, and with what a compaction replaced. One replay at a time. */
export function pull(state: RoomState, out: Out, connection: Connection, from: number): void {
  if (connection.phase === 'live') startReplay(state, out, connection, from, true);
  else connection.pulledFrom = from;
}

/** Sends a slice; then either waits for it to go out, or says that this was all. */
export function sendSlice(
  state: RoomState,
  out: Out,
  connection: Connection,
  slice: Result<readonly LogItem[], StoreFailure>,
): void {
  const { log } = state;
  if (log === undefined || connection.phase !== 'replaying') return;
  if (!slice.ok) {
    closeConnection(state, out, connection, CloseCode.stopping, slice.failure.sentence);
    return;
  }
  for (const item of slice.value) {
    const { position, prev, envelope } = item;
    // What the store holds and the room has not been told of yet comes with the slice after its `stored`.
    if (position > log.head) break;
    if (item.isBase) sendTo(out, connection.id, { type: 'base', position, envelope });
    else sendTo(out, connection.id, { type: 'entry', position, prev, envelope });
    connection.next = position + 1;
  }
  if (connection.pulledFrom > 0) {
    connection.next = connection.pulledFrom;
    connection.pulledFrom = 0;
    connection.withReplaced = true;
    awaitDrain(out, connection);
    return;
  }
  if (connection.next <= log.head && slice.value.length > 0) {
    awaitDrain(out, connection);
    return;
  }
  sendTo(out, connection.id, { type: 'caught-up', head: log.head });
  connection.phase = 'live';
  refreshAudiences(state);
}

/** What was sent has gone out: the next slice. */
export function continueReplay(out: Out, connection: Connection): void {
  if (!connection.awaits.delete('replay') || connection.phase !== 'replaying') return;
  const { id, next, withReplaced } = connection;
  out.push({ type: 'read', connection: id, from: next, withReplaced });
}

function awaitDrain(out: Out, connection: Connection): void {
  connection.awaits.add('replay');
  out.push({ type: 'await-drain', connection: connection.id });
}
