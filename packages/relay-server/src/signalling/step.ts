import { CloseCode, closeCodeToSentence } from '@weft/crdt-core/wire';
import { type Bucket, createBucket, takeToken } from '../policy/bucket.ts';
import type { SignalLimits } from '../policy/limits.ts';
import { decodeSignal, type Signal } from './decode-signal.ts';

/** What happens to signalling. Times are ms of whatever clock the shell has. */
export type SignalEvent =
  | { readonly type: 'connected'; readonly connection: number; readonly now: number }
  | { readonly type: 'received'; readonly connection: number; readonly bytes: Uint8Array; readonly now: number }
  /** The client's end answered a ping of the WebSocket protocol. */
  | { readonly type: 'heard'; readonly connection: number; readonly now: number }
  | { readonly type: 'disconnected'; readonly connection: number }
  /** More waits for this reader than the shell is willing to keep. */
  | { readonly type: 'overflowed'; readonly connection: number }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'stopping' };

/** What signalling wants done, in order. */
export type SignalEffect =
  /** One text message to each of these connections. */
  | { readonly type: 'send'; readonly to: readonly number[]; readonly text: string }
  /** A ping of the WebSocket protocol, which a browser answers by itself even while its page sleeps. */
  | { readonly type: 'ping'; readonly connection: number }
  /** Signalling has already forgotten the connection. */
  | { readonly type: 'close'; readonly connection: number; readonly code: CloseCode; readonly sentence: string }
  /** A subscription or a message was passed over; counted and nothing else (RLY-7). */
  | { readonly type: 'dropped' };

interface SignalConnection {
  readonly id: number;
  readonly topics: Set<string>;
  readonly signals: Bucket;
  heardAt: number;
  isPinged: boolean;
}

export interface SignalState {
  readonly limits: SignalLimits;
  readonly connections: Map<number, SignalConnection>;
  /** Topic → who hears it. A topic is there only while someone does. */
  readonly topics: Map<string, Set<number>>;
}

/** Nobody is here yet. */
export function createSignalState(limits: SignalLimits): SignalState {
  return { limits, connections: new Map(), topics: new Map() };
}

const PONG = JSON.stringify({ type: 'pong' });
const IDLE_SENTENCE = 'Nothing was heard of this connection for too long; it is being opened again.';

/**
 * Signalling as y-webrtc speaks it: who subscribes to a topic hears what is published to it, its author included. Nothing
 * is kept, and nothing is understood but the topic. As with `stepRoom`, the state given is owned and changed.
 */
export function stepSignalling(
  state: SignalState,
  event: SignalEvent,
): readonly [SignalState, readonly SignalEffect[]] {
  const out: SignalEffect[] = [];
  if (event.type === 'connected') {
    const { connection: id, now } = event;
    const signals = createBucket(state.limits.signalBurst, now);
    state.connections.set(id, { id, topics: new Set(), signals, heardAt: now, isPinged: false });
    return [state, out];
  }
  if (event.type === 'tick') {
    for (const connection of [...state.connections.values()]) checkSilence(state, out, connection, event.now);
    return [state, out];
  }
  if (event.type === 'stopping') {
    for (const connection of [...state.connections.values()]) close(state, out, connection, CloseCode.stopping);
    return [state, out];
  }
  // A connection may have been closed here while its shell still had something from it.
  const connection = state.connections.get(event.connection);
  if (connection === undefined) return [state, out];
  switch (event.type) {
    case 'received':
      hear(connection, event.now);
      receive(state, out, connection, event.bytes, event.now);
      break;
    case 'heard':
      hear(connection, event.now);
      break;
    case 'disconnected':
      forget(state, connection);
      break;
    case 'overflowed':
      close(state, out, connection, CloseCode.readerTooSlow);
      break;
  }
  return [state, out];
}

function receive(
  state: SignalState,
  out: SignalEffect[],
  connection: SignalConnection,
  bytes: Uint8Array,
  now: number,
): void {
  const { signalsPerSecond, signalBurst } = state.limits;
  // Before anything is read: what comes too fast must cost little.
  if (!takeToken(connection.signals, signalsPerSecond, signalBurst, now)) {
    close(state, out, connection, CloseCode.tooFast);
    return;
  }
  const decoded = decodeSignal(bytes, state.limits);
  if (decoded.ok) take(state, out, connection, decoded.value);
  else close(state, out, connection, decoded.failure.code, decoded.failure.sentence);
}

function take(state: SignalState, out: SignalEffect[], connection: SignalConnection, signal: Signal): void {
  switch (signal.type) {
    case 'subscribe':
      for (const topic of signal.topics) subscribe(state, out, connection, topic);
      break;
    case 'unsubscribe':
      for (const topic of signal.topics) unsubscribe(state, connection, topic);
      break;
    case 'publish': {
      const { topic, data } = signal;
      const receivers = state.topics.get(topic);
      if (receivers === undefined) break;
      const text = JSON.stringify({ type: 'publish', topic, data, clients: receivers.size });
      out.push({ type: 'send', to: [...receivers], text });
      break;
    }
    case 'ping':
      out.push({ type: 'send', to: [connection.id], text: PONG });
      break;
    case 'other':
      break;
  }
}

/**
 * A subscription beyond a limit is passed over and not a close: a y-webrtc client that is closed dials again at once, and
 * would do so without end. It finds nobody on that topic, and the relay carries its document.
 */
function subscribe(state: SignalState, out: SignalEffect[], connection: SignalConnection, topic: string): void {
  const { maxTopicsPerConnection, maxConnectionsPerTopic } = state.limits;
  if (connection.topics.has(topic)) return;
  const subscribers = state.topics.get(topic) ?? new Set();
  if (connection.topics.size >= maxTopicsPerConnection || subscribers.size >= maxConnectionsPerTopic) {
    out.push({ type: 'dropped' });
    return;
  }
  connection.topics.add(topic);
  subscribers.add(connection.id);
  state.topics.set(topic, subscribers);
}

function unsubscribe(state: SignalState, connection: SignalConnection, topic: string): void {
  if (!connection.topics.delete(topic)) return;
  const subscribers = state.topics.get(topic);
  subscribers?.delete(connection.id);
  if (subscribers?.size === 0) state.topics.delete(topic);
}

function checkSilence(state: SignalState, out: SignalEffect[], connection: SignalConnection, now: number): void {
  const { signalPingMs, signalIdleMs } = state.limits;
  const silence = now - connection.heardAt;
  if (silence >= signalIdleMs) close(state, out, connection, CloseCode.readerTooSlow, IDLE_SENTENCE);
  else if (silence >= signalPingMs && !connection.isPinged) {
    connection.isPinged = true;
    out.push({ type: 'ping', connection: connection.id });
  }
}

function hear(connection: SignalConnection, now: number): void {
  connection.heardAt = now;
  connection.isPinged = false;
}

function close(
  state: SignalState,
  out: SignalEffect[],
  connection: SignalConnection,
  code: CloseCode,
  sentence: string = closeCodeToSentence(code) ?? '',
): void {
  forget(state, connection);
  out.push({ type: 'close', connection: connection.id, code, sentence });
}

function forget(state: SignalState, connection: SignalConnection): void {
  for (const topic of [...connection.topics]) unsubscribe(state, connection, topic);
  state.connections.delete(connection.id);
}
