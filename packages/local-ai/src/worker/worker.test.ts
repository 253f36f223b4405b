import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { createLocalAi, DEVICE_ONLY, type LocalAi, type WorkerPort } from '../tasks/local-ai.ts';
import { toSnapshot } from '../testing/measure-summaries.ts';
import { toTinyModel } from '../testing/tiny-model.ts';
import { toVectorsFile } from '../testing/tiny-vectors.ts';
import { createClient } from './client.ts';
import { createDesk, type Desk } from './engine-desk.ts';
import { type HostPorts, serveDesk } from './host.ts';
import type { Port } from './messages.ts';
import { readModelFile } from '../engines/weft-lm/model-file.ts';
import { createModelReader } from '../engines/weft-lm/read-model.ts';
import type { Conditions } from '../router/route.ts';

type Listener = (event: { readonly data: unknown }) => void;

/** Two ports; what one is sent the other hears in a later task, as a copy. */
function createPorts(): readonly [Port, Port] {
  const { port1, port2 } = new MessageChannel();
  const toPort = (own: MessagePort): Port => ({
    postMessage: (message, options) => own.postMessage(message, options?.transfer ?? []),
    addEventListener: (type, listener: Listener) => {
      own.addEventListener(type, (event) => listener({ data: (event as MessageEvent<unknown>).data }));
      own.start();
      (own as unknown as { unref?: () => void }).unref?.();
    },
  });
  return [toPort(port1), toPort(port2)];
}

/** Every step is a slice, and every pause a real turn of the event loop. */
function createSlowPorts(): HostPorts {
  let time = 0;
  return { now: () => (time += 10), pause: () => new Promise((resolve) => setImmediate(resolve)) };
}

function createAi(
  desk: Desk = createDesk(),
  change: Partial<Conditions> = {},
): {
  readonly ai: LocalAi;
  readonly started: () => number;
  readonly ended: () => number;
  readonly crash: () => void;
} {
  const start = vi.fn<() => void>();
  const terminate = vi.fn<() => void>();
  let crash: () => void = () => {};
  const ai = createLocalAi(
    () => {
      start();
      const [ours, theirs] = createPorts();
      serveDesk(desk, theirs, createSlowPorts());
      const addEventListener: WorkerPort['addEventListener'] = (type, listener) => {
        if (type === 'error') crash = listener as () => void;
        else ours.addEventListener('message', listener);
      };
      return { postMessage: ours.postMessage, addEventListener, terminate };
    },
    { ...DEVICE_ONLY, ...change },
  );
  return { ai, started: () => start.mock.calls.length, ended: () => terminate.mock.calls.length, crash: () => crash() };
}

const request = { before: 'The relay forwards sea', after: '', deadline: 100 };
const LESSON = 'The relay forwards sealed envelopes to everyone in the room.';

async function teach(ai: LocalAi): Promise<void> {
  for (let time = 0; time < 6; time++) await ai.learning.learn(LESSON);
}

async function toArray<T>(parts: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** A file as it is fetched: so many bytes at a time. */
async function* toParts(file: Uint8Array, size = file.length): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.length; at += size) yield file.slice(at, at + size);
}

async function toPacked(file: Uint8Array): Promise<Uint8Array> {
  const packing = new Blob([file as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packing).arrayBuffer());
}

const LONG = Array.from(
  { length: 300 },
  (_, at) => `Sentence number ${at} tells of the ${at % 7} things that matter here.`,
);

