import { CloseCode } from '@weft/crdt-core/wire';
import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, type SignalLimits } from '../policy/limits.ts';
import { createSignalState, type SignalEffect, type SignalEvent, type SignalState, stepSignalling } from './step.ts';

let state: SignalState;
let now = 0;

function begin(limits: Partial<SignalLimits> = {}): void {
  state = createSignalState({ ...DEFAULT_LIMITS, ...limits });
  now = 1000;
}

function step(event: SignalEvent): readonly SignalEffect[] {
  const [next, effects] = stepSignalling(state, event);
  state = next;
  return effects;
}

function say(connection: number, message: unknown): readonly SignalEffect[] {
  return step({ type: 'received', connection, bytes: Buffer.from(JSON.stringify(message)), now });
}

function enter(connection: number, ...topics: string[]): void {
  step({ type: 'connected', connection, now });
  say(connection, { type: 'subscribe', topics });
}

const publish = (connection: number, topic: string): readonly SignalEffect[] =>
  say(connection, { type: 'publish', topic, data: 'sealed' });
const receivers = (effects: readonly SignalEffect[]): readonly number[] =>
  effects.flatMap((effect) => (effect.type === 'send' ? effect.to : []));

beforeEach(() => begin());

describe('signalling', () => {
  test('RLY-1 a publish goes to all who subscribed, its author too, with their number, and to nobody else', () => {
    enter(1, 'a');
    enter(2, 'a', 'b');
    enter(3, 'b');
    const [effect, ...more] = publish(1, 'a');
    expect(more).toEqual([]);
    expect(effect).toMatchObject({ type: 'send', to: [1, 2] });
    const text = effect?.type === 'send' ? effect.text : '';
    expect(JSON.parse(text)).toEqual({ type: 'publish', topic: 'a', data: 'sealed', clients: 2 });
    expect(publish(1, 'nobody hears')).toEqual([]);
  });

  test('what a publish carries beside its fields is not passed on', () => {
    enter(1, 'a');
    const [effect] = say(1, { type: 'publish', topic: 'a', data: 'x', clients: 99, more: 'y' });
    expect(effect?.type === 'send' && effect.text).toBe('{"type":"publish","topic":"a","data":"x","clients":1}');
  });

  test('who unsubscribed or left hears nothing more, and their topics are forgotten', () => {
    enter(1, 'a', 'b');
    enter(2, 'a');
    say(2, { type: 'unsubscribe', topics: ['a', 'never'] });
    expect(receivers(publish(1, 'a'))).toEqual([1]);
    step({ type: 'disconnected', connection: 1 });
    expect(state.topics.size).toBe(0);
    expect(publish(2, 'a')).toEqual([]);
    expect(publish(1, 'a')).toEqual([]);
  });

  test('ping is answered by pong, a later type by nothing', () => {
    enter(1);
    expect(say(1, { type: 'ping' })).toEqual([{ type: 'send', to: [1], text: '{"type":"pong"}' }]);
    expect(say(1, { type: 'later' })).toEqual([]);
  });

  test('RLY-6 topics per connection and connections per topic are bounded; beyond, nothing is lost but the subscription', () => {
    begin({ maxTopicsPerConnection: 2, maxConnectionsPerTopic: 1 });
    enter(1, 'a');
    expect(say(1, { type: 'subscribe', topics: ['a', 'b', 'c'] })).toEqual([{ type: 'dropped' }]);
    step({ type: 'connected', connection: 2, now });
    expect(say(2, { type: 'subscribe', topics: ['a'] })).toEqual([{ type: 'dropped' }]);
    expect(receivers(publish(2, 'a'))).toEqual([1]);
    step({ type: 'disconnected', connection: 1 });
    say(2, { type: 'subscribe', topics: ['a'] });
    expect(receivers(publish(2, 'a'))).toEqual([2]);
  });

  test('RLY-6 who sends too fast is closed, and only they', () => {
    begin({ signalBurst: 3, signalsPerSecond: 1 });
    enter(1, 'a');
    enter(2, 'a');
    expect(publish(1, 'a')).toHaveLength(1);
    expect(publish(1, 'a')).toHaveLength(1);
    expect(publish(1, 'a')).toMatchObject([{ type: 'close', connection: 1, code: CloseCode.tooFast }]);
    expect(receivers(publish(2, 'a'))).toEqual([2]);
    now += 1000;
    expect(receivers(publish(2, 'a'))).toEqual([2]);
  });

  test('a message that cannot be read closes its connection, which is forgotten at once', () => {
    enter(1, 'a');
    expect(say(1, 'no object')).toMatchObject([{ type: 'close', code: CloseCode.malformed }]);
    expect(state.connections.size + state.topics.size).toBe(0);
    expect(say(1, { type: 'ping' })).toEqual([]);
  });

  test('a silent connection is asked once, and closed if it stays silent', () => {
    enter(1, 'a');
    const tick = (after: number): readonly SignalEffect[] => step({ type: 'tick', now: now + after });
    expect(tick(29_999)).toEqual([]);
    expect(tick(30_000)).toEqual([{ type: 'ping', connection: 1 }]);
    expect(tick(31_000)).toEqual([]);
    now += 40_000;
    step({ type: 'heard', connection: 1, now });
    expect(tick(30_000)).toEqual([{ type: 'ping', connection: 1 }]);
    expect(tick(75_000)).toMatchObject([{ type: 'close', connection: 1 }]);
    expect(state.topics.size).toBe(0);
  });

  test('too slow a reader, and a relay that stops, close with codes that mean: try again', () => {
    enter(1, 'a');
    enter(2, 'a');
    expect(step({ type: 'overflowed', connection: 1 })).toMatchObject([{ code: CloseCode.readerTooSlow }]);
    expect(step({ type: 'stopping' })).toMatchObject([{ connection: 2, code: CloseCode.stopping }]);
  });
});
