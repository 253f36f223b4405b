import type { WebSocket } from 'ws';
import { CloseCode } from '@weft/crdt-core/wire';
import { countCode } from '../hub/counts.ts';
import type { SignalLimits } from '../policy/limits.ts';
import { sentenceToReason } from '../socket/message-frame.ts';
import { createSignalCounts, type SignalCounts } from './counts.ts';
import { createSignalState, type SignalEvent, stepSignalling } from './step.ts';

export interface SignallingOptions {
  readonly limits: SignalLimits;
  /** ms; only differences count. */
  readonly clock: { now(): number };
  /** Told of codes only (RLY-7). */
  readonly onClosed?: ((code: number) => void) | undefined;
}

/** Signalling between browsers that look for a direct connection: the shell around `stepSignalling`. */
export interface Signalling {
  /** Takes a socket that was let in. */
  connect(socket: WebSocket): void;
  /** To be called every second or so. */
  tick(): void;
  /** Tells everyone that the relay stops (4500). */
  stop(): void;
  readonly counts: SignalCounts;
}

const TEXT_SENTENCE = 'Signalling takes JSON text; check the address of the relay.';

/** Creates the signalling of one relay. */
export function createSignalling({ limits, clock, onClosed }: SignallingOptions): Signalling {
  const counts = createSignalCounts();
  const sockets = new Map<number, WebSocket>();
  let state = createSignalState(limits);
  let lastConnection = 0;

  const closeSocket = (socket: WebSocket, code: CloseCode, sentence: string): void => {
    countCode(counts.closed, code);
    onClosed?.(code);
    socket.close(code, sentenceToReason(sentence));
  };

  const dispatch = (event: SignalEvent): void => {
    const [next, effects] = stepSignalling(state, event);
    state = next;
    const overflowed: number[] = [];
    for (const effect of effects) {
      if (effect.type === 'dropped') counts.dropped++;
      else if (effect.type === 'ping') sockets.get(effect.connection)?.ping();
      else if (effect.type === 'close') {
        const socket = sockets.get(effect.connection);
        sockets.delete(effect.connection);
        if (socket !== undefined) closeSocket(socket, effect.code, effect.sentence);
      } else {
        const message = Buffer.from(effect.text);
        for (const id of effect.to) {
          const socket = sockets.get(id);
          if (socket === undefined) continue;
          socket.send(message, { binary: false });
          counts.sent++;
          if (socket.bufferedAmount > limits.maxSignalQueueBytes) overflowed.push(id);
        }
      }
    }
    counts.topics = state.topics.size;
    for (const connection of overflowed) dispatch({ type: 'overflowed', connection });
  };

  return {
    counts,
    connect(socket) {
      const connection = ++lastConnection;
      sockets.set(connection, socket);
      counts.connections++;
      dispatch({ type: 'connected', connection, now: clock.now() });
      socket.on('error', () => {
        // ws closes after an error of its own accord; 'close' follows.
      });
      socket.on('pong', () => dispatch({ type: 'heard', connection, now: clock.now() }));
      socket.on('message', (data, isBinary) => {
        counts.received++;
        if (!isBinary && data instanceof Uint8Array) {
          dispatch({ type: 'received', connection, bytes: data, now: clock.now() });
        } else if (sockets.delete(connection)) {
          dispatch({ type: 'disconnected', connection });
          closeSocket(socket, CloseCode.malformed, TEXT_SENTENCE);
        }
      });
      socket.on('close', () => {
        counts.connections--;
        sockets.delete(connection);
        dispatch({ type: 'disconnected', connection });
      });
    },
    tick: () => dispatch({ type: 'tick', now: clock.now() }),
    stop: () => dispatch({ type: 'stopping' }),
  };
}
