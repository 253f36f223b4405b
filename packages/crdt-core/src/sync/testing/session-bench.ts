import type { RelayFrame } from '../../wire/index.ts';
import { nothingKnown } from '../relay-note.ts';
import { stepRelaySession } from '../relay-session.ts';
import { createRelaySession, type Item, type RelayEffect, type RelayEvent, type RelaySession } from '../relay-state.ts';

export const OWN: string = 'aa'.repeat(32);
export const OTHER: string = 'bb'.repeat(32);
export const GENERATION: Uint8Array = new Uint8Array(16).fill(7);

/** A session under test, and everything it asked for. */
export interface Bench {
  state: RelaySession;
  now: number;
  chance: number;
  canCompact: boolean;
  wantsCompaction: boolean;
  hasNotices: boolean;
  lacksNotices: boolean;
  /** Everything asked for since the last `take`. */
  effects: RelayEffect[];
  do(event: RelayEvent): Bench;
  frame(frame: RelayFrame): Bench;
  pass(ms: number): Bench;
  take<T extends RelayEffect['type']>(type: T): Extract<RelayEffect, { type: T }>[];
}

/** A session on a bench, with a ledger that answers `list` from the items appended so far. */
export function createBench(state: RelaySession = createRelaySession(nothingKnown())): Bench {
  const ledger: Item[] = [];
  const bench: Bench = {
    state,
    now: 1_000_000,
    chance: 0,
    canCompact: false,
    wantsCompaction: false,
    hasNotices: false,
    lacksNotices: false,
    effects: [],
    do(event) {
      if (event.type === 'appended') ledger.push(event.item);
      const { now, chance, canCompact, wantsCompaction, hasNotices, lacksNotices } = bench;
      const context = { now, chance, canCompact, wantsCompaction, hasNotices, lacksNotices };
      const [next, effects] = stepRelaySession(bench.state, event, context);
      bench.state = next;
      for (const effect of effects) {
        bench.effects.push(effect);
        if (effect.type !== 'list') continue;
        const items = ledger.filter(({ session, seq }) => seq > (effect.known.get(session) ?? -1));
        bench.do({ type: 'listed', items, isComplete: true });
      }
      return bench;
    },
    frame: (frame) => bench.do({ type: 'frame', frame }),
    pass(ms) {
      const end = bench.now + ms;
      while (bench.state.wakeAt !== undefined && bench.state.wakeAt <= end) {
        bench.now = Math.max(bench.now, bench.state.wakeAt);
        bench.do({ type: 'woke' });
      }
      bench.now = end;
      return bench;
    },
    take(type) {
      const taken = bench.effects.filter((effect) => effect.type === type);
      bench.effects = bench.effects.filter((effect) => effect.type !== type);
      return taken as Extract<RelayEffect, { type: typeof type }>[];
    },
  };
  return bench;
}

export function welcome(change: Partial<Extract<RelayFrame, { type: 'welcome' }>> = {}): RelayFrame {
  return {
    type: 'welcome',
    connection: 1,
    generation: GENERATION,
    base: 0,
    head: 0,
    maxFrameBytes: 100_000,
    maxRoomBytes: 1_000_000,
    appendsPerSecond: 200,
    connections: [],
    ...change,
  };
}

export function toBytes(session: string): Uint8Array {
  return Uint8Array.from(session.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export const challenge: RelayFrame = { type: 'challenge', nonce: new Uint8Array(32) };
export const envelope: Uint8Array = new Uint8Array(400);

export function entry(position: number, prev: number = position - 1): RelayFrame {
  return { type: 'entry', position, prev, envelope };
}

export function ack(session: string, seq: number, position: number): RelayFrame {
  return { type: 'ack', session: toBytes(session), seq, position };
}

export function refused(session: string, seq: number, code: number): RelayFrame {
  return { type: 'refused', session: toBytes(session), seq, code, sentence: 'no' };
}

export function appended(session: string, seq: number, bytes: number = 400): RelayEvent {
  return { type: 'appended', item: { session, seq, bytes }, isOwn: session === OWN };
}

/** The replica took the entry that `receive` asked it to take. */
export function took(
  bench: Bench,
  session: string,
  seq: number,
  status: 'applied' | 'duplicate' | 'waiting' | 'aside' = 'applied',
): Bench {
  const [effect] = bench.take('receive');
  if (effect === undefined) throw new Error('nothing was to be received');
  if (status === 'applied') bench.do(appended(session, seq));
  const { place } = effect;
  return bench.do({ type: 'received', outcome: { status, name: { session, seq } }, place });
}

/** Connected, welcomed, caught up with an empty log. */
export function createLive(change: Parameters<typeof welcome>[0] = {}): Bench {
  return createBench()
    .do({ type: 'opened' })
    .frame(challenge)
    .frame(welcome(change))
    .frame({ type: 'caught-up', head: change.head ?? 0 });
}

export function names(
  effects: readonly { readonly name: { readonly session: string; readonly seq: number } }[],
): string[] {
  return effects.map(({ name }) => `${name.session.slice(0, 2)}${name.seq}`);
}
