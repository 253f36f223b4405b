import { CloseCode, decodeClientFrame, isYWebsocketMessage, type WireFailure } from '@weft/crdt-core/wire';
import type { Result } from '@weft/crypto/verify';
import { takeToken } from '../policy/bucket.ts';
import type { OpenedLog, StoreFailure } from '../store/store.ts';
import { admit, learnEpoch, welcomeAll } from './admit.ts';
import { closeConnection, forgetConnection, type Out, sendTo, sendToAll } from './answers.ts';
import { append, compact, finishAppend, finishCompact, rememberName } from './append.ts';
import { continueFetch, fetchChunks, finishStore, keepChunks, sendChunks, storeChunk } from './chunks.ts';
import { relayEphemeral } from './ephemeral.ts';
import type { RoomEffect, RoomEvent } from './events.ts';
import { continueReplay, pull, sendSlice } from './replay.ts';
import { type Connection, createConnection, isAdmitted, type RoomLog, type RoomState } from './state.ts';

/**
 * Everything a room decides, without sockets, clocks or storage: what happened in, what is to be done out.
 *
 * The step owns the state it is given: it returns the state to go on with, and the one passed in must not be used again.
 * (It is the same object, changed: a room of hundreds is not copied for every message.) Same state and event, same
 * effects.
 * @returns the state, and the effects in the order in which they are to be done
 */
export function stepRoom(state: RoomState, event: RoomEvent): readonly [RoomState, readonly RoomEffect[]] {
  const out: Out = [];
  switch (event.type) {
    case 'connected': {
      if (state.connections.size === 0) state.lastBeat = event.now;
      state.connections.set(event.connection, createConnection(state.config.limits, event));
      sendTo(out, event.connection, { type: 'challenge', nonce: event.nonce });
      break;
    }
    case 'tick':
      tick(state, out, event.now);
      break;
    case 'opened':
      finishOpening(state, out, event.result);
      break;
    case 'stored':
      finishAppend(state, out, event.token, event.result);
      break;
    case 'compacted':
      finishCompact(state, out, event.token, event.result);
      break;
    case 'chunk-stored':
      finishStore(state, out, event.token, event.result);
      break;
    case 'stopping':
      for (const connection of [...state.connections.values()]) {
        // Each leaves for itself: the others need not be told that everyone does.
        connection.phase = 'challenged';
        closeConnection(state, out, connection, CloseCode.stopping);
      }
      break;
    default: {
      // A connection may have been closed by the room while its shell still had something from it.
      const connection = state.connections.get(event.connection);
      if (connection === undefined) break;
      if (event.type === 'received') receive(state, out, connection, event.bytes, event.now);
      else if (event.type === 'disconnected') forgetConnection(state, out, connection);
      else if (event.type === 'overflowed') closeConnection(state, out, connection, CloseCode.readerTooSlow);
      else if (event.type === 'drained') {
        continueReplay(out, connection);
        continueFetch(out, connection);
      } else if (event.type === 'chunks') sendChunks(state, out, connection, event.result);
      else sendSlice(state, out, connection, event.result);
    }
  }
  return [state, out];
}

function receive(state: RoomState, out: Out, connection: Connection, bytes: Uint8Array, now: number): void {
  if (bytes.length > state.config.limits.maxFrameBytes) {
    closeConnection(state, out, connection, CloseCode.frameTooLarge);
    return;
  }
  const decoded = decodeClientFrame(bytes);
  if (!decoded.ok) {
    if (isYWebsocketMessage(bytes)) return; // y-websocket's own greetings
    closeConnection(state, out, connection, failureToCloseCode(decoded.failure), decoded.failure.sentence);
    return;
  }
  const frame = decoded.value;
  // HELLO comes first, and once.
  if (frame.type === 'hello' ? connection.phase !== 'challenged' : !isAdmitted(connection)) {
    closeConnection(state, out, connection, CloseCode.malformed);
    return;
  }
  switch (frame.type) {
    case 'hello':
      admit(state, out, connection, frame, now);
      break;
    case 'append':
      append(state, out, connection, frame.envelope, now);
      break;
    case 'ephemeral':
      relayEphemeral(state, out, connection, frame, now);
      break;
    case 'pull':
      if (mayAsk(state, out, connection, now)) pull(state, out, connection, Math.max(1, frame.from));
      break;
    case 'compact':
      compact(state, out, connection, frame, now);
      break;
    case 'store':
      storeChunk(state, out, connection, frame.envelope, now);
      break;
    case 'fetch':
      fetchChunks(state, out, connection, frame, now);
      break;
    case 'keep':
      keepChunks(state, out, connection, frame, now);
      break;
    case 'epoch':
      if (mayAsk(state, out, connection, now)) learnEpoch(state, frame.certificate);
      break;
    case 'ping':
      if (mayAsk(state, out, connection, now)) {
        sendTo(out, connection.id, { type: 'beat', head: state.log?.head ?? 0 });
      }
      break;
  }
}

/** Questions count as ephemerals do; there is no name to refuse them under, so too many end the connection. */
function mayAsk(state: RoomState, out: Out, connection: Connection, now: number): boolean {
  const { ephemeralsPerSecond, ephemeralBurst } = state.config.limits;
  if (takeToken(connection.ephemerals, ephemeralsPerSecond, ephemeralBurst, now)) return true;
  closeConnection(state, out, connection, CloseCode.tooFast);
  return false;
}

function tick(state: RoomState, out: Out, now: number): void {
  const { helloMs, beatMs } = state.config.limits;
  const { iceEveryMs = 0 } = state.config;
  for (const connection of [...state.connections.values()]) {
    if (connection.phase === 'challenged' && now - connection.connectedAt >= helloMs) {
      closeConnection(state, out, connection, CloseCode.readerTooSlow);
    }
    if (iceEveryMs > 0 && isAdmitted(connection) && now - connection.iceAt >= iceEveryMs) {
      connection.iceAt = now;
      out.push({ type: 'ice', connection: connection.id });
    }
  }
  if (now - state.lastBeat >= beatMs) {
    state.lastBeat = now;
    sendToAll(out, state.admitted, 0, { type: 'beat', head: state.log?.head ?? 0 });
  }
}

function finishOpening(state: RoomState, out: Out, result: Result<OpenedLog, StoreFailure>): void {
  state.isOpening = false;
  if (!result.ok) {
    for (const connection of [...state.connections.values()]) {
      if (connection.phase === 'opening') {
        closeConnection(state, out, connection, CloseCode.full, result.failure.sentence);
      }
    }
    return;
  }
  const { generation, base, head, items } = result.value;
  const log: RoomLog = { generation, base, head, names: new Map() };
  for (const { position, envelope } of items) rememberName(state, log, position, envelope);
  state.log = log;
  welcomeAll(state, out);
}

function failureToCloseCode(failure: WireFailure): CloseCode {
  return failure.code === 'frame-version' ? CloseCode.version : CloseCode.malformed;
}
