import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createBrowserAsk } from '../../models/browser-ports.ts';
import type { TextEngine } from '../../ports/engine.ts';
import { DEVICE_ONLY } from '../../tasks/local-ai.ts';
import { condense } from '../extractive/condense.ts';
import { runToEnd } from '../extractive/run-to-end.ts';
import { createWrittenSummaries } from '../rewrite/write-summary.ts';
import { createEndpointEngine, type Endpoint, type Outgoing, toEndpointAddress } from './engine.ts';
import { listEndpointModels } from './list-models.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Heard {
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly body: string;
}

/** A real server on this machine that answers as told. */
async function listen(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const heard: Heard[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      heard.push({ path: request.url, key: request.headers.authorization, body });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { heard, address: `http://127.0.0.1:${port}/v1` };
}

function createEngine(endpoint: Endpoint | undefined, saysYes = true): { engine: TextEngine; shown: Outgoing[] } {
  const shown: Outgoing[] = [];
  const engine = createEndpointEngine(
    { name: 'my server', tasks: ['rewrite'], latency: 500, quality: 5 },
    {
      endpoint: () => endpoint,
      confirm: (outgoing) => {
        shown.push(outgoing);
        return Promise.resolve(saysYes);
      },
      ask: createBrowserAsk(),
    },
  );
  return { engine, shown };
}

const request = { instructions: 'Mend it.', text: 'Teh fox — 🦊', mostTokens: 50, temperature: 0 };
const event = (content: string, end: string | null = null): string =>
  `data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason: end }] })}\n\n`;
const toEndpoint = (address: string, more: Partial<Endpoint> = {}): Endpoint => ({
  address,
  model: 'small',
  context: 4096,
  ...more,
});

test('what is sent is what was shown, the key goes in a header, and the answer comes in parts however it is cut', async () => {
  const stream = Buffer.from(`: hello\n\n${event('The ')}data: {broken\n\n${event('fox — 🦊')}data: [DONE]\n\n`);
  const { heard, address } = await listen((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const byte of stream) response.write(Buffer.of(byte));
    response.end();
  });
  const { engine, shown } = createEngine(toEndpoint(address, { key: 'quiet' }));
  expect(await engine.availability()).toBe('available');
  const run = engine.generate(request);
  const parts: string[] = [];
  for await (const part of run.parts) parts.push(part);
  expect(parts).toEqual(['The ', 'fox — 🦊']);
  expect(await run.end).toEqual({ ok: true, value: 'The fox — 🦊' });
  expect(shown).toEqual([{ address: `${address}/`, model: 'small', instructions: 'Mend it.', text: 'Teh fox — 🦊' }]);
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ path: '/v1/chat/completions', key: 'Bearer quiet' });
  const { messages } = JSON.parse(heard[0]?.body ?? '') as { messages: { content: string }[] };
  expect(messages.map(({ content }) => content)).toEqual([shown[0]?.instructions, shown[0]?.text]);
});

test('of a text too long for it the address is shown and sent a part, and less of it where it says no', async () => {
  const { heard, address } = await listen((response, { headers }) => {
    response.writeHead(Number(headers['content-length']) > 3000 ? 413 : 200, { 'content-type': 'text/event-stream' });
    response.end(`${event('The ferry is closed.')}data: [DONE]\n\n`);
  });
  const { engine: away, shown } = createEngine(toEndpoint(address, { context: 2000 }));
  const engine: TextEngine = { ...away, profile: { ...away.profile, tasks: ['summarize'] } };
  const ports = {
    engines: () => [engine],
    conditions: () => ({ ...DEVICE_ONLY, places: ['endpoint'] as const }),
    failed() {},
  };
  const summaries = createWrittenSummaries(ports, async (snapshot, letters) => ({
    ok: true,
    value: runToEnd(condense(snapshot, letters)),
  }));
  const blocks = Array.from({ length: 200 }, (_, at) => ({
    id: `${at}`,
    kind: 'paragraph' as const,
    level: 0,
    text: `The ferry across the estuary was closed in week ${at}, and nobody could say until when.`,
  }));
  const end = await summaries.summarize({ snapshot: { title: '', blocks, heads: {} }, type: 'tldr', length: 'short' })
    .end;
  expect(end).toMatchObject({ ok: true, place: 'endpoint', value: { value: 'The ferry is closed.' } });
  const sent = heard.map(({ body }) => (JSON.parse(body) as { messages: { content: string }[] }).messages[1]?.content);
  expect(sent).toHaveLength(3);
  expect(sent).toEqual(shown.map(({ text }) => text));
  expect(end.share).toBeCloseTo((sent.at(-1)?.length ?? 0) / blocks.map(({ text }) => text).join('\n').length, 5);
});

