import type { RoomId } from '@weft/crypto';
import { toBase64Url } from '@weft/crypto';
import { type ClientFrame, decodeRelayFrame, encodeFrame, type RelayFrame } from '@weft/crdt-core/wire';
import { WebSocket } from 'ws';
import type { HelloWishes, Person } from './people.ts';

/** A client of a relay on loopback, on a real socket. */
export interface SocketCaller {
  readonly socket: WebSocket;
  /** Everything received, oldest first. */
  readonly frames: RelayFrame[];
  send(frame: ClientFrame): void;
  sendBytes(bytes: Uint8Array | string): void;
  /** The first frame of a type not yet taken, waiting for it if need be; rejects if the relay closes first. */
  next<Type extends RelayFrame['type']>(type: Type): Promise<Extract<RelayFrame, { type: Type }>>;
  /** The code and reason the socket closed with. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(): void;
}

/** Dials a room at a relay on loopback. */
export function dialSocket(port: number, roomId: RoomId, headers: Readonly<Record<string, string>> = {}): SocketCaller {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/r/${toBase64Url(roomId)}`, {
    headers,
    perMessageDeflate: false,
  });
  const frames: RelayFrame[] = [];
  const taken = new Set<RelayFrame>();
  const waiting = new Set<() => void>();
  let isClosed = false;
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  const opened = new Promise<void>((resolve) => void socket.once('open', () => resolve()));
  socket.on('message', (data: Buffer) => {
    const decoded = decodeRelayFrame(new Uint8Array(data));
    if (!decoded.ok) throw new Error(decoded.failure.sentence);
    frames.push(decoded.value);
    wake();
  });
  socket.on('error', () => undefined);
  const closed = new Promise<{ readonly code: number; readonly reason: string }>((resolve) => {
    socket.once('close', (code, reason) => {
      isClosed = true;
      resolve({ code, reason: reason.toString() });
      wake();
    });
  });
  const sendBytes = (bytes: Uint8Array | string): void => void opened.then(() => socket.send(bytes));
  return {
    socket,
    frames,
    closed,
    sendBytes,
    send: (frame) => sendBytes(encodeFrame(frame)),
    next: <Type extends RelayFrame['type']>(type: Type) =>
      new Promise<Extract<RelayFrame, { type: Type }>>((resolve, reject) => {
        const look = (): void => {
          const found = frames.find((frame) => frame.type === type && !taken.has(frame));
          if (found !== undefined) {
            taken.add(found);
            waiting.delete(look);
            resolve(found as Extract<RelayFrame, { type: Type }>);
          } else if (isClosed) {
            waiting.delete(look);
            reject(new Error(`the relay closed before it sent ${type}`));
          }
        };
        waiting.add(look);
        look();
      }),
    close: () => socket.close(),
  };
}

/** Dials and proves a session; resolves when caught up. */
export async function enterSocket(
  port: number,
  roomId: RoomId,
  person: Person,
  wishes: Partial<HelloWishes> = {},
): Promise<SocketCaller> {
  const caller = dialSocket(port, roomId);
  const { nonce } = await caller.next('challenge');
  caller.send(person.hello({ nonce, host: `127.0.0.1:${port}`, ...wishes }));
  await caller.next('caught-up');
  return caller;
}
