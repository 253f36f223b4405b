import { connect } from 'node:net';
import {
  type Capability,
  createEpoch,
  createRandomness,
  createRoom,
  createSession,
  deriveKeys,
  type EpochKeys,
  type Hash,
  hashEnvelope,
  type RoomId,
  sealEnvelope,
  type Session,
  signHello,
  type Sodium,
  toBase64Url,
} from '@weft/crypto';
import { decodeRelayFrame, encodeFrame, FrameType, NO_GENERATION, WEFT_MESSAGE } from '@weft/crdt-core/wire';
import * as encoding from 'lib0/encoding';
import * as awareness from 'y-protocols/awareness';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { WebSocket } from 'ws';

/** One client of a server under test. */
export interface Client {
  send(message: Uint8Array): void;
  /** From now on, tells of every message, and of the end. */
  listen(onMessage: (message: Uint8Array) => void, onEnd: () => void): void;
  close(): Promise<void>;
}

/** How a server is spoken to: the same work, each in its own words. */
export interface Protocol {
  readonly name: string;
  /** Connects `count` clients to one fresh room and makes `messages` messages, dealt out to them in turn. */
  prepare(port: number, count: number, messages: number): Promise<Workload>;
}

export interface Workload {
  readonly clients: readonly Client[];
  /** Message `i` is sent by client `i % count`. */
  readonly messages: readonly Uint8Array[];
  /** The number of the message a client received; undefined for everything else. */
  toNumber(received: Uint8Array): number | undefined;
  /** Whether the sender gets its own message back. */
  readonly echoes: boolean;
}

const PAYLOAD_BYTES = 150;
const random = createRandomness();
const FAR = 4e12;

export interface BenchRoom {
  readonly roomId: RoomId;
  readonly certificate: Capability['certificate'];
  readonly keys: EpochKeys;
}

export function createBenchRoom(sodium: Sodium): BenchRoom {
  const room = createRoom(sodium, random);
  const { certificate, editSecret } = createEpoch(sodium, random, room, { notAfter: FAR });
  return { roomId: room.roomId, certificate, keys: deriveKeys(sodium, 'editor', editSecret) };
}

export function createBenchSession(sodium: Sodium, room: BenchRoom): Session {
  return createSession(sodium, random, room.keys, room.certificate, { role: 'editor', notAfter: FAR });
}