test('nothing goes where no address is set, or the person says no', async () => {
  const { heard, address } = await listen((response) => response.end());
  const off = createEngine(undefined);
  expect(await off.engine.availability()).toBe('unavailable');
  expect(await off.engine.generate(request).end).toMatchObject({ failure: { code: 'unavailable' } });
  const declined = createEngine(toEndpoint(address), false);
  expect(await declined.engine.generate(request).end).toMatchObject({ failure: { code: 'declined' } });
  expect(off.shown).toEqual([]);
  expect(heard).toEqual([]);
});

test.each([
  [401, 'endpoint-key', /another key/],
  [404, 'endpoint-model', /no such model/],
  [413, 'too-long', /Select less/],
  [500, 'endpoint-refused', /\(500\)/],
  // Sent on to somebody whom nobody named.
  [307, 'endpoint-unreached', /cannot be reached/],
])('an answer of %i is a sentence', async (status, code, sentence) => {
  const { address } = await listen((response) => {
    response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end('no');
  });
  const end = await createEngine(toEndpoint(address)).engine.generate(request).end;
  expect(end).toMatchObject({ ok: false, failure: { code, sentence: expect.stringMatching(sentence) } });
});

test('half an answer is none, and one without an end is cut', async () => {
  const half = await listen((response) => {
    response.write(event('The '), () => response.destroy());
  });
  expect(await createEngine(toEndpoint(half.address)).engine.generate(request).end).toMatchObject({
    failure: { code: 'endpoint-cut' },
  });
  server?.close();
  const endless = await listen((response) => {
    const more = (): void => {
      if (!response.destroyed) response.write(event('more and more '.repeat(40)), more);
    };
    more();
  });
  const end = await createEngine(toEndpoint(endless.address)).engine.generate(request).end;
  expect(end.ok && end.value.length).toBeLessThan(4000);
});

test.each([
  [200, JSON.stringify({ data: [{ id: 'small' }, { id: 7 }, null, { id: 'large' }] }), ['small', 'large']],
  [200, '<html>', []],
  [404, 'no', []],
  [403, 'no', 'endpoint-key'],
])('a server that answers %i and %j to what it has, has %j', async (status, body, expected) => {
  const { heard, address } = await listen((response) => response.writeHead(status).end(body));
  const end = await listEndpointModels({ address, key: 'quiet' }, createBrowserAsk(), new AbortController().signal);
  expect(end.ok ? end.value : end.failure.code).toEqual(expected);
  // Nothing is sent along but the key.
  expect(heard).toEqual([{ path: '/v1/models', key: 'Bearer quiet', body: '' }]);
});

test('a cancel reaches the server', async () => {
  const gone = Promise.withResolvers<void>();
  const { address } = await listen((response) => {
    response.on('close', gone.resolve);
    response.write(event('The '));
  });
  const run = createEngine(toEndpoint(address)).engine.generate(request);
  for await (const part of run.parts) {
    expect(part).toBe('The ');
    run.cancel();
  }
  expect(await run.end).toMatchObject({ failure: { code: 'cancelled' } });
  await gone.promise;
});

test.each([
  ['http://localhost:11434/v1', 'http://localhost:11434/v1/'],
  ['https://models.test', 'https://models.test/'],
  ['http://models.test/v1', undefined],
  ['https://key@models.test/', undefined],
  ['https://models.test/?key=1', undefined],
  ['ftp://models.test/', undefined],
  ['models.test', undefined],
])('the address %s is %s', (text, wanted) => {
  expect(toEndpointAddress(text)).toBe(wanted);
});