describe('the tasks', () => {
  test('start no worker before they are used, and one for all of them', async () => {
    const { ai, started, ended } = createAi();
    const completion = ai.createCompletion({ boldness: 'bold' });
    expect(await completion.availability()).toBe('available');
    expect(started()).toBe(0);
    await teach(ai);
    await completion.complete(request).end;
    expect(started()).toBe(1);
    ai.destroy();
    expect(ended()).toBe(1);
  });

  test('complete what the person has written before, and say where that was worked out', async () => {
    const { ai } = createAi();
    await teach(ai);
    const completion = ai.createCompletion({ boldness: 'bold' });
    const run = completion.complete(request);
    const parts = await toArray(run.parts);
    expect(parts).toHaveLength(1);
    expect(parts[0]?.text).toMatch(/^led/);
    expect(await run.end).toMatchObject({ ok: true, place: 'device', engine: 'adaptive', value: { value: parts[0] } });
    expect(await completion.complete({ ...request, after: 'led' }).end).toMatchObject({
      ok: false,
      failure: { code: 'unavailable' },
    });
  });

  test('know nothing more after forgetting, and what was saved can be loaded', async () => {
    const { ai } = createAi();
    await teach(ai);
    const saved = await ai.learning.save();
    expect(await ai.learning.forgetAll()).toEqual({ ok: true, value: 0 });
    const completion = ai.createCompletion({ boldness: 'bold' });
    expect(await completion.complete(request).end).toMatchObject({ ok: false });
    if (saved.ok) expect(await ai.learning.load(saved.value)).toEqual({ ok: true, value: undefined });
    expect(await completion.complete(request).end).toMatchObject({ ok: true });
    expect(await ai.learning.load(Uint8Array.of(1))).toMatchObject({ value: { code: 'learned-malformed' } });
    expect(await ai.learning.forget('never learned')).toMatchObject({ ok: false, failure: { code: 'engine-failed' } });
  });

  test('summarize in parts, based on the heads of the snapshot', async () => {
    const { ai } = createAi();
    const snapshot = { ...toSnapshot(LONG), heads: { ab: 3 } };
    const run = ai.createSummarizer().summarize({ snapshot, type: 'key-points', length: 'short' });
    const parts = await toArray(run.parts);
    expect(parts).toHaveLength(3);
    const end = await run.end;
    expect(end).toMatchObject({
      ok: true,
      engine: 'extractive',
      value: { basedOn: { ab: 3 }, value: { sentences: parts } },
    });
  });

  test('search what was put in, until it is taken out', async () => {
    const { ai } = createAi();
    const entries = LONG.map((text, at) => ({ documentId: 'd', blockId: String(at), text }));
    expect(await ai.searching.put(entries)).toEqual({ ok: true, value: 300 });
    const hits = await ai.searching.search('number 42 ');
    expect(hits.ok && hits.value[0]?.blockId).toBe('42');
    expect(await ai.searching.remove('d', '42')).toEqual({ ok: true, value: 299 });
    expect(await ai.searching.remove('d')).toEqual({ ok: true, value: 0 });
  });

  test('end at once when cancelled, and what comes next is answered', async () => {
    const { ai } = createAi();
    const summarizer = ai.createSummarizer();
    const run = summarizer.summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'long' });
    run.cancel();
    expect(await run.end).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(await toArray(run.parts)).toEqual([]);
    const next = summarizer.summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'short' });
    expect(await next.end).toMatchObject({ ok: true });
  });

  test('end with their signal, and with destroy', async () => {
    const { ai } = createAi();
    const controller = new AbortController();
    const summarizer = ai.createSummarizer({ signal: controller.signal });
    const run = summarizer.summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'long' });
    controller.abort();
    expect(await run.end).toMatchObject({ failure: { code: 'cancelled' } });
    const late = summarizer.summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'long' });
    expect(await late.end).toMatchObject({ failure: { code: 'cancelled' } });
    const open = ai.createSummarizer().summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'long' });
    ai.destroy();
    expect(await open.end).toMatchObject({ failure: { code: 'cancelled' } });
  });

  test('go on in a new worker after a crash', async () => {
    const { ai, started, ended, crash } = createAi();
    const summarizer = ai.createSummarizer();
    const run = summarizer.summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'long' });
    crash();
    expect(await run.end).toMatchObject({ failure: { code: 'engine-failed' } });
    expect(ended()).toBe(1);
    const next = summarizer.summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'long' });
    expect(await next.end).toMatchObject({ ok: true });
    expect(started()).toBe(2);
  });

  test('say why where no engine may run, and start none', async () => {
    const { ai, started } = createAi(createDesk(), { memory: 0 });
    const summarizer = ai.createSummarizer();
    expect(await summarizer.availability()).toBe('unavailable');
    const run = summarizer.summarize({ snapshot: toSnapshot(LONG), type: 'tldr', length: 'long' });
    expect(await run.end).toMatchObject({ ok: false, failure: { code: 'unavailable' } });
    expect(started()).toBe(0);
  });

  test('take the browser’s own Worker', () => {
    expectTypeOf<Worker>().toExtend<WorkerPort>();
  });

  test('answer the latest completion only', async () => {
    const { ai } = createAi();
    await teach(ai);
    const completion = ai.createCompletion({ boldness: 'bold' });
    const first = completion.complete({ ...request, before: 'The rel' });
    const second = completion.complete(request);
    expect(await first.end).toMatchObject({ failure: { code: 'cancelled' } });
    expect(await second.end).toMatchObject({ ok: true });
  });
});

