import type { LibraryRecord, Settings, TextReach } from '@weft/crdt-core';
import { startRun, type TextEngine } from '@weft/local-ai';
import { expect, test } from 'vitest';
import { createWriters, type WritersOptions } from './writers.ts';

/** A device that writes, a library that says how far the text may go, and what the device was asked. */
function createWorld() {
  const asked: string[] = [];
  const listeners = new Set<() => void>();
  let reach: TextReach | undefined;
  let settings: Settings = {};
  const engine: TextEngine = {
    kind: 'text',
    profile: {
      name: 'Ben’s computer',
      place: 'peer',
      tasks: ['rewrite', 'summarize'],
      latency: 1,
      memory: 0,
      context: 1000,
      quality: 100,
      isHeavy: false,
    },
    availability: async () => 'available',
    generate: ({ text }) =>
      startRun(async () => {
        asked.push(text);
        return { ok: true, value: 'It is late.' };
      }),
    destroy() {},
  };
  const library = {
    get: () => ({ reach }) as LibraryRecord,
    settings: () => settings,
    observe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const help = {
    writers: () => [{ device: 'ben', name: 'Ben’s computer', engine }],
    subscribe: () => () => {},
  };
  const options = { library, root: {}, shared: { roomId: 'room' }, help } as unknown as WritersOptions;
  return {
    asked,
    writers: createWriters(options),
    set(next: TextReach, named: Settings = settings) {
      [reach, settings] = [next, named];
      for (const listener of listeners) listener();
    },
  };
}

const request = { text: 'It is rather late, I think.', style: 'shorter', heads: {} } as const;

test('a text goes to another device only where that was chosen', async () => {
  const { writers, asked } = createWorld();
  const [here, there] = writers.get();
  expect(writers.get().map(({ id, at }) => [id, at])).toEqual([
    ['', 'device'],
    ['ben', 'peer'],
  ]);
  // There is nothing here that writes: it does not go there instead.
  expect(await here?.rewriter.rewrite(request).end).toMatchObject({ failure: { code: 'unavailable' } });
  expect(asked).toEqual([]);
  expect(await there?.rewriter.rewrite(request).end).toMatchObject({ ok: true, place: 'peer' });
  expect(asked).toEqual([request.text]);
});

test('what stays on the device is sent to nobody, also by a panel that was open before', async () => {
  const { writers, asked, set } = createWorld();
  const there = writers.get()[1];
  const endpoint = { address: 'http://127.0.0.1:11434/v1/', model: 'small', key: '' };
  set('device', { endpoint });
  expect(writers.get().map(({ at }) => at)).toEqual(['device']);
  expect(await there?.rewriter.availability('shorter')).toBe('unavailable');
  expect(await there?.rewriter.rewrite(request).end).toMatchObject({ ok: false });
  expect(asked).toEqual([]);
  // An address is no place before the document allows it.
  set('devices');
  expect(writers.get().map(({ at }) => at)).toEqual(['device', 'peer']);
});

test('others are told of a change of the rules, and of nothing else that the library holds', async () => {
  const { writers, set } = createWorld();
  let told = Promise.withResolvers<void>();
  let count = 0;
  writers.subscribe(() => {
    count++;
    told.resolve();
  });
  set('device');
  await told.promise;
  set('device');
  told = Promise.withResolvers<void>();
  set('devices');
  await told.promise;
  expect(count).toBe(2);
});
