import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Companion } from '../ports/channel.ts';
import type { SummaryRequest, SummarySentence } from '../ports/task.ts';
import { createPeerWorld, type Fate, type PeerWorld } from '../testing/peer-world.ts';
import { createHelper, type Helper, type HelperOptions } from './helper.ts';
import type { Trust } from './helper-state.ts';
import { createHelpers, type ErrandEnd, type ErrandRun, type Helpers } from './helpers.ts';
import { decodeErrand, encodeErrand, type ErrandMessage, MOST_HELPED, MOST_PIECES, PIECE_BYTES } from './messages.ts';
import { type Bit, bitToBytes, bytesToBit, bytesToQuestion, questionToBytes, type Work } from './work.ts';

const ANN: Companion = { session: 'a1', device: 'aa', name: 'Ann' };
const BEN: Companion = { session: 'b1', device: 'bb', name: 'Ben' };
const WITHIN = 60_000;

/** A document of so many sentences, one a block. */
function toRequest(sentences: number, padding = 0): SummaryRequest {
  const blocks = Array.from({ length: sentences }, (_, at) => ({
    id: `b${at}`,
    kind: 'paragraph' as const,
    level: 0,
    text: `Sentence ${at} says “something” ✓.${'x'.repeat(padding)}`,
  }));
  return { snapshot: { title: 'T', blocks, heads: { 1: 2 } }, type: 'key-points', length: 'short' };
}

function toSentences({ snapshot }: SummaryRequest): SummarySentence[] {
  return snapshot.blocks.map(({ id, text }) => ({ text, blockId: id, start: 0, end: text.length }));
}

interface Laptop {
  readonly helper: Helper;
  /** The work that was given to the engine, how many at once at most, and how many were told to stop. */
  readonly ran: Work[];
  most: number;
  aborted: number;
}

/** A device that answers a summary with every sentence, one each `ms`. */
function enterHelper(world: PeerWorld, who = BEN, trust: Trust = 'take', ms = 50, isHidden = false): Laptop {
  const { channel, ports } = world.enter(who, isHidden);
  let now = 0;
  const laptop = { ran: [] as Work[], most: 0, aborted: 0 };
  const helper = createHelper({
    channel,
    ports,
    kind: 'computer',
    tasks: () => ['summarize'],
    trust: () => trust,
    async perform(work, push, signal) {
      laptop.ran.push(work);
      laptop.most = Math.max(laptop.most, ++now);
      if (work.task !== 'summarize') return false;
      for (const sentence of toSentences(work.request)) {
        await new Promise<void>((resolve) => void world.ports.later(ms, resolve));
        if (signal.aborted) break;
        push({ type: 'sentence', sentence });
      }
      now--;
      if (signal.aborted) laptop.aborted++;
      return true;
    },
  });
  // It may ask as well: what it hears as a helper is nothing to it as an asker.
  createHelpers(channel, ports, 'computer');
  return Object.assign(laptop, { helper });
}

/** A device that asks, and helps nobody. */
function enterAsker(world: PeerWorld, who = ANN): Helpers {
  const { channel, ports } = world.enter(who);
  const perform = (): Promise<boolean> => Promise.resolve(false);
  createHelper({ channel, ports, kind: 'phone', tasks: () => [], trust: () => 'refuse', perform });
  return createHelpers(channel, ports, 'phone');
}

/** Reads a run as it goes. */
function watch(run: ErrandRun): { readonly bits: Bit[]; end: ErrandEnd | undefined } {
  const seen: { bits: Bit[]; end: ErrandEnd | undefined } = { bits: [], end: undefined };
  void (async () => {
    for await (const bit of run.parts) seen.bits.push(bit);
  })();
  void run.end.then((end) => {
    seen.end = end;
  });
  return seen;
}

async function meet(world: PeerWorld, trust: Trust = 'take', ms = 50) {
  const laptop = enterHelper(world, BEN, trust, ms);
  const phone = enterAsker(world);
  await world.advance(10);
  const [offer] = phone.offers.get();
  if (offer === undefined) throw new Error('nothing was offered');
  const ask = (request: SummaryRequest, within = WITHIN): ErrandRun =>
    phone.ask(offer, { task: 'summarize', request }, within);
  return { laptop, phone, ask };
}