describe('a file of the engines', () => {
  const MODEL = toTinyModel(7);
  const DAMAGED = { ok: false, failure: { code: 'engine-failed' } };

  test('is read as it comes, packed or not, in parts of any size, and the model then completes', async () => {
    const whole = readModelFile(MODEL);
    for (const size of [1, 11, 12, 13, 700, MODEL.length]) {
      const reader = createModelReader();
      for await (const part of toParts(MODEL, size)) reader.write(part);
      expect(whole, `in parts of ${size}`).toEqual({ ok: true, value: reader.end()?.file });
    }
    for (const file of [MODEL, await toPacked(MODEL)]) {
      const { ai } = createAi();
      expect(await ai.loadModel(toParts(file, 999))).toEqual({ ok: true, value: { isSimd: true } });
      for (let time = 0; time < 30; time++) await ai.learning.learn('Seal the thing there.');
      const { end } = ai.createCompletion({ boldness: 'bold' }).complete({ ...request, before: 'Seal the thi' });
      expect(await end).toMatchObject({ ok: true, engine: 'weft-lm' });
    }
  });

  test('that is cut, too long, damaged or out of turn is refused, and a whole one taken after it', async () => {
    const { ai } = createAi();
    const packed = await toPacked(MODEL);
    const bad = [
      new Uint8Array(),
      MODEL.subarray(0, 60),
      MODEL.subarray(0, -16),
      Uint8Array.of(...MODEL, 0),
      packed.subarray(0, -9),
      packed.with(packed.length >> 1, 255 - (packed[packed.length >> 1] ?? 0)),
      packed.subarray(5),
      await toPacked(packed),
    ];
    for (const file of bad) expect(await ai.loadModel(toParts(file, 5000))).toMatchObject(DAMAGED);
    expect(await ai.loadModel(toParts(packed, 5000))).toMatchObject({ ok: true });
    const [ours, theirs] = createPorts();
    serveDesk(createDesk(), theirs, createSlowPorts());
    const client = createClient(ours);
    for (const at of [0, 40]) await client.call('feed', { file: 'weft-lm', at, bytes: MODEL.slice(at, at + 60) }).end;
    expect(await client.call('loadModel', undefined).end).toMatchObject(DAMAGED);
  });

  test('for which there is no memory, or that does not arrive, says so', async () => {
    const large = toTinyModel(7, {
      vocabulary: 264,
      width: 32,
      layers: 2,
      heads: 2,
      hidden: 48,
      pairs: 12,
      context: 65_536,
    });
    const reader = createModelReader(() => {
      throw new RangeError('Array buffer allocation failed');
    });
    reader.write(large);
    expect(() => reader.end()).toThrow(RangeError);
    const { ai, crash } = createAi();
    async function* failing(act: () => void = () => {}): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      yield MODEL.slice(0, 100);
      act();
      throw new TypeError('network error');
    }
    expect(await ai.loadModel(failing())).toMatchObject({ ok: false, failure: { code: 'unavailable' } });
    expect(await ai.loadModel(failing(crash))).toMatchObject({ ok: false });
    expect(await ai.loadModel(toParts(MODEL))).toMatchObject({ ok: true });
  });
});

describe('the host', () => {
  test('stops work that is cancelled, within a slice', async () => {
    const [ours, theirs] = createPorts();
    const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: hasStopped, resolve: stop } = Promise.withResolvers<void>();
    const desk: Desk = {
      ...createDesk(),
      *index() {
        try {
          for (;;) {
            begin();
            yield;
          }
        } finally {
          stop();
        }
      },
    };
    serveDesk(desk, theirs, createSlowPorts());
    const client = createClient(ours);
    const call = client.call('index', []);
    await hasBegun;
    call.cancel();
    await hasStopped;
    expect(await call.end).toMatchObject({ failure: { code: 'cancelled' } });
    expect(await client.call('search', { query: 'a', options: {} }).end).toEqual({ ok: true, value: [] });
  });

  test('does what is of use while nobody asks, and drops it when somebody does', async () => {
    const [ours, theirs] = createPorts();
    let [begun, steps, isOver] = [0, 0, false];
    const desk: Desk = {
      ...createDesk(),
      *rest() {
        begun++;
        while (!isOver) {
          steps++;
          yield;
        }
      },
    };
    serveDesk(desk, theirs, createSlowPorts());
    const client = createClient(ours);
    const ask = async (): Promise<unknown> => await client.call('search', { query: 'a', options: {} }).end;
    expect(await ask()).toEqual({ ok: true, value: [] });
    expect(await ask()).toEqual({ ok: true, value: [] });
    await vi.waitUntil(() => begun === 2 && steps > 4);
    isOver = true;
  });

  test('with word vectors embeds texts and finds by meaning, and without them says what to do', async () => {
    const { ai } = createAi();
    expect(await ai.embed(['cat'])).toMatchObject({ ok: false, failure: { code: 'unavailable' } });
    expect(await ai.loadVectors(toParts(Uint8Array.of(1, 2, 3)))).toMatchObject({ failure: { code: 'engine-failed' } });
    await ai.searching.put([{ documentId: 'd', blockId: 'b', text: 'A kitten' }]);
    const file = toVectorsFile({ a: [1, 1], cat: [90, 0], kitten: [80, 20], stone: [0, 90] });
    expect(await ai.loadVectors(toParts(file))).toEqual({ ok: true, value: { words: 4 } });
    const embedded = await ai.embed(['cat', 'Hund']);
    expect(embedded).toEqual({ ok: true, value: [Float32Array.of(1, 0), undefined] });
    const found = await ai.searching.search('cat ');
    expect(found).toMatchObject({ ok: true, value: [{ blockId: 'b', isSimilar: true }] });
    expect(await ai.searching.search('stone ')).toEqual({ ok: true, value: [] });
  });

  test('survives an engine that throws or runs out of memory', async () => {
    const desk: Desk = {
      ...createDesk(),
      save() {
        throw new Error('broken');
      },
      forgetAll() {
        throw new RangeError('Array buffer allocation failed');
      },
    };
    const { ai } = createAi(desk);
    expect(await ai.learning.save()).toMatchObject({ ok: false, failure: { code: 'engine-failed' } });
    expect(await ai.learning.forgetAll()).toMatchObject({ ok: false, failure: { code: 'out-of-memory' } });
    expect(await ai.learning.learn('still here')).toEqual({ ok: true, value: 2 });
  });
});
