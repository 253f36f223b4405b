import { type ClientFrame, decodeRelayFrame, encodeFrame, type RelayFrame } from '@weft/crdt-core/wire';
import { WebSocket } from 'ws';
import { Broken } from '../hold.ts';
import type { CheckPorts } from '../ports.ts';
import { createInbox } from './inbox.ts';

type FrameOf<Type extends RelayFrame['type']> = Extract<RelayFrame, { type: Type }>;

/** One client of a room, on a real socket. */
export interface Client {
  readonly socket: WebSocket;
  /** Everything received, decoded, oldest first. */
  readonly frames: readonly RelayFrame[];
  send(frame: ClientFrame): void;
  sendBytes(bytes: Uint8Array | string): void;
  /** The first frame of a type that was not taken yet. @throws Broken if none comes in time */
  next<Type extends RelayFrame['type']>(type: Type, what?: string): Promise<FrameOf<Type>>;
  of<Type extends RelayFrame['type']>(type: Type): readonly FrameOf<Type>[];
  /** Waits until the relay has read all that was sent here, and has sent all it had to say by then. */
  fence(): Promise<void>;
  /** The code it closed with. @throws Broken if it stays open */
  ended(what: string): Promise<number>;
  closeCode(): number | undefined;
}

/** Beyond any head, so that the answer is CAUGHT_UP and nothing else. */
const FAR = 2 ** 52;

export interface DialOptions {
  readonly ports: CheckPorts;
  readonly deadlineMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Dials a room. Whether it opens shows in what comes. */
export function dialRoom(url: string, { ports, deadlineMs, headers }: DialOptions): Client {
  const inbox = createInbox<RelayFrame>(ports, deadlineMs);
  const socket = new WebSocket(url, { headers, perMessageDeflate: false, handshakeTimeout: deadlineMs });
  const opened = new Promise<void>((resolve) => void socket.once('open', () => resolve()));
  let garbage = '';
  socket.on('message', (data: Buffer) => {
    const decoded = decodeRelayFrame(new Uint8Array(data));
    if (decoded.ok) inbox.put(decoded.value);
    else {
      garbage = decoded.failure.code;
      socket.terminate();
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', (code) => inbox.close(code));
  const sendBytes = (bytes: Uint8Array | string): void => {
    void opened.then(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    });
  };
  const send = (frame: ClientFrame): void => sendBytes(encodeFrame(frame));
  const next = async <Type extends RelayFrame['type']>(type: Type, what: string = type): Promise<FrameOf<Type>> => {
    try {
      return await inbox.take((frame): frame is FrameOf<Type> => frame.type === type, what);
    } catch (error) {
      if (garbage === '') throw error;
      throw new Broken(`The relay sent a message that is no frame of the protocol (${garbage}).`);
    }
  };
  return {
    socket,
    frames: inbox.items,
    send,
    sendBytes,
    next,
    of: <Type extends RelayFrame['type']>(type: Type) =>
      inbox.items.filter((frame): frame is FrameOf<Type> => frame.type === type),
    async fence() {
      send({ type: 'pull', from: FAR });
      await next('caught-up', 'CAUGHT_UP in answer to PULL');
    },
    ended: (what) => inbox.ended(what),
    closeCode: () => inbox.closeCode(),
  };
}
