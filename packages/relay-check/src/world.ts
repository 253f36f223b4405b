import { type LinkRole, type Sodium, toBase64Url } from '@weft/crypto';
import type { WebSocket } from 'ws';
import { Broken } from './hold.ts';
import { type Client, dialRoom } from './client/client.ts';
import { dialSignal, type SignalClient } from './client/signal-client.ts';
import { type CheckRoom, createCheckRoom, type HelloWishes, type Person } from './people.ts';
import type { CheckPorts, HttpAnswer } from './ports.ts';
import type { Target } from './target.ts';

/** Someone in a room, with the connection they came by. */
export interface Member extends Client {
  readonly person: Person;
  /** What WELCOME said. */
  readonly connection: number;
  readonly others: readonly number[];
  readonly generation: Uint8Array;
  readonly base: number;
  readonly head: number;
  readonly maxFrameBytes: number;
  readonly maxRoomBytes: number;
}

/** What one check may do with the relay. Whatever it opens is closed after it. */
export interface World {
  readonly target: Target;
  readonly ports: CheckPorts;
  readonly deadlineMs: number;
  createRoom(notAfter?: number): CheckRoom;
  /** Dials a room, and gets its challenge. */
  dial(room: CheckRoom, headers?: Readonly<Record<string, string>>): Promise<{ client: Client; nonce: Uint8Array }>;
  /** Dials an address under the relay's, which may be no room. */
  dialPath(path: string, headers?: Readonly<Record<string, string>>): Client;
  /** Dials, proves a session, and waits until caught up. */
  enter(room: CheckRoom, who: Person | LinkRole, wishes?: Partial<HelloWishes>): Promise<Member>;
  /** `undefined` if there is no signalling here. */
  signal(): Promise<SignalClient | undefined>;
  get(path: string): Promise<HttpAnswer>;
  close(): void;
}

export interface WorldOptions {
  readonly target: Target;
  readonly ports: CheckPorts;
  readonly sodium: Sodium;
  readonly deadlineMs: number;
  readonly admissionSecret: string | undefined;
}

const DAY_MS = 86_400_000;

/** A world for one check. */
export function createWorld({ target, ports, sodium, deadlineMs, admissionSecret }: WorldOptions): World {
  const sockets: WebSocket[] = [];
  let isClosed = false;
  const dialPath = (path: string, headers: Readonly<Record<string, string>> = {}): Client => {
    // A check that has come to its end may still be in the middle of others of its questions.
    if (isClosed) throw new Broken('The check was over.');
    const client = dialRoom(`${target.socketUrl}${path}`, { ports, deadlineMs, headers });
    sockets.push(client.socket);
    return client;
  };
  const dial: World['dial'] = async (room, headers) => {
    const client = dialPath(`/r/${toBase64Url(room.roomId)}`, headers);
    const { nonce } = await client.next('challenge', 'CHALLENGE');
    return { client, nonce };
  };
  return {
    target,
    ports,
    deadlineMs,
    createRoom: (notAfter = ports.now() + 30 * DAY_MS) =>
      createCheckRoom({ sodium, random: ports.random, notAfter, admissionSecret }),
    dialPath,
    dial,
    async enter(room, who, wishes = {}) {
      const person = typeof who === 'string' ? room.join(who) : who;
      const { client, nonce } = await dial(room);
      client.send(person.hello({ nonce, host: target.host, ...wishes }));
      const { connection, connections, generation, base, head, maxFrameBytes, maxRoomBytes } = await client.next(
        'welcome',
        'WELCOME',
      );
      await client.next('caught-up', 'CAUGHT_UP after WELCOME');
      const others = connections;
      return { ...client, person, connection, others, generation, base, head, maxFrameBytes, maxRoomBytes };
    },
    signal: () => dialSignal(`${target.socketUrl}/signal`, ports, deadlineMs, (socket) => void sockets.push(socket)),
    get: (path) => ports.get(`${target.httpUrl}${path}`, deadlineMs),
    close() {
      isClosed = true;
      for (const socket of sockets) socket.terminate();
    },
  };
}
