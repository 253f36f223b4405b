import { describe, expect, test } from 'vitest';
import type { RelayDriver, Transport } from '../sync/relay-driver.ts';
import { createTestRoom } from '../testing/index.ts';
import { createRelayDriver } from '../sync/relay-driver.ts';
import { closeCodeToSentence, encodeFrame } from '../wire/index.ts';
import { sessionToReport } from '../sync/status.ts';
import type { Socket, SocketConstructor } from './guarded-socket.ts';
import { parseRelayAddress } from './relay-address.ts';
import { createRelayLink, type NetworkPort } from './relay-link.ts';

/** A socket whose other end is the test. */
interface FakeSocket extends Socket {
  readonly url: string;
  readonly sent: Uint8Array[];
  readyState: number;
  open(): void;
  say(data: unknown): void;
  end(code: number): void;
}

function createFakeSockets(): { readonly WebSocket: SocketConstructor; readonly sockets: FakeSocket[] } {
  const sockets: FakeSocket[] = [];
  function FakeWebSocket(url: string): FakeSocket {
    const socket: FakeSocket = {
      url,
      sent: [],
      binaryType: 'blob',
      readyState: 0,
      onopen: null,
      onmessage: null,
      onerror: null,
      onclose: null,
      send: (data) => void socket.sent.push(data.slice()),
      close: () => {
        socket.readyState = 3;
      },
      open() {
        socket.readyState = 1;
        socket.onopen?.({});
      },
      say: (data) => socket.onmessage?.({ data: data instanceof Uint8Array ? data.slice().buffer : data }),
      end(code) {
        socket.readyState = 3;
        socket.onclose?.({ code });
      },
    };
    sockets.push(socket);
    return socket;
  }
  return { WebSocket: FakeWebSocket as unknown as SocketConstructor, sockets };
}

const ROOM = 'r'.repeat(43);

async function createBench(network?: NetworkPort) {
  const room = await createTestRoom();
  const replica = room.replica();
  const alarms: string[] = [];
  const { WebSocket, sockets } = createFakeSockets();
  const address = parseRelayAddress('wss://relay.example/base/');
  if (!address.ok) throw new Error(address.failure.sentence);
  const driver = createRelayDriver({
    ports: room.ports,
    replica,
    host: address.value.host,
    listeners: { alarm: ({ code }) => void alarms.push(code), caughtUp: () => link.caughtUp() },
  });
  const link = createRelayLink({
    driver,
    address: address.value,
    roomId: ROOM,
    timers: room.time.timers,
    WebSocket,
    network,
  });
  return { room, replica, driver, link, sockets, alarms, state: () => sessionToReport(driver.state()) };
}

describe('a link to a relay', () => {
  test('dials the room, and puts nothing else into the address', async () => {
    const { sockets, link } = await createBench();
    expect(sockets.map(({ url }) => url)).toEqual([`wss://relay.example/base/r/${ROOM}`]);
    link.destroy();
  });

  test('sends Weft frames, and of y-websocket only its empty greeting', async () => {
    const { sockets, link } = await createBench();
    const [socket] = sockets;
    socket?.open();
    socket?.say(encodeFrame({ type: 'challenge', nonce: new Uint8Array(32) }));
    const kinds = socket?.sent.map((message) => message[0]);
    expect(kinds).toEqual([0, 0x57]);
    // Sync step 1 of an empty document: type 0, step 0, a state vector of one byte that says "nothing".
    expect([...(socket?.sent[0] ?? [])]).toEqual([0, 0, 1, 0]);
    link.destroy();
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['one byte', new Uint8Array([0x57])],
    ['text', 'hello'],
    ['a number that never ends', new Uint8Array(40).fill(0xff)],
    ['a document for Yjs (type 0)', new Uint8Array([0, 2, 2, 0, 0])],
    ['a broken document for Yjs', new Uint8Array([0, 2, 200, 1, 2, 3])],
    ['presence for y-protocols (type 1)', new Uint8Array([1, 4, 1, 1, 1, 0])],
    ['a permission denied (type 2)', new Uint8Array([2, 0, 4, 101, 118, 105, 108])],
    ['an unknown Weft frame', new Uint8Array([0x57, 0x7f, 1, 2])],
    ['a cut Weft frame', new Uint8Array([0x57, 0x41, 1])],
  ])('ENV-7 %s ends the connection with an alarm, and throws nothing', async (_what, message) => {
    const { sockets, link, alarms, state, replica } = await createBench();
    sockets[0]?.open();
    sockets[0]?.say(message);
    expect(alarms).toEqual(['relay-confused']);
    expect(state()).toMatchObject({ state: 'waiting', failure: { code: 'relay-confused' } });
    expect(replica.doc.store.clients.size).toBe(0);
    link.destroy();
  });

  test('after nonsense, it rests before it dials again', async () => {
    const { sockets, link, room } = await createBench();
    sockets[0]?.open();
    sockets[0]?.say(new Uint8Array([9]));
    room.time.advance(4_999);
    expect(sockets).toHaveLength(1);
    room.time.advance(1);
    expect(sockets).toHaveLength(2);
    link.destroy();
  });

  test.each([4400, 4401, 4403, 4409, 4410, 4413])('close code %i is final, and says what to do', async (code) => {
    const { sockets, link, state } = await createBench();
    sockets[0]?.open();
    sockets[0]?.end(code);
    expect(state()).toMatchObject({ state: 'refused', failure: { sentence: closeCodeToSentence(code) } });
    link.destroy();
  });

  test.each([1006, 1001, 4500, 4503, 4508, 4529])('close code %i is waited out', async (code) => {
    const { sockets, link, state } = await createBench();
    sockets[0]?.open();
    sockets[0]?.end(code);
    expect(state().state).toBe('waiting');
    expect(state().failure?.sentence.length).toBeGreaterThan(20);
    link.destroy();
  });

  test('an address the page may not dial is waited out, not thrown', async () => {
    const room = await createTestRoom();
    const closed: number[] = [];
    const driver: RelayDriver = {
      connecting: () => undefined,
      closed: (code: number) => void closed.push(code),
      opened: (_transport: Transport) => undefined,
    } as unknown as RelayDriver;
    const link = createRelayLink({
      driver,
      address: { base: 'ws://relay.example', host: 'relay.example' },
      roomId: ROOM,
      timers: room.time.timers,
      WebSocket: function Forbidden() {
        throw new DOMException('insecure', 'SecurityError');
      } as unknown as SocketConstructor,
    });
    await Promise.resolve();
    expect(closed).toEqual([1006]);
    link.destroy();
  });

  test('a device without a network says so, and dials at once when it is back', async () => {
    let tell: (isOnline: boolean) => void = () => undefined;
    const network: NetworkPort = {
      isOnline: () => true,
      subscribe(listener) {
        tell = listener;
        return () => undefined;
      },
    };
    const { sockets, link, state } = await createBench(network);
    sockets[0]?.open();
    tell(false);
    sockets[0]?.end(1006);
    expect(state()).toMatchObject({ state: 'waiting', failure: { code: 'relay-offline' } });
    expect(sockets).toHaveLength(1);
    tell(true);
    expect(sockets).toHaveLength(2);
    link.destroy();
  });

  test('once destroyed, it does not dial again', async () => {
    const { sockets, link, room } = await createBench();
    sockets[0]?.open();
    sockets[0]?.say(new Uint8Array([9]));
    link.destroy();
    room.time.advance(600_000);
    expect(sockets).toHaveLength(1);
  });
});
