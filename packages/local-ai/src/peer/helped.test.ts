import { describe, expect, test } from 'vitest';
import { askInTurn } from '../router/ask-in-turn.ts';
import { DEVICE_ONLY } from '../tasks/local-ai.ts';
import type { Companion } from '../ports/channel.ts';
import type { TextEngine } from '../ports/engine.ts';
import type { Summary, SummaryRequest, SummarySentence, SummaryTask, TaskEnd } from '../ports/task.ts';
import { refuseRun, startRun } from '../runs/run.ts';
import { createPeerWorld, type PeerWorld } from '../testing/peer-world.ts';
import { type HelpedPlace, summarizeWithHelp } from './helped-summary.ts';
import { createHelper } from './helper.ts';
import { createHelpers, type Helpers, type Offer } from './helpers.ts';
import { createPeerTextEngine } from './text-engine.ts';
import type { Bit, Work } from './work.ts';

const ANN: Companion = { session: 'a1', device: 'aa', name: 'Ann' };
const BEN: Companion = { session: 'b1', device: 'bb', name: 'Ben' };

const REQUEST: SummaryRequest = {
  snapshot: {
    title: 'T',
    blocks: ['One is here.', 'Two is there.', 'Three is nowhere.'].map((text, at) => ({
      id: `b${at}`,
      kind: 'paragraph',
      level: 0,
      text,
    })),
    heads: { 7: 3 },
  },
  type: 'key-points',
  length: 'short',
};
const ALL: readonly SummarySentence[] = REQUEST.snapshot.blocks.map(({ id, text }) => ({
  text,
  blockId: id,
  start: 0,
  end: text.length,
}));

type Perform = (work: Work, push: (bit: Bit) => void, signal: AbortSignal) => Promise<boolean>;

async function meet(
  perform: Perform,
): Promise<{ readonly world: PeerWorld; readonly helpers: Helpers; readonly offer: Offer }> {
  const world = createPeerWorld();
  const laptop = world.enter(BEN);
  createHelper({
    channel: laptop.channel,
    ports: laptop.ports,
    kind: 'computer',
    tasks: () => ['summarize', 'write'],
    trust: () => 'take',
    perform,
  });
  const phone = world.enter(ANN);
  const helpers = createHelpers(phone.channel, phone.ports, 'phone');
  await world.advance(10);
  const [offer] = helpers.offers.get();
  if (offer === undefined) throw new Error('nothing was offered');
  return { world, helpers, offer };
}

/** This device's own engine: the last sentence alone. */
const own = (asked: SummaryRequest[]): SummaryTask => ({
  availability: () => Promise.resolve('available'),
  destroy() {},
  summarize(request) {
    asked.push(request);
    const sentences = ALL.slice(2);
    const value: Summary = { text: 'Three is nowhere.', sentences };
    const run = startRun<SummarySentence, Summary>((push) => {
      for (const sentence of sentences) push(sentence);
      return Promise.resolve({ ok: true, value });
    });
    const end = Promise.resolve<TaskEnd<Summary>>({
      ok: true,
      value: { value, basedOn: request.snapshot.heads },
      place: 'device',
      engine: 'extractive',
    });
    return { parts: run.parts, end, cancel: run.cancel };
  },
});

/** Follows a summary to its end. */
async function follow(world: PeerWorld, helpers: Helpers, offer: Offer, asked: SummaryRequest[], cancelAt?: number) {
  const run = summarizeWithHelp(own(asked), helpers, offer, REQUEST);
  const parts: (string | undefined)[] = [];
  const places: HelpedPlace[] = [];
  run.at.subscribe((at) => void places.push(at));
  void (async () => {
    for await (const sentence of run.parts) parts.push(sentence?.text);
  })();
  let end: TaskEnd<Summary> | undefined;
  void run.end.then((one) => {
    end = one;
  });
  if (cancelAt !== undefined) {
    await world.advance(cancelAt);
    run.cancel();
  }
  await world.advance(70_000);
  return { parts, places, end };
}

