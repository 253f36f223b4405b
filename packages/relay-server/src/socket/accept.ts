import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CloseCode, encodeFrame } from '@weft/crdt-core/wire';
import { fromBase64Url, isRoomId, type RoomId } from '@weft/crypto/verify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Hub } from '../hub/hub.ts';
import type { RelayLimits } from '../policy/limits.ts';
import type { Signalling } from '../signalling/signalling.ts';
import type { Gate } from './gate.ts';
import { sentenceToReason } from './message-frame.ts';
import {
  type ConcatOnce,
  createConcatOnce,
  createFrameOnce,
  createSocketOutlet,
  type FrameOnce,
  type SocketOutlet,
} from './socket-outlet.ts';
import type { Turns } from './turns.ts';

export interface AcceptOptions {
  readonly hub: Hub;
  /** None: `/signal` is not there. */
  readonly signalling: Signalling | undefined;
  readonly gate: Gate;
  readonly limits: RelayLimits;
  readonly turns: Turns;
  /** Told of codes only (RLY-7). */
  readonly onTurnedAway?: ((code: number) => void) | undefined;
}

/** Takes HTTP upgrades at `/r/<roomId>` and `/signal`, and connects each to the hub or to signalling. */
export interface Acceptor {
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  /** Cuts every socket that is still open. */
  terminate(): void;
}

const TEXT_SENTENCE = 'The relay takes binary messages only; check the address of the relay.';

/** Sockets that stay open in spite of TCP's own checks are found within about two of these, in ms. */
const KEEP_ALIVE_MS = 30_000;

/** Creates the WebSocket side of a relay. */
export function createAcceptor(options: AcceptOptions): Acceptor {
  const { limits, signalling } = options;
  const createSockets = (largest: number): WebSocketServer =>
    new WebSocketServer({
      noServer: true,
      clientTracking: true,
      perMessageDeflate: false, // useless on ciphertext, and 4–8 times the CPU
      // A frame somewhat too large is answered with 4413; one beyond all bounds is cut by ws before it is held.
      maxPayload: 2 * largest,
    });
  const rooms = createSockets(limits.maxFrameBytes);
  const signals = createSockets(limits.maxSignalBytes);
  const shared: Shared = { frames: createFrameOnce(), concat: createConcatOnce() };

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      socket.setNoDelay(true);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      const roomId = urlToRoomId(request.url);
      if (roomId !== undefined) {
        rooms.handleUpgrade(request, socket, head, (webSocket) =>
          accept(options, shared, { request, socket, webSocket, roomId }),
        );
        return;
      }
      if (signalling === undefined || !isSignalUrl(request.url)) {
        refuseUpgrade(socket, '404 Not Found');
        return;
      }
      // A y-webrtc client that gets a connection and is then closed dials again at once; one that gets none waits longer
      // each time. So who is turned away here is so before the connection is.
      const entered = options.gate.enter(request, socket);
      if (!entered.ok) {
        options.onTurnedAway?.(entered.failure.code);
        refuseUpgrade(socket, entered.failure.code === CloseCode.full ? '503 Service Unavailable' : '403 Forbidden');
        return;
      }
      socket.once('close', entered.value);
      signals.handleUpgrade(request, socket, head, (webSocket) => signalling.connect(webSocket));
    },
    terminate() {
      for (const { clients } of [rooms, signals]) for (const webSocket of clients) webSocket.terminate();
    },
  };
}

/** Answers and is rid of the socket, whether or not the client closes its side: nobody counts these. */
function refuseUpgrade(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  socket.destroySoon();
}

/** The room an address names: `/r/` and 32 bytes of base64url. */
export function urlToRoomId(url: string | undefined): RoomId | undefined {
  const found = /^\/r\/([A-Za-z0-9_-]{43})\/?(?:\?.*)?$/.exec(url ?? '');
  if (found?.[1] === undefined) return undefined;
  const bytes = fromBase64Url(found[1]);
  return bytes.ok && isRoomId(bytes.value) ? bytes.value : undefined;
}

function isSignalUrl(url: string | undefined): boolean {
  return /^\/signal\/?(?:\?.*)?$/.test(url ?? '');
}

interface Opened {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly webSocket: WebSocket;
  readonly roomId: RoomId;
}

/** What all connections of a relay have in common. */
interface Shared {
  readonly frames: FrameOnce;
  readonly concat: ConcatOnce;
}

function accept(options: AcceptOptions, shared: Shared, opened: Opened): void {
  const { hub, gate, limits, turns } = options;
  const { frames, concat } = shared;
  const { request, socket, webSocket, roomId } = opened;
  webSocket.on('error', () => {
    // ws closes after an error of its own accord; 'close' follows.
  });
  const entered = gate.enter(request, socket);
  if (!entered.ok) {
    const { code, sentence } = entered.failure;
    options.onTurnedAway?.(code);
    webSocket.send(encodeFrame({ type: 'error', code, sentence }));
    webSocket.close(code, sentenceToReason(sentence));
    return;
  }

  const outlet: SocketOutlet = createSocketOutlet({
    socket,
    closeSocket: (code, reason) => webSocket.close(code, reason),
    turns,
    frames,
    concat,
    maxQueueBytes: limits.maxQueueBytes,
    onOverflow: () => connection.overflowed(),
    onDrained: () => connection.drained(),
  });
  const connection = hub.connect(roomId, request.headers.host ?? '', outlet);
  socket.on('drain', outlet.socketDrained);
  webSocket.on('message', (data, isBinary) => {
    if (isBinary && data instanceof Uint8Array) {
      connection.receive(data);
      return;
    }
    options.onTurnedAway?.(CloseCode.malformed);
    outlet.send(encodeFrame({ type: 'error', code: CloseCode.malformed, sentence: TEXT_SENTENCE }));
    outlet.close(CloseCode.malformed, TEXT_SENTENCE);
  });
  webSocket.on('close', () => {
    entered.value();
    connection.closed();
  });
}