const whyOf = (end: ErrandEnd | undefined): string => (end === undefined ? 'open' : end.ok ? 'done' : end.why);

describe('ERR-4 what is said', () => {
  const id = 'ab'.repeat(16);
  const messages: readonly ErrandMessage[] = [
    { type: 'offer', tasks: [], kind: 'device' },
    { type: 'offer', tasks: ['summarize', 'write'], kind: 'phone' },
    { type: 'ask', id, at: 0, of: 1, bytes: Uint8Array.of(1) },
    { type: 'ask', id, at: 19, of: 20, bytes: new Uint8Array(PIECE_BYTES) },
    { type: 'heard', id, count: 2000, phase: 'reading' },
    { type: 'answer', id, at: 1999, bytes: Uint8Array.of(9, 9) },
    { type: 'stop', id, why: 'late' },
    { type: 'who' },
  ];

  test.each(messages)('$type comes back as it was', (message) => {
    expect(decodeErrand(encodeErrand(message))).toEqual(message);
  });

  test('of any bytes, what is read is what would be written', () => {
    const altered = fc.tuple(fc.constantFrom(...messages), fc.uint8Array({ maxLength: 30 }), fc.nat(30));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), altered), (input) => {
        let bytes = input as Uint8Array;
        if (Array.isArray(input)) {
          const [message, noise, at] = input;
          bytes = encodeErrand(message);
          for (const [i, byte] of noise.entries()) if (at + i < bytes.length) bytes[at + i] = byte;
        }
        const read = decodeErrand(bytes);
        if (read !== undefined) expect(encodeErrand(read)).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test('a question comes back as it was, but for heads, which stay at home', () => {
    const request = toRequest(3);
    const bytes = questionToBytes({ work: { task: 'summarize', request }, kind: 'tablet' }) ?? new Uint8Array();
    const withoutHeads = { ...request, snapshot: { ...request.snapshot, heads: {} } };
    expect(bytesToQuestion(bytes)).toEqual({ work: { task: 'summarize', request: withoutHeads }, kind: 'tablet' });
    const writing = { instructions: 'Shorter.', text: 'A long text.', mostTokens: 50, temperature: 0, language: 'en' };
    const asked = questionToBytes({ work: { task: 'write', request: writing }, kind: 'phone' }) ?? new Uint8Array();
    expect(bytesToQuestion(asked)).toEqual({ work: { task: 'write', request: writing }, kind: 'phone' });
    expect(
      questionToBytes({ work: { task: 'summarize', request: toRequest(30, 10_000) }, kind: 'phone' }),
    ).toBeUndefined();
  });

  test('what is no question or no answer is refused as a value', () => {
    const request = toRequest(1);
    const work: Work = { task: 'summarize', request };
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(bytesToQuestion(bytes)).toBeUndefined();
        const bit = bytesToBit(bytes, work);
        if (bit !== undefined) expect(bit.type).toBe('done');
      }),
      { numRuns: 500 },
    );
    const nested = new TextEncoder().encode('['.repeat(PIECE_BYTES));
    expect(bytesToQuestion(nested)).toBeUndefined();
    const [sentence] = toSentences(request);
    if (sentence === undefined) throw new Error('there is one');
    const read = (change: Partial<SummarySentence>): unknown =>
      bytesToBit(bitToBytes({ type: 'sentence', sentence: { ...sentence, ...change } }), work);
    expect(read({})).toBeDefined();
    expect(read({ text: `${sentence.text.slice(0, -1)}…` })).toBeDefined();
    // A helper chooses among the asker's words; it puts none into the document's mouth.
    expect(read({ text: 'Sentence 0 says something else.' })).toBeUndefined();
    expect(read({ end: sentence.end + 1 })).toBeUndefined();
    expect(read({ start: -1 })).toBeUndefined();
    expect(read({ start: 0.5 })).toBeUndefined();
    expect(read({ blockId: 'b9' })).toBeUndefined();
    expect(read({ text: '…', start: 27, end: 28 })).toBeUndefined();
  });
});

