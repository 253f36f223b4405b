import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CloseCode, closeCodeToSentence, encodeFrame } from '@weft/crdt-core/wire';
import { fromBase64Url, isRoomId, type RoomId } from '@weft/crypto/verify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Hub } from '../hub/hub.ts';
import { type HostPolicy, isOriginAllowed } from '../policy/hosts.ts';
import type { RelayLimits } from '../policy/limits.ts';
import { type AddressCounter, clientAddress, createAddressCounter } from './addresses.ts';
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
  readonly limits: RelayLimits;
  readonly turns: Turns;
  readonly isOwnHost: HostPolicy;
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: boolean;
  /** Told of codes only (RLY-7). */
  readonly onTurnedAway?: ((code: number) => void) | undefined;
}

/** Takes HTTP upgrades at `/r/<roomId>` and connects each to the hub. */
export interface Acceptor {
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  /** Cuts every socket that is still open. */
  terminate(): void;
}

const HOST_SENTENCE =
  'This relay was reached under a name it does not know as its own; whoever runs it must name it with --public-host.';
const ORIGIN_SENTENCE = 'This relay does not serve pages from this site; open the app from the relay’s own address.';
const ADDRESS_SENTENCE = 'There are too many connections from this network to this relay; close some tabs, or wait.';
const TEXT_SENTENCE = 'The relay takes binary messages only; check the address of the relay.';

/** Sockets that stay open in spite of TCP's own checks are found within about two of these, in ms. */
const KEEP_ALIVE_MS = 30_000;

/** Creates the WebSocket side of a relay. */
export function createAcceptor(options: AcceptOptions): Acceptor {
  const { limits } = options;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false, // useless on ciphertext, and 4–8 times the CPU
    // A frame somewhat too large is answered with 4413; one beyond all bounds is cut by ws before it is held.
    maxPayload: 2 * limits.maxFrameBytes,
  });
  const shared: Shared = {
    addresses: createAddressCounter(limits.maxConnectionsPerAddress),
    frames: createFrameOnce(),
    concat: createConcatOnce(),
  };

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const roomId = urlToRoomId(request.url);
      if (roomId === undefined) {
        socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        return;
      }
      socket.setNoDelay(true);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      server.handleUpgrade(request, socket, head, (webSocket) =>
        accept(options, shared, { request, socket, webSocket, roomId }),
      );
    },
    terminate() {
      for (const webSocket of server.clients) webSocket.terminate();
    },
  };
}

/** The room an address names: `/r/` and 32 bytes of base64url. */
export function urlToRoomId(url: string | undefined): RoomId | undefined {
  const found = /^\/r\/([A-Za-z0-9_-]{43})\/?(?:\?.*)?$/.exec(url ?? '');
  if (found?.[1] === undefined) return undefined;
  const bytes = fromBase64Url(found[1]);
  return bytes.ok && isRoomId(bytes.value) ? bytes.value : undefined;
}

interface Opened {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly webSocket: WebSocket;
  readonly roomId: RoomId;
}

/** What all connections of a relay have in common. */
interface Shared {
  readonly addresses: AddressCounter;
  readonly frames: FrameOnce;
  readonly concat: ConcatOnce;
}

function accept(options: AcceptOptions, shared: Shared, opened: Opened): void {
  const { hub, limits, turns } = options;
  const { addresses, frames, concat } = shared;
  const { request, socket, webSocket, roomId } = opened;
  webSocket.on('error', () => {
    // ws closes after an error of its own accord; 'close' follows.
  });
  const turnAway = (code: CloseCode, sentence: string = closeCodeToSentence(code) ?? ''): void => {
    options.onTurnedAway?.(code);
    webSocket.send(encodeFrame({ type: 'error', code, sentence }));
    webSocket.close(code, sentenceToReason(sentence));
  };
  const host = request.headers.host ?? '';
  if (!isOriginAllowed(options.allowedOrigins, request.headers.origin)) {
    turnAway(CloseCode.notAllowed, ORIGIN_SENTENCE);
    return;
  }
  if (!options.isOwnHost(host)) {
    turnAway(CloseCode.notAllowed, HOST_SENTENCE);
    return;
  }
  if (hub.counts.connections >= limits.maxConnections) {
    turnAway(CloseCode.full);
    return;
  }
  const address = clientAddress(socket.remoteAddress, request.headers['x-forwarded-for'], options.trustProxy);
  if (!addresses.enter(address)) {
    turnAway(CloseCode.full, ADDRESS_SENTENCE);
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
  const connection = hub.connect(roomId, host, outlet);
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
    addresses.leave(address);
    connection.closed();
  });
}