/** Connects to a relay, proves a session, and resolves when caught up, with the envelopes that came before. */
export function enterRelay(
  sodium: Sodium,
  port: number,
  room: BenchRoom,
  session: Session,
): Promise<Client & { readonly bytesBefore: number }> {
  const { roomId, certificate } = room;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/r/${toBase64Url(roomId)}`, { perMessageDeflate: false });
  let bytesBefore = 0;
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', function greet(data: Buffer) {
      const frame = decodeRelayFrame(data);
      if (!frame.ok) return reject(new Error(frame.failure.sentence));
      if (frame.value.type === 'challenge') {
        const { nonce } = frame.value;
        const proof = signHello(sodium, session, { host: `127.0.0.1:${port}`, roomId, nonce });
        socket.send(
          encodeFrame({
            type: 'hello',
            cursor: 0,
            generation: NO_GENERATION,
            epochCertificate: certificate.bytes,
            sessionCertificate: session.certificate,
            proof,
            admission: undefined,
          }),
        );
      } else if (frame.value.type === 'entry' || frame.value.type === 'base') {
        bytesBefore += frame.value.envelope.length;
      } else if (frame.value.type === 'error') {
        reject(new Error(frame.value.sentence));
      } else if (frame.value.type === 'caught-up') {
        socket.off('message', greet);
        resolve({ ...socketToClient(socket), bytesBefore });
      }
    });
  });
}

function socketToClient(socket: WebSocket): Client {
  return {
    send: (message) => socket.send(message),
    listen(onMessage, onEnd) {
      socket.on('message', onMessage);
      socket.on('close', onEnd);
    },
    close: () =>
      new Promise((resolve) => {
        socket.removeAllListeners('close');
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
}

/** Real envelopes, sealed and signed, through the relay. */
export function weftProtocol(sodium: Sodium, kind: 'content' | 'presence'): Protocol {
  return {
    name: kind === 'content' ? 'APPEND' : 'EPHEMERAL',
    async prepare(port, count, total) {
      const room = createBenchRoom(sodium);
      const sessions = Array.from({ length: count }, () => createBenchSession(sodium, room));
      const clients: Client[] = [];
      for (const session of sessions) clients.push(await enterRelay(sodium, port, room, session));
      const places = new Map(
        sessions.map(({ pair }, index) => [Buffer.from(pair.publicKey).toString('latin1'), index]),
      );
      const chains = new Map<Session, Hash>();
      const messages = Array.from({ length: total }, (_, i) => {
        const session = sessions[i % count];
        if (session === undefined) throw new RangeError('no session');
        const seq = Math.floor(i / count);
        const prev = chains.get(session);
        const content = { kind, seq, payload: random(PAYLOAD_BYTES) };
        const isChained = prev !== undefined && kind === 'content';
        const envelope = sealEnvelope(sodium, random, session, room.keys, isChained ? { ...content, prev } : content);
        chains.set(session, hashEnvelope(sodium, envelope));
        return encodeFrame(kind === 'content' ? { type: 'append', envelope } : { type: 'ephemeral', to: 0, envelope });
      });
      const wanted = kind === 'content' ? FrameType.entry : FrameType.relayedEphemeral;
      const envelopeAt = kind === 'content' ? 18 : 6;
      return {
        clients,
        messages,
        echoes: false,
        toNumber(received) {
          if (received[0] !== WEFT_MESSAGE || received[1] !== wanted) return undefined;
          const view = Buffer.from(received.buffer, received.byteOffset + envelopeAt, received.length - envelopeAt);
          const place = places.get(view.toString('latin1', 41, 73)) ?? Number.NaN;
          return Number(view.readBigUInt64BE(73)) * count + place;
        },
      };
    },
  };
}

/** A number that can be found in whatever surrounds it. */
const mark = (i: number): string => `#${String(i).padStart(8, '0')}#`.padEnd(PAYLOAD_BYTES, 'x');

function findMark(received: Uint8Array): number | undefined {
  const text = Buffer.from(received.buffer, received.byteOffset, received.length).toString('latin1');
  const found = /#(\d{8})#/.exec(text);
  return found === null ? undefined : Number(found[1]);
}

/** Yjs updates or awareness states of the same payload, through y-websocket's server. */
export function yProtocol(kind: 'update' | 'awareness'): Protocol {
  return {
    name: kind,
    async prepare(port, count, total) {
      const clients: Client[] = [];
      const room = crypto.randomUUID();
      for (let i = 0; i < count; i++) clients.push(await enterY(port, room));
      const docs = clients.map(() => new Y.Doc());
      const states = docs.map((doc) => new awareness.Awareness(doc));
      const messages = Array.from({ length: total }, (_, i) => {
        const doc = docs[i % count];
        const state = states[i % count];
        if (doc === undefined || state === undefined) throw new RangeError('no client');
        const encoder = encoding.createEncoder();
        if (kind === 'update') {
          let update: Uint8Array = new Uint8Array();
          doc.once('update', (bytes: Uint8Array) => {
            update = bytes;
          });
          const text = doc.getText('content');
          text.insert(text.length, mark(i));
          encoding.writeVarUint(encoder, 0);
          sync.writeUpdate(encoder, update);
        } else {
          state.setLocalState({ user: mark(i) });
          encoding.writeVarUint(encoder, 1);
          encoding.writeVarUint8Array(encoder, awareness.encodeAwarenessUpdate(state, [doc.clientID]));
        }
        return encoding.toUint8Array(encoder);
      });
      for (const state of states) state.destroy();
      return { clients, messages, echoes: true, toNumber: findMark };
    },
  };
}

/** Connects to the y-websocket server; resolves when it has said its first word. */
export function enterY(port: number, room: string): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${room}`, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', () => resolve(socketToClient(socket)));
  });
}

/** Messages as long as sealed ones, each after its length, through a server that looks at nothing. */
export function rawProtocol(bytes: number): Protocol {
  return {
    name: 'raw',
    async prepare(port, count, total) {
      const clients: Client[] = [];
      for (let i = 0; i < count; i++) clients.push(await enterRaw(port));
      const messages = Array.from({ length: total }, (_, i) => {
        const message = Buffer.alloc(bytes);
        message.writeUInt32BE(bytes, 0);
        message.writeUInt32BE(i, 4);
        return message;
      });
      const toNumber = (received: Uint8Array): number =>
        Buffer.from(received.buffer, received.byteOffset, received.length).readUInt32BE(4);
      return { clients, messages, echoes: false, toNumber };
    },
  };
}

function enterRaw(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let held: Buffer = Buffer.alloc(0);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', () =>
      resolve({
        send: (message) => void socket.write(message),
        listen(onMessage, onEnd) {
          socket.on('data', (data) => {
            held = held.length === 0 ? data : Buffer.concat([held, data]);
            while (held.length >= 4 && held.length >= held.readUInt32BE(0)) {
              const length = held.readUInt32BE(0);
              onMessage(held.subarray(0, length));
              held = held.subarray(length);
            }
          });
          socket.on('close', onEnd);
        },
        close: () =>
          new Promise((done) => {
            socket.removeAllListeners('close');
            socket.once('close', () => done());
            socket.destroy();
          }),
      }),
    );
  });
}