describe('ERR-5 ERR-6 an errand', () => {
  test('is offered, done and told, in order', async () => {
    const world = createPeerWorld();
    const { laptop, ask } = await meet(world);
    const request = toRequest(40);
    const seen = watch(ask(request));
    await world.advance(5_000);
    expect(whyOf(seen.end)).toBe('done');
    expect(seen.bits).toEqual(toSentences(request).map((sentence) => ({ type: 'sentence', sentence })));
    expect(laptop.helper.help.get()).toEqual([]);
  });

  test('goes both ways at once between two that help each other', async () => {
    const world = createPeerWorld();
    const request = toRequest(5);
    const both = [ANN, BEN].map((who) => {
      const { channel, ports } = world.enter(who);
      const perform: HelperOptions['perform'] = async (_work, push) => {
        for (const sentence of toSentences(request)) {
          await new Promise<void>((resolve) => void world.ports.later(3_000, resolve));
          push({ type: 'sentence', sentence });
        }
        return true;
      };
      createHelper({ channel, ports, kind: 'computer', tasks: () => ['summarize'], trust: () => 'take', perform });
      return createHelpers(channel, ports, 'computer');
    });
    await world.advance(10);
    const runs = both.map((helpers) => {
      const [offer] = helpers.offers.get();
      if (offer === undefined) throw new Error('nothing was offered');
      return watch(helpers.ask(offer, { task: 'summarize', request }, WITHIN));
    });
    await world.advance(30_000);
    expect(runs.map(({ end, bits }) => [whyOf(end), bits.length])).toEqual([
      ['done', 5],
      ['done', 5],
    ]);
  });

  test('of the largest question there may be is done, and of a larger one is not begun', async () => {
    const world = createPeerWorld();
    const { laptop, ask } = await meet(world, 'take', 1);
    const seen = watch(ask(toRequest(24, 9_900)));
    await world.advance(5_000);
    expect(whyOf(seen.end)).toBe('done');
    const pieces = world.sent.filter(({ bytes }) => decodeErrand(bytes)?.type === 'ask');
    expect(pieces).toHaveLength(MOST_PIECES);
    const large = watch(ask(toRequest(26, 9_900)));
    await world.advance(10);
    expect([whyOf(large.end), laptop.ran.length]).toEqual(['too-long', 1]);
  });

  test('waits for the helper’s person where they are asked: yes, no, and no word', async () => {
    const world = createPeerWorld();
    const { laptop, ask } = await meet(world, 'ask');
    const [one, two] = [ask(toRequest(2)), ask(toRequest(2))];
    const [first, second] = [watch(one), watch(two)];
    await world.advance(100);
    // What is shown is shown once, however often the two ends say that they are there.
    const shown: number[] = [];
    const stop = laptop.helper.help.subscribe((help) => void shown.push(help.length));
    await world.advance(9_000);
    expect(shown).toEqual([]);
    stop();
    expect(laptop.helper.help.get().map(({ phase, task, kind }) => [phase, task, kind])).toEqual([
      ['asking', 'summarize', 'phone'],
      ['asking', 'summarize', 'phone'],
    ]);
    expect(one.phase.get()).toBe('waiting');
    const [yes, no] = laptop.helper.help.get();
    laptop.helper.allow(yes?.key ?? '');
    laptop.helper.decline(no?.key ?? '');
    await world.advance(1_000);
    expect([whyOf(first.end), whyOf(second.end), laptop.ran.length]).toEqual(['done', 'declined', 1]);
    const third = watch(ask(toRequest(2)));
    await world.advance(31_000);
    expect([whyOf(third.end), laptop.ran.length, laptop.helper.help.get()]).toEqual(['declined', 1, []]);
  });

  test('is stopped from either end, and the engine with it', async () => {
    const world = createPeerWorld();
    const { laptop, ask } = await meet(world, 'take', 500);
    const mine = ask(toRequest(20));
    const seen = watch(mine);
    await world.advance(1_200);
    expect(mine.phase.get()).toBe('working');
    mine.cancel();
    await world.advance(1_000);
    expect([whyOf(seen.end), laptop.aborted, laptop.helper.help.get().length]).toEqual(['cancelled', 1, 0]);
    const other = watch(ask(toRequest(20)));
    await world.advance(1_200);
    laptop.helper.stop(laptop.helper.help.get()[0]?.key ?? '');
    await world.advance(1_000);
    expect([whyOf(other.end), laptop.aborted]).toEqual(['stopped', 2]);
  });

  test('ends where the other end vanished, on both sides', async () => {
    const world = createPeerWorld();
    const { laptop, ask } = await meet(world, 'take', 2_000);
    const seen = watch(ask(toRequest(20)));
    await world.advance(5_000);
    expect(seen.bits.length).toBeGreaterThan(0);
    world.cut('b1');
    await world.advance(9_000);
    expect(whyOf(seen.end)).toBe('vanished');
    expect([laptop.helper.help.get().length, laptop.aborted]).toEqual([0, 1]);
    const elsewhere = createPeerWorld();
    const other = await meet(elsewhere, 'take', 2_000);
    const left = watch(other.ask(toRequest(20)));
    await elsewhere.advance(3_000);
    elsewhere.leave('b1');
    await elsewhere.advance(1);
    expect([whyOf(left.end), other.phone.offers.get()]).toEqual(['vanished', []]);
  });

  test('goes on in a tab that nobody looks at, whose timers fire once a minute', async () => {
    const world = createPeerWorld();
    enterHelper(world, BEN, 'take', 3_000, true);
    const phone = enterAsker(world);
    await world.advance(61_000);
    const [offer] = phone.offers.get();
    if (offer === undefined) throw new Error('nothing was offered');
    const seen = watch(phone.ask(offer, { task: 'summarize', request: toRequest(8) }, WITHIN));
    await world.advance(40_000);
    expect([whyOf(seen.end), seen.bits.length]).toEqual(['done', 8]);
  });

  test('is refused where the switch is off, and what was offered is taken back', async () => {
    const world = createPeerWorld();
    let trust: Trust = 'take';
    const { channel, ports } = world.enter(BEN);
    const helper = createHelper({
      channel,
      ports,
      kind: 'computer',
      tasks: () => ['summarize'],
      trust: () => trust,
      perform: () => new Promise(() => undefined),
    });
    const phone = enterAsker(world);
    await world.advance(10);
    const [offer] = phone.offers.get();
    if (offer === undefined) throw new Error('nothing was offered');
    const seen = watch(phone.ask(offer, { task: 'summarize', request: toRequest(2) }, WITHIN));
    await world.advance(10);
    trust = 'refuse';
    helper.refresh();
    await world.advance(10);
    expect([whyOf(seen.end), phone.offers.get()]).toEqual(['stopped', []]);
    const late = watch(phone.ask(offer, { task: 'summarize', request: toRequest(2) }, WITHIN));
    await world.advance(10);
    expect(whyOf(late.end)).toBe('refused');
    const write = { instructions: '', text: '', mostTokens: 1, temperature: 0 };
    trust = 'take';
    const unable = watch(phone.ask(offer, { task: 'write', request: write }, WITHIN));
    await world.advance(10);
    expect(whyOf(unable.end)).toBe('broken');
  });

  test('two at once are done one after another, and a flood is told that the helper is busy', async () => {
    const world = createPeerWorld();
    const { laptop, ask, phone } = await meet(world);
    const runs = Array.from({ length: 5 }, () => watch(ask(toRequest(3))));
    const cem = enterAsker(world, { session: 'c1', device: 'cc', name: 'Cem' });
    laptop.helper.refresh();
    await world.advance(10);
    const [offer] = cem.offers.get();
    if (offer === undefined) throw new Error('nothing was offered');
    const his = watch(cem.ask(offer, { task: 'summarize', request: toRequest(3) }, WITHIN));
    await world.advance(5_000);
    expect(runs.map(({ end }) => whyOf(end))).toEqual(['done', 'done', 'busy', 'busy', 'busy']);
    expect([whyOf(his.end), laptop.most]).toEqual(['done', 1]);
    for (let i = 0; i < 40; i++) {
      watch(ask(toRequest(1)));
      await world.advance(1_000);
    }
    expect(laptop.ran.length).toBeLessThanOrEqual(3 + 20);
    expect(phone.offers.get()).toHaveLength(1);
  });

  test('a person is not asked without end, however many devices somebody is; a device of theirs is helped on', async () => {
    const world = createPeerWorld();
    const { channel, ports } = world.enter(BEN);
    let asked = 0;
    const helper: Helper = createHelper({
      channel,
      ports,
      kind: 'computer',
      tasks: () => ['summarize'],
      trust: ({ device }) => (device === 'own' ? 'take' : 'ask'),
      perform: () => Promise.resolve(true),
    });
    helper.help.subscribe((help) => {
      for (const { key, phase } of help) {
        if (phase !== 'asking') continue;
        asked++;
        helper.decline(key);
      }
    });
    const ends: string[] = [];
    for (let i = 0; i < 20; i++) {
      const many = enterAsker(world, { session: `m${i}`, device: i === 19 ? 'own' : `d${i}`, name: 'M' });
      await world.advance(10);
      const [offer] = many.offers.get();
      if (offer === undefined) throw new Error('nothing was offered');
      const seen = watch(many.ask(offer, { task: 'summarize', request: toRequest(1) }, WITHIN));
      await world.advance(50);
      ends.push(whyOf(seen.end));
    }
    expect(asked).toBe(6);
    expect([ends.filter((why) => why === 'busy').length, ends.at(-1)]).toEqual([13, 'done']);
  });

  test('an offer is made once, and again to whoever asks or after a while; not whenever something changes', async () => {
    const world = createPeerWorld();
    const { laptop } = await meet(world);
    const count = (): number => world.sent.filter(({ bytes }) => decodeErrand(bytes)?.type === 'offer').length;
    const before = count();
    for (let i = 0; i < 50; i++) laptop.helper.refresh();
    expect(count()).toBe(before);
    await world.advance(26_000);
    expect(count()).toBe(before + 1);
  });

  test('in a crowd not everybody is offered help, and those of one’s own are', async () => {
    const world = createPeerWorld();
    const { channel, ports } = world.enter(BEN);
    const trust: HelperOptions['trust'] = ({ device }) => (device === 'own' ? 'take' : 'ask');
    const perform = (): Promise<boolean> => Promise.resolve(true);
    createHelper({ channel, ports, kind: 'computer', tasks: () => ['summarize'], trust, perform });
    const crowd = Array.from({ length: 100 }, (_, i) =>
      enterAsker(world, { session: `m${i}`, device: i === 99 ? 'own' : `d${i}`, name: 'M' }),
    );
    await world.advance(60_000);
    const offered = crowd.filter(({ offers }) => offers.get().length > 0);
    expect([offered.length, offered.includes(crowd[99] as Helpers)]).toEqual([MOST_HELPED + 1, true]);
    const late = enterAsker(world, { session: 'late', device: 'late', name: 'L' });
    await world.advance(10);
    const asked = world.sent.filter(({ from, bytes }) => from === 'late' && decodeErrand(bytes)?.type === 'who');
    expect([asked.length, late.offers.get().length]).toEqual([MOST_HELPED, 0]);
  });

  test('two tabs of a helper are one helper, and an offer that is not renewed ends', async () => {
    const world = createPeerWorld();
    const { phone } = await meet(world);
    enterHelper(world, { ...BEN, session: 'b2' });
    await world.advance(10);
    expect(phone.offers.get().map(({ from }) => from.session)).toEqual(['b2']);
    world.cut('b1');
    world.cut('b2');
    await world.advance(200_000);
    expect(phone.offers.get()).toEqual([]);
  });
});