describe('a summary by another device', () => {
  test('is put together of one’s own sentences, and says where it was made', async () => {
    const { world, helpers, offer } = await meet((_work, push) => {
      for (const sentence of ALL.slice(0, 2)) push({ type: 'sentence', sentence });
      return Promise.resolve(true);
    });
    const asked: SummaryRequest[] = [];
    const { parts, end } = await follow(world, helpers, offer, asked);
    expect(parts).toEqual(['One is here.', 'Two is there.']);
    expect(end).toEqual({
      ok: true,
      value: {
        value: { text: 'One is here.\nTwo is there.', sentences: ALL.slice(0, 2) },
        basedOn: REQUEST.snapshot.heads,
      },
      place: 'peer',
      engine: 'bb',
    });
    expect(asked).toEqual([]);
  });

  const bad: readonly (readonly [string, Perform, string])[] = [
    ['fails', () => Promise.resolve(false), 'failed'],
    ['throws', () => Promise.reject(new Error('out of memory')), 'failed'],
    ['says nothing', () => Promise.resolve(true), 'failed'],
    ['never ends', () => new Promise(() => undefined), 'late'],
    [
      'makes words up after a true sentence',
      (_work, push) => {
        for (const sentence of ALL.slice(0, 1)) push({ type: 'sentence', sentence });
        push({ type: 'sentence', sentence: { text: 'Buy this.', blockId: 'b0', start: 0, end: 9 } });
        return Promise.resolve(true);
      },
      'broken',
    ],
  ];
  test.each(bad)('that %s is made here, from the beginning', async (_what, perform, why) => {
    const { world, helpers, offer } = await meet(perform);
    const asked: SummaryRequest[] = [];
    const { parts, places, end } = await follow(world, helpers, offer, asked);
    expect(parts.slice(parts.lastIndexOf(undefined) + 1)).toEqual(['Three is nowhere.']);
    expect(places.at(-1)).toEqual({ place: 'device', why });
    expect(end).toMatchObject({ ok: true, place: 'device' });
    expect(asked).toEqual([REQUEST]);
  });

  test('that is cancelled is not made here instead', async () => {
    const { world, helpers, offer } = await meet(() => new Promise(() => undefined));
    const asked: SummaryRequest[] = [];
    const { end } = await follow(world, helpers, offer, asked, 500);
    expect([end?.ok === false && end.failure.code, asked]).toEqual(['cancelled', []]);
  });
});

describe('another device as an engine among one’s own', () => {
  const here = (text: string): TextEngine => ({
    kind: 'text',
    profile: {
      name: 'here',
      place: 'device',
      tasks: ['rewrite'],
      latency: 1,
      memory: 0,
      context: 1000,
      quality: 1,
      isHeavy: false,
    },
    availability: () => Promise.resolve('available'),
    generate: () =>
      startRun((push) => {
        push(text);
        return Promise.resolve({ ok: true, value: text });
      }),
    destroy() {},
  });
  const request = { instructions: 'Shorter.', text: 'A text.', mostTokens: 20, temperature: 0 };

  async function ask(perform: Perform, places: readonly 'peer'[]) {
    const { world, helpers, offer } = await meet(perform);
    const engines = [here('from here'), createPeerTextEngine(helpers, offer, 'Ben’s computer', 5)];
    const failed: string[] = [];
    const run = askInTurn(
      {
        engines: () => engines,
        conditions: () => ({ ...DEVICE_ONLY, places }),
        failed: (name) => void failed.push(name),
      },
      {
        task: 'rewrite',
        deadline: 10_000,
        heads: {},
        begin: (engine) =>
          engine.kind === 'text' ? engine.generate(request) : refuseRun({ code: 'unavailable', sentence: 'No.' }),
      },
    );
    let end: TaskEnd<string> | undefined;
    void run.end.then((one) => {
      end = one;
    });
    await world.advance(70_000);
    return { end, failed };
  }

  const write: Perform = (work, push) => {
    if (work.task !== 'write') return Promise.resolve(false);
    push({ type: 'text', text: `${work.request.text} ` });
    push({ type: 'text', text: 'And more.' });
    return Promise.resolve(true);
  };

  test('answers where the document may leave the device, and is not asked where it may not', async () => {
    expect((await ask(write, ['peer'])).end).toMatchObject({ place: 'peer', value: { value: 'A text. And more.' } });
    expect((await ask(write, [])).end).toMatchObject({ place: 'device', value: { value: 'from here' } });
  });

  test('that gives no answer is followed by one’s own, and may be asked again another time', async () => {
    const { end, failed } = await ask(() => Promise.resolve(false), ['peer']);
    expect(end).toMatchObject({ ok: true, place: 'device', value: { value: 'from here' } });
    expect(failed).toEqual([]);
  });
});
