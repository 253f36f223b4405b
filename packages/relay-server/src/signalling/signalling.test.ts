import { get } from 'node:http';
import { createRandomness, loadSodium } from '@weft/crypto';
import { CloseCode } from '@weft/crdt-core/wire';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createRelay, type LogLine, type Relay, type RelayOptions } from '../create-relay.ts';
import { createPeople } from '../testing/people.ts';
import { enterSocket } from '../testing/socket-caller.ts';

const started: Relay[] = [];
const sockets: WebSocket[] = [];

async function start(options: Partial<RelayOptions> = {}): Promise<Relay> {
  const relay = await createRelay({ port: 0, host: '127.0.0.1', ...options });
  if (!relay.ok) throw new Error(relay.failure.sentence);
  started.push(relay.value);
  return relay.value;
}

interface Page {
  readonly socket: WebSocket;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(message: unknown): void;
  next(): Promise<unknown>;
}

/** One page that signals. Every message comes once, in order. */
async function open(port: number): Promise<Page> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`);
  sockets.push(socket);
  const came: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    const message: unknown = isBinary ? 'binary' : JSON.parse(data.toString());
    const take = waiting.shift();
    if (take === undefined) came.push(message);
    else take(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    socket,
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: () => (came.length > 0 ? Promise.resolve(came.shift()) : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** A page that hears a topic: the relay has taken its subscription once it answers the ping sent after it. */
async function listen(port: number, ...topics: string[]): Promise<Page> {
  const page = await open(port);
  page.send({ type: 'subscribe', topics });
  page.send({ type: 'ping' });
  expect(await page.next()).toEqual({ type: 'pong' });
  return page;
}

/** What an upgrade that is refused is answered by. */
function refusal(port: number, path = '/signal', headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.once('open', () => reject(new Error('let in')));
    socket.on('error', () => undefined);
  });
}

function metrics(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', path: '/metrics', agent: false }, (response) => {
      let body = '';
      response.on('data', (part: Buffer) => {
        body += part.toString();
      });
      response.on('end', () => resolve(body));
    }).on('error', reject);
  });
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await Promise.all(started.splice(0).map((relay) => relay.close()));
});

describe('/signal over sockets', () => {
  test('RLY-1 pages of one topic find each other; those of another hear nothing', async () => {
    const { port } = await start();
    const ada = await listen(port, 'room a');
    const bob = await listen(port, 'room a', 'room b');
    const eve = await listen(port, 'room b');
    ada.send({ type: 'publish', topic: 'room a', data: 'c2VhbGVk' });
    const expected = { type: 'publish', topic: 'room a', data: 'c2VhbGVk', clients: 2 };
    expect(await bob.next()).toEqual(expected);
    expect(await ada.next()).toEqual(expected);
    eve.send({ type: 'ping' });
    expect(await eve.next()).toEqual({ type: 'pong' });
  });

  test('RLY-6 what is no signalling is closed with its code and a sentence; the others go on', async () => {
    const { port } = await start({ limits: { maxSignalBytes: 2000, signalBurst: 50, signalsPerSecond: 1 } });
    const ada = await listen(port, 'a');
    const end = async (...messages: (string | Uint8Array)[]): Promise<number> => {
      const page = await open(port);
      for (const message of messages) page.socket.send(message);
      const { code, reason } = await page.closed;
      expect(reason.length).toBeGreaterThan(20);
      return code;
    };
    const ping = '{"type":"ping"}';
    expect(
      await Promise.all([
        end('{'),
        end('{"type":"subscribe","topics":7}'),
        end(Uint8Array.of(0x57, 1)),
        end(' '.repeat(3000)),
        end('{"type":"publish","topic":"a","data":{"type":"announce"}}'),
        end(...Array.from({ length: 60 }, () => ping)),
      ]),
    ).toEqual([4400, 4400, 4400, 4413, 4403, 4529]);
    ada.send({ type: 'publish', topic: 'a', data: 'x' });
    expect(await ada.next()).toMatchObject({ clients: 1 });
  });

  test('RLY-6 origins, hosts and connections are counted and judged as those of rooms, together', async () => {
    const { port } = await start({ allowedOrigins: ['https://weft.test'], limits: { maxConnectionsPerAddress: 2 } });
    expect(await refusal(port, '/signal', { origin: 'https://evil.test' })).toBe(403);
    expect(await refusal(port, '/signal', { host: 'evil.test' })).toBe(403);
    const people = createPeople(await loadSodium(), createRandomness());
    const room = await enterSocket(port, people.roomId, people.join('viewer'));
    const ada = await listen(port, 'a');
    expect(await refusal(port)).toBe(503);
    ada.socket.close();
    await ada.closed;
    room.close();
    await room.closed;
    await listen(port, 'a');
  });

  test('RLY-6 a page that does not read is given up with 4508', async () => {
    const lines: LogLine[] = [];
    const { port } = await start({
      limits: { maxSignalQueueBytes: 100_000, signalBurst: 1e5, signalsPerSecond: 1e5 },
      log: (line) => void lines.push(line),
    });
    const ada = await listen(port, 'mine');
    const stuck = await listen(port, 'a');
    stuck.socket.pause();
    const data = 'x'.repeat(60_000);
    while (!lines.some(({ event }) => event === 'closed')) {
      for (let i = 0; i < 20; i++) ada.send({ type: 'publish', topic: 'a', data });
      ada.send({ type: 'ping' });
      expect(await ada.next()).toEqual({ type: 'pong' });
    }
    expect(lines).toContainEqual({ event: 'closed', code: CloseCode.readerTooSlow });
  });

  test('it may be left out; other addresses are not it; plain HTTP is told so', async () => {
    const { port } = await start({ signalling: false });
    expect(await refusal(port)).toBe(404);
    const other = await start();
    expect(await refusal(other.port, '/signal/x')).toBe(404);
    expect(await refusal(other.port, '/signals')).toBe(404);
    const status = await new Promise((resolve) => {
      get({ port: other.port, host: '127.0.0.1', path: '/signal', agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
    });
    expect(status).toBe(426);
  });

  test('RLY-7 counts and log say numbers and codes, never a topic', async () => {
    const lines: LogLine[] = [];
    const { port } = await start({ log: (line) => void lines.push(line) });
    const ada = await listen(port, 'secret-topic');
    ada.send({ type: 'publish', topic: 'secret-topic', data: 'sealed-words' });
    await ada.next();
    const bob = await open(port);
    bob.send('{');
    await bob.closed;
    const text = await metrics(port);
    expect(text).toContain('\nweft_signal_topics 1\n');
    expect(text).toContain('\nweft_signals_received_total 4\n');
    expect(text).toContain('\nweft_signals_sent_total 2\n');
    expect(text).toContain('\nweft_signal_closed_total{code="4400"} 1\n');
    expect(lines).toEqual([
      { event: 'listening', port },
      { event: 'closed', code: 4400 },
    ]);
    expect(text + JSON.stringify(lines)).not.toMatch(/secret-topic|sealed-words/);
  });

  test('a relay that stops says 4500 to who signals, and comes to its end', async () => {
    const relay = await start();
    const ada = await listen(relay.port, 'a');
    await relay.close();
    expect((await ada.closed).code).toBe(CloseCode.stopping);
  });
});