describe('ERR-5 ERR-6 in a bad room', () => {
  /** Lost, late, twice, out of order. */
  const fates = fc.record({ loss: fc.integer({ min: 0, max: 45 }), jitter: fc.nat(400), seed: fc.nat() });
  const toFate = ({ loss, jitter, seed }: { loss: number; jitter: number; seed: number }): Fate => {
    let state = seed | 1;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    return () => {
      if (next(100) < loss) return [];
      const first = 1 + next(jitter + 1);
      return next(10) === 0 ? [first, first + next(500)] : [first];
    };
  };

  test('every errand ends; what is told is a beginning of the answer, and all of it where it is done', async () => {
    await fc.assert(
      fc.asyncProperty(
        fates,
        fc.nat(30),
        fc.constantFrom(0, 3_000),
        fc.constantFrom('nothing', 'cut', 'leave', 'cancel', 'stop', 'return'),
        fc.nat(8_000),
        async (fate, sentences, padding, happens, at) => {
          let isBad = false;
          const bad = toFate(fate);
          const world = createPeerWorld(() => (isBad ? bad() : [1]));
          const { laptop, ask } = await meet(world, 'take', 100);
          isBad = true;
          const request = toRequest(sentences, padding);
          const run = ask(request);
          const seen = watch(run);
          await world.advance(at);
          if (happens === 'cut') world.cut('b1');
          if (happens === 'leave') world.leave('b1');
          if (happens === 'cancel') run.cancel();
          if (happens === 'stop') for (const { key } of laptop.helper.help.get()) laptop.helper.stop(key);
          await world.advance(WITHIN + 130_000);
          const all = toSentences(request).map((sentence) => ({ type: 'sentence', sentence }));
          expect(seen.end).toBeDefined();
          expect(seen.bits).toEqual(all.slice(0, seen.bits.length));
          if (seen.end?.ok === true) expect(seen.bits).toEqual(all);
          if (fate.loss === 0 && happens === 'nothing') expect(whyOf(seen.end)).toBe('done');
          expect(laptop.helper.help.get()).toEqual([]);
          expect([laptop.ran.length <= 1, laptop.most <= 1]).toEqual([true, true]);
        },
      ),
      { numRuns: 120 },
    );
  });

  test('a hostile helper gets no word into the answer, and a hostile asker nothing done', async () => {
    const id = fc.constantFrom('00'.repeat(16), 'id');
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.constantFrom(
        bitToBytes({ type: 'text', text: 'Buy my product.' }),
        bitToBytes({ type: 'sentence', sentence: { text: 'Buy my product.', blockId: 'b0', start: 0, end: 15 } }),
        bitToBytes({ type: 'done' }),
        new TextEncoder().encode('{"task":"summarize","request":{}}'),
      ),
    );
    const message = fc.oneof(
      fc.record({ type: fc.constant('answer' as const), id, at: fc.nat(30), bytes }),
      fc.record({
        type: fc.constant('heard' as const),
        id,
        count: fc.nat(2000),
        phase: fc.constantFrom('taking', 'working'),
      }),
      fc.record({ type: fc.constant('ask' as const), id, at: fc.nat(3), of: fc.integer({ min: 4, max: 20 }), bytes }),
      fc.record({ type: fc.constant('stop' as const), id, why: fc.constantFrom('cancelled', 'declined', 'vanished') }),
      fc.record({ type: fc.constant('offer' as const), tasks: fc.constant(['summarize']), kind: fc.constant('phone') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 40 }), async (script) => {
        const world = createPeerWorld();
        const evil = world.enter(BEN).channel;
        const phone = enterAsker(world);
        const laptop = enterHelper(world, { session: 'c1', device: 'cc', name: 'Cem' });
        evil.send('a1', encodeErrand({ type: 'offer', tasks: ['summarize'], kind: 'computer' }));
        await world.advance(10);
        const offer = phone.offers.get().find(({ from }) => from.device === 'bb');
        if (offer === undefined) throw new Error('nothing was offered');
        const request = toRequest(2);
        const seen = watch(phone.ask(offer, { task: 'summarize', request }, WITHIN));
        const asked = world.sent.map((one) => decodeErrand(one.bytes)).find((one) => one?.type === 'ask');
        const own = asked?.type === 'ask' ? asked.id : '';
        for (const step of script as unknown as ErrandMessage[]) {
          const said = 'id' in step && step.id === 'id' ? { ...step, id: own } : step;
          evil.send('a1', encodeErrand(said));
          evil.send('c1', encodeErrand(said));
          await world.advance(50);
        }
        await world.advance(WITHIN + 130_000);
        expect(seen.end).toBeDefined();
        expect(JSON.stringify(seen.bits)).not.toContain('product');
        expect([laptop.ran, laptop.helper.help.get()]).toEqual([[], []]);
      }),
      { numRuns: 120 },
    );
  });
});
