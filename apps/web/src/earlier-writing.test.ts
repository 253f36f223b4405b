import type { LibraryRecord } from '@weft/crdt-core';
import { expect, test } from 'vitest';
import { forgetEarlier, learnEarlier, toEarlier, toProse } from './earlier-writing.ts';
import type { GhostEngine } from './ghost-engine.ts';
import { teach } from './lessons.ts';
import type { KeptText } from './search/kept-text.ts';

const record = (roomId: string, openedAt: number, role: LibraryRecord['role'] = 'editor'): LibraryRecord =>
  ({ roomId, openedAt, role }) as LibraryRecord;

/** An engine that knows what it learned, and refuses to take back what it did not. */
function createEngine(): { readonly engine: GhostEngine; readonly texts: () => readonly string[] } {
  const texts: string[] = [];
  const engine: GhostEngine = {
    suggest: () => Promise.resolve(undefined),
    learn: async (text) => void texts.push(text),
    async forget(text) {
      const at = texts.indexOf(text);
      if (at < 0) throw new Error(`never learned: ${text}`);
      texts.splice(at, 1);
    },
    stop() {},
  };
  return { engine, texts: () => texts.toSorted() };
}

/** A library of which some documents' words are kept. `reading` is called when a document is read. */
function createLibrary(
  records: readonly LibraryRecord[],
  kept: ReadonlyMap<string, KeptText>,
  reading = (_: string) => {},
) {
  return {
    list: () => records,
    place: (roomId: string) => ({
      load: async () => {
        reading(roomId);
        return kept.get(roomId);
      },
      save: async () => true,
      clear: async () => true,
    }),
  };
}

const always = (): boolean => true;
const never = (): boolean => false;

test('what was opened last comes first; what one may not write in, or has open, is left out', () => {
  const records = [record('old', 1), record('read', 5, 'viewer'), record('new', 4, 'admin'), record('open', 3)];
  expect(toEarlier(records, (room) => room === 'open').map(({ roomId }) => roomId)).toEqual(['new', 'old']);
});

test('code is not learned, nor what goes beyond so many letters', () => {
  const kept: KeptText = [
    ['a', 'four'],
    ['b', 'let x', 'code'],
    ['c', 'five5'],
    ['d', 'more'],
  ];
  expect([...toProse(kept, 14)]).toEqual([
    ['a', 'four'],
    ['c', 'five5'],
  ]);
});

test('a document that is opened is not learned twice, and what changed in it is learned anew', async () => {
  const { engine, texts } = createEngine();
  const kept = new Map<string, KeptText>([
    [
      'one',
      [
        ['a', 'as it was'],
        ['b', 'and stays'],
      ],
    ],
  ]);
  await learnEarlier(createLibrary([record('one', 1)], kept), engine, never, always);
  expect(texts()).toEqual(['and stays', 'as it was']);
  await teach(
    engine,
    'one',
    new Map([
      ['a', 'as it is'],
      ['b', 'and stays'],
    ]),
    always,
  );
  expect(texts()).toEqual(['and stays', 'as it is']);
});

test('a document that is opened while it is being learned is left to its own lessons, which go on from there', async () => {
  const { engine, texts } = createEngine();
  const open = new Set<string>();
  const kept = new Map<string, KeptText>([
    [
      'one',
      [
        ['a', 'first'],
        ['b', 'second'],
        ['c', 'third'],
      ],
    ],
  ]);
  const learning = learnEarlier(
    createLibrary([record('one', 1)], kept),
    {
      ...engine,
      learn: async (text) => {
        await engine.learn(text);
        open.add('one');
      },
    },
    (room) => open.has(room),
    always,
  );
  await learning;
  expect(texts()).toEqual(['first']);
});

test('it ends where it is not wanted any more, and takes back what it learned of closed documents alone', async () => {
  const { engine, texts } = createEngine();
  const kept = new Map<string, KeptText>([
    ['one', [['a', 'first']]],
    ['two', [['a', 'second']]],
    ['three', [['a', 'third']]],
  ]);
  const read: string[] = [];
  const library = createLibrary([record('one', 3), record('two', 2), record('three', 1)], kept, (room) =>
    read.push(room),
  );
  await learnEarlier(library, engine, never, () => read.length < 2);
  expect(texts()).toEqual(['first']);
  await teach(engine, 'open', new Map([['a', 'here']]), always);
  await forgetEarlier(engine, (room) => room === 'open', always);
  expect(texts()).toEqual(['here']);
});
