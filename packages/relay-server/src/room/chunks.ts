import { CloseCode, type FetchFrame, type KeepFrame, RefusalCode } from '@weft/crdt-core/wire';
import { decodeHeader, isAllowed, type Result, toHex } from '@weft/crypto/verify';
import { takeToken } from '../policy/bucket.ts';
import type { ChunkSlice, StoreFailure } from '../store/store.ts';
import { bytesToName, closeConnection, type Out, refuse, sendTo } from './answers.ts';
import { findFault } from './append.ts';
import type { Connection, RoomState } from './state.ts';

/** FETCHes that may wait for the one before; a client has no reason for more. */
const MOST_FETCHES = 16;

const REFUSALS: Readonly<Partial<Record<StoreFailure['code'], RefusalCode>>> = {
  'chunk-order': RefusalCode.outOfOrder,
  'name-taken': RefusalCode.nameTaken,
};

/** STORE: a chunk of an attachment, verified as any envelope that is kept, put beside the log. It is sent to nobody. */
export function storeChunk(
  state: RoomState,
  out: Out,
  connection: Connection,
  envelope: Uint8Array,
  now: number,
): void {
  const name = bytesToName(envelope);
  if (!takeChunkToken(state, connection, now)) {
    refuse(state, out, connection, name, RefusalCode.tooFast, now);
    return;
  }
  const header = decodeHeader(envelope);
  if (!header.ok || header.value.kind !== 'chunk') {
    refuse(state, out, connection, name, RefusalCode.invalid, now);
    return;
  }
  const fault = findFault(state, envelope, header.value.epoch);
  if (fault !== undefined) {
    refuse(state, out, connection, name, fault.code, now, fault.sentence);
    return;
  }
  const token = ++state.lastToken;
  const { session, seq } = name;
  state.storing.set(token, { session, seq, connection: connection.id, at: now });
  out.push({ type: 'store-chunk', token, session: toHex(session), seq, envelope });
}

/** The store has a chunk, or would not take it. */
export function finishStore(
  state: RoomState,
  out: Out,
  token: number,
  result: Result<{ readonly held: number }, StoreFailure>,
): void {
  const storing = state.storing.get(token);
  state.storing.delete(token);
  const connection = state.connections.get(storing?.connection ?? 0);
  if (storing === undefined || connection === undefined) return;
  const { session, seq, at } = storing;
  if (result.ok) return sendTo(out, connection.id, { type: 'stored', session, seq });
  const code = REFUSALS[result.failure.code] ?? RefusalCode.roomFull;
  refuse(state, out, connection, storing, code, at, result.failure.sentence);
}

/** FETCH: chunks in order, one slice after another as they go out; one FETCH of a connection at a time. */
export function fetchChunks(state: RoomState, out: Out, connection: Connection, frame: FetchFrame, now: number): void {
  const { fetches } = connection;
  if (!takeChunkToken(state, connection, now) || fetches.length >= MOST_FETCHES) {
    closeConnection(state, out, connection, CloseCode.tooFast);
    return;
  }
  const { from, count } = frame;
  fetches.push({ session: frame.session.slice(), next: from, until: from + count });
  if (fetches.length === 1) readOn(out, connection);
}

/** Sends a slice; then waits for it to go out, or says that this was all. */
export function sendChunks(
  state: RoomState,
  out: Out,
  connection: Connection,
  slice: Result<ChunkSlice, StoreFailure>,
): void {
  const [fetch] = connection.fetches;
  if (fetch === undefined) return;
  if (!slice.ok) {
    closeConnection(state, out, connection, CloseCode.stopping, slice.failure.sentence);
    return;
  }
  const { chunks, held } = slice.value;
  for (const envelope of chunks) sendTo(out, connection.id, { type: 'chunk', envelope });
  fetch.next += chunks.length;
  if (chunks.length > 0 && fetch.next < fetch.until) {
    connection.awaits.add('fetch');
    out.push({ type: 'await-drain', connection: connection.id });
    return;
  }
  sendTo(out, connection.id, { type: 'fetched', session: fetch.session, next: fetch.next, held });
  connection.fetches.shift();
  readOn(out, connection);
}

/** What was sent has gone out: the next slice. */
export function continueFetch(out: Out, connection: Connection): void {
  if (connection.awaits.delete('fetch')) readOn(out, connection);
}

/** KEEP: an editor's word on which attachments the document still refers to. */
export function keepChunks(state: RoomState, out: Out, connection: Connection, frame: KeepFrame, now: number): void {
  if (!takeChunkToken(state, connection, now)) {
    closeConnection(state, out, connection, CloseCode.tooFast);
    return;
  }
  // Who may write none says nothing about which are wanted.
  if (!isAllowed(connection.role, 'chunk')) {
    refuse(state, out, connection, bytesToName(new Uint8Array()), RefusalCode.role, now);
    return;
  }
  out.push({ type: 'keep-chunks', sessions: new Set(frame.sessions.map(toHex)) });
}

/** A bucket of their own: a file on its way keeps nobody from writing. */
function takeChunkToken(state: RoomState, connection: Connection, now: number): boolean {
  const { chunksPerSecond, chunkBurst } = state.config.limits;
  return takeToken(connection.chunks, chunksPerSecond, chunkBurst, now);
}

function readOn(out: Out, { id, fetches }: Connection): void {
  const [fetch] = fetches;
  if (fetch === undefined) return;
  const { session, next, until } = fetch;
  out.push({ type: 'read-chunks', connection: id, session: toHex(session), from: next, count: until - next });
}
