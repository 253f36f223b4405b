import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandomness, loadSodium, type Sodium } from '@weft/crypto';
import { CloseCode, encodeFrame } from '@weft/crdt-core/wire';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRelay, type LogLine, type Relay, type RelayOptions } from './create-relay.ts';
import { createPeople, type People } from './testing/people.ts';
import { dialSocket, enterSocket } from './testing/socket-caller.ts';

let sodium: Sodium;
let people: People;
let folder: string;
const started: Relay[] = [];

async function start(options: Partial<RelayOptions> = {}): Promise<Relay> {
  const relay = await createRelay({ port: 0, host: '127.0.0.1', ...options });
  if (!relay.ok) throw new Error(relay.failure.sentence);
  started.push(relay.value);
  return relay.value;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A plain request whose path is sent exactly as written. */
function get(port: number, path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

beforeAll(async () => {
  sodium = await loadSodium();
  people = createPeople(sodium, createRandomness());
  folder = mkdtempSync(join(tmpdir(), 'weft-static-'));
  mkdirSync(join(folder, 'app', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for you');
  writeFileSync(join(folder, 'app', 'index.html'), '<!doctype html><title>Weft</title>');
  writeFileSync(join(folder, 'app', 'sw.js'), '// worker');
  writeFileSync(join(folder, 'app', '.env'), 'hidden');
  writeFileSync(join(folder, 'app', 'assets', 'main-BxY_12z-.js'), 'export {};');
  writeFileSync(join(folder, 'app', 'assets', 'sodium-0a1b2c3d.wasm'), 'wasm');
  writeFileSync(join(folder, 'app', 'manifest.webmanifest'), '{}');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'app', 'link.txt'));
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((relay) => relay.close()));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('over a socket', () => {
  test('RLY-2 what one writes the others get, and it is acknowledged', async () => {
    const { port } = await start();
    const ada = people.join('editor');
    const author = await enterSocket(port, people.roomId, ada);
    const reader = await enterSocket(port, people.roomId, people.join('viewer'));
    const envelope = ada.seal('content', 100_000);
    author.send({ type: 'append', envelope });
    expect(await author.next('ack')).toMatchObject({ seq: 0, position: 1 });
    expect((await reader.next('entry')).envelope).toEqual(envelope);
    const late = await enterSocket(port, people.roomId, people.join('viewer'));
    expect((await late.next('entry')).envelope).toEqual(envelope);
  });

  test('RLY-6 a log larger than any queue goes out to a newcomer whole', async () => {
    const { port } = await start({ limits: { maxQueueBytes: 3_000_000, maxFrameBytes: 2_000_000 } });
    const ada = people.join('editor');
    const author = await enterSocket(port, people.roomId, ada);
    const envelopes = Array.from({ length: 12 }, () => ada.seal('content', 1_000_000));
    for (const envelope of envelopes) author.send({ type: 'append', envelope });
    for (let i = 0; i < envelopes.length; i++) await author.next('ack');
    const late = await enterSocket(port, people.roomId, people.join('viewer'));
    const got = late.frames.filter((frame) => frame.type === 'entry');
    expect(got).toHaveLength(12);
    expect(got.every(({ envelope }, i) => Buffer.compare(envelope, envelopes[i] ?? new Uint8Array()) === 0)).toBe(true);
  });

  test('RLY-6 a reader that does not read is given up with 4508, and the others go on', async () => {
    const lines: LogLine[] = [];
    const { port } = await start({
      limits: { maxQueueBytes: 300_000, appendBurst: 1e4 },
      log: (line) => void lines.push(line),
    });
    const ada = people.join('editor');
    const author = await enterSocket(port, people.roomId, ada);
    const reader = await enterSocket(port, people.roomId, people.join('viewer'));
    const stuck = await enterSocket(port, people.roomId, people.join('viewer'));
    stuck.socket.pause();
    const size = 250_000;
    for (let i = 0; i < 60 && !lines.some((line) => line.event === 'closed'); i++) {
      author.send({ type: 'append', envelope: ada.seal('content', size) });
      await author.next('ack');
      await reader.next('entry');
    }
    expect(lines).toContainEqual({ event: 'closed', code: CloseCode.readerTooSlow });
    expect(await author.next('peer')).toMatchObject({ change: 'joined' });
    stuck.socket.terminate();
  });

  test('RLY-1 text, foreign bytes and frames too large close with their codes and a sentence', async () => {
    const { port } = await start({ limits: { maxFrameBytes: 5000 } });
    const ends = await Promise.all(
      ['hello', Uint8Array.of(99, 1), new Uint8Array(6000), encodeFrame({ type: 'ping' })].map((bytes) => {
        const caller = dialSocket(port, people.roomId);
        caller.sendBytes(bytes);
        return Promise.all([caller.closed, caller.next('error')]);
      }),
    );
    expect(ends.map(([{ code }]) => code)).toEqual([4400, 4400, 4413, 4400]);
    expect(ends.map(([, { code }]) => code)).toEqual([4400, 4400, 4413, 4400]);
    for (const [{ reason }] of ends) expect(reason.length).toBeGreaterThan(20);
  });

  test('RLY-6 origins and hosts that are not ours, and too many from one address, are turned away', async () => {
    const { port } = await start({
      allowedOrigins: ['https://weft.test'],
      limits: { maxConnectionsPerAddress: 1 },
    });
    const away = (headers: Record<string, string>): Promise<{ readonly code: number }> =>
      dialSocket(port, people.roomId, headers).closed;
    expect((await away({ origin: 'https://evil.test' })).code).toBe(CloseCode.notAllowed);
    expect((await away({ host: 'evil.test' })).code).toBe(CloseCode.notAllowed);
    const only = await enterSocket(port, people.roomId, people.join('viewer'));
    expect((await away({})).code).toBe(CloseCode.full);
    only.close();
    await only.closed;
    const next = dialSocket(port, people.roomId);
    expect((await next.next('challenge')).nonce).toHaveLength(32);
  });

  test('RLY-6 a network that tries to connect too often is told so, and who is in stays in', async () => {
    const { port } = await start({ limits: { connectionsPerSecond: 0.001, connectionBurst: 2 } });
    const first = await enterSocket(port, people.roomId, people.join('viewer'));
    // An attempt that fails counts too.
    expect((await dialSocket(port, people.roomId, { host: 'evil.test' }).closed).code).toBe(CloseCode.notAllowed);
    const tooMany = dialSocket(port, people.roomId);
    const { code, sentence } = await tooMany.next('error');
    expect([code, sentence]).toEqual([CloseCode.full, expect.stringContaining('too often')]);
    expect((await tooMany.closed).code).toBe(CloseCode.full);
    first.send({ type: 'ping' });
    await first.next('beat');
  });

  test('an upgrade elsewhere than at a room is not found', async () => {
    const { port } = await start();
    for (const path of ['/r/short', '/r/', '/', `/r/${'A'.repeat(42)}!`]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(
            `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
          );
        });
        socket.once('data', (data) => {
          resolve(data.toString().split('\r\n', 1)[0] ?? '');
          socket.destroy();
        });
      });
      expect(answer).toBe('HTTP/1.1 404 Not Found');
    }
  });

  test('RLY-6 a socket whose upgrade was refused is not kept open by a client that does not close it', async () => {
    const { port } = await start();
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write('GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const gone = new Promise<string>((resolve) => {
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    });
    socket.resume();
    await new Promise((resolve) => void socket.once('end', resolve));
    // What is said to a socket that is gone is answered by a reset; one that is only half closed takes it.
    socket.on('drain', () => void socket.write('x'));
    while (socket.write('x'));
    expect(await gone).toMatch(/ECONNRESET|EPIPE/);
  });

  test('a relay that stops says 4500 to everyone, and comes to its end', async () => {
    const relay = await start();
    const caller = await enterSocket(relay.port, people.roomId, people.join('viewer'));
    await relay.close();
    expect((await caller.closed).code).toBe(CloseCode.stopping);
  });

  test('RLY-7 counts and log say numbers and codes, never the room', async () => {
    const lines: LogLine[] = [];
    const { port } = await start({ log: (line) => void lines.push(line) });
    const ada = people.join('editor');
    const caller = await enterSocket(port, people.roomId, ada);
    caller.send({ type: 'append', envelope: ada.seal('content') });
    caller.send({ type: 'append', envelope: new Uint8Array(700) });
    await caller.next('ack');
    await caller.next('refused');
    const { body, headers } = await get(port, '/metrics');
    expect(headers['content-type']).toContain('version=0.0.4');
    expect(body).toContain('\nweft_connections 1\n');
    expect(body).toContain('\nweft_appended_total 1\n');
    expect(body).toContain('\nweft_refused_total{code="1"} 1\n');
    expect(lines).toEqual([
      { event: 'listening', port },
      { event: 'refused', code: 1 },
    ]);
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      expect(body + JSON.stringify(lines)).not.toContain(Buffer.from(people.roomId).toString(form).slice(0, 10));
    }
  });
});

describe('over HTTP', () => {
  test('health, readiness, and what is not there', async () => {
    const { port } = await start();
    expect(await get(port, '/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect(await get(port, '/readyz')).toMatchObject({ status: 200, body: 'ready\n' });
    expect(await get(port, '/nothing')).toMatchObject({ status: 404 });
    expect(await get(port, `/r/${'A'.repeat(43)}`)).toMatchObject({ status: 426 });
    expect(await get(port, '/', 'POST')).toMatchObject({ status: 405 });
  });

  test('the app: types, caching and headers', async () => {
    const { port } = await start({ static: join(folder, 'app') });
    const index = await get(port, '/');
    expect(index).toMatchObject({ status: 200, body: '<!doctype html><title>Weft</title>' });
    expect(index.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ws: wss:; " +
        "img-src 'self' data: blob:; require-trusted-types-for 'script'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    const hashed = await get(port, '/assets/main-BxY_12z-.js');
    expect(hashed.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await get(port, '/assets/sodium-0a1b2c3d.wasm')).headers['content-type']).toBe('application/wasm');
    expect((await get(port, '/sw.js')).headers['cache-control']).toBe('no-cache');
    expect((await get(port, '/manifest.webmanifest')).headers['content-type']).toContain('application/manifest+json');
  });

  test('HEAD has the headers and no body; what has not changed is not sent again', async () => {
    const { port } = await start({ static: join(folder, 'app') });
    const head = await get(port, '/sw.js', 'HEAD');
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe('9');
    const again = await get(port, '/sw.js', 'GET', { 'if-none-match': String(head.headers['etag']) });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  test('a part of a file, and all of it where that is asked for in another way', async () => {
    const { port } = await start({ static: join(folder, 'app'), connectSources: ['https://models.test'] });
    const whole = await get(port, '/sw.js');
    expect(whole.headers['content-security-policy']).toContain("connect-src 'self' ws: wss: https://models.test;");
    const part = await get(port, '/sw.js', 'GET', { range: 'bytes=2-4' });
    expect(part).toMatchObject({ status: 206, body: whole.body.slice(2, 5) });
    expect(part.headers).toMatchObject({ 'content-range': 'bytes 2-4/9', 'content-length': '3' });
    const rest = await get(port, '/sw.js', 'GET', { range: 'bytes=7-' });
    expect(rest).toMatchObject({ status: 206, body: whole.body.slice(7) });
    for (const range of ['bytes=9-', 'bytes=5-2', 'bytes=0-1,3-4', 'bytes=-2', 'lines=1-2']) {
      expect(await get(port, '/sw.js', 'GET', { range })).toMatchObject({ status: 200, body: whole.body });
    }
  });

  test('a navigation to no file is the app’s; a missing file is not', async () => {
    const { port } = await start({ static: join(folder, 'app') });
    const accept = { accept: 'text/html,*/*' };
    expect((await get(port, '/some/place?x=1', 'GET', accept)).body).toContain('<title>Weft');
    expect((await get(port, '/some/place')).status).toBe(404);
    expect((await get(port, '/assets/gone-12345678.js', 'GET', accept)).status).toBe(404);
  });

  test('no path leads outside the folder, to hidden files or over links', async () => {
    const { port } = await start({ static: join(folder, 'app') });
    const paths = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '//../secret.txt',
      '/%00',
      '/%',
      '/%ff',
      '/.env',
      '/link.txt',
      '/etc/passwd',
      join(folder, 'secret.txt'),
    ];
    for (const path of paths) {
      const { status, body } = await get(port, path);
      expect([path, status]).toEqual([path, 404]);
      expect(body).not.toContain('not for you');
    }
  });

  test('an app that needs trusted-types policies may name them', async () => {
    const { port } = await start({ static: join(folder, 'app'), trustedTypes: ['weft', 'default'] });
    expect((await get(port, '/')).headers['content-security-policy']).toMatch(/; trusted-types weft default$/);
  });

  test('a folder that is not there, and a port in use, are one sentence', async () => {
    const missing = await createRelay({ port: 0, host: '127.0.0.1', static: join(folder, 'gone') });
    expect(missing).toMatchObject({ ok: false, failure: { code: 'static-unreadable' } });
    const { port } = await start();
    expect(await createRelay({ port, host: '127.0.0.1' })).toEqual({
      ok: false,
      failure: {
        code: 'port-in-use',
        sentence: `Port ${port} is in use; stop what uses it, or choose another with --port.`,
      },
    });
    expect(await createRelay({ port: 0, host: '203.0.113.9' })).toMatchObject({ failure: { code: 'host-unknown' } });
  });
});
