import { webcrypto } from 'node:crypto';
import { IDBFactory as FakeFactory } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { type Library, openLibrary, roomToDatabaseName } from './open-library.ts';
import { trashEnds } from './record.ts';
import { createQueue, type LibraryChannel, type LibraryPorts } from './ports.ts';

/** One browser profile: storage and locks that its tabs share, a clock that only the test moves. */
function createProfile() {
  const factory: IDBFactory = new FakeFactory();
  const exclusively = createQueue();
  const tabs = new Set<{ readonly channel: LibraryChannel; hear: (message: string) => void }>();
  const timers = new Set<() => void>();
  const clock = { now: 1_000 };
  const toPorts = (): LibraryPorts => {
    const tab = { hear: (_: string): void => {}, channel: {} as LibraryChannel };
    const channel: LibraryChannel = {
      post: (message) => {
        for (const other of tabs) if (other !== tab) other.hear(message);
      },
      listen: (listener) => {
        tab.hear = listener;
      },
      close: () => tabs.delete(tab),
    };
    tabs.add(tab);
    return {
      indexedDB: factory,
      subtle: webcrypto.subtle as SubtleCrypto,
      random: (length) => webcrypto.getRandomValues(new Uint8Array(length)),
      now: () => clock.now,
      after: (_, run) => {
        timers.add(run);
        return () => timers.delete(run);
      },
      exclusively,
      channel,
    };
  };
  const passTime = (): void => {
    for (const run of timers) run();
    timers.clear();
  };
  return { factory, clock, toPorts, timers, passTime };
}

async function open(ports: LibraryPorts): Promise<Library> {
  const opened = await openLibrary(ports);
  if (!opened.ok) throw new Error(opened.failure.sentence);
  return opened.value;
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no reason given'));
  });
}

/** Everything in a store, as the disk has it. */
async function readRaw(factory: IDBFactory, store: string): Promise<readonly unknown[]> {
  const database = await openDatabase(factory, 'weft/library');
  return await new Promise((resolve) => {
    const request = database.transaction(store).objectStore(store).getAll();
    request.onsuccess = () => {
      database.close();
      resolve(request.result as unknown[]);
    };
  });
}

async function writeRaw(factory: IDBFactory, store: string, key: string, value: unknown): Promise<void> {
  const database = await openDatabase(factory, 'weft/library');
  await new Promise<void>((resolve) => {
    const transaction = database.transaction(store, 'readwrite');
    transaction.objectStore(store).put(value, key);
    transaction.oncomplete = () => {
      database.close();
      resolve();
    };
  });
}

const ROOM = 'cm9vbS1vZi10aGlydHktdHdvLWJ5dGVzLWZvci10ZXM';
const CANARY = 'canary-4711';

describe('library', () => {
  test('LED-8 a document is there again after the tab was closed', async () => {
    const profile = createProfile();
    const first = await open(profile.toPorts());
    const adminSeed = new Uint8Array(32).fill(7);
    const kept = await first.put({ roomId: ROOM, role: 'editor', link: 'https://x/#abc', title: 'Plans', adminSeed });
    first.close();
    const second = await open(profile.toPorts());
    expect(kept).toEqual({ ok: true, value: second.get(ROOM) });
    expect(second.list()).toEqual([
      {
        localId: expect.stringMatching(/^[\w-]{22}$/),
        roomId: ROOM,
        role: 'editor',
        link: 'https://x/#abc',
        title: 'Plans',
        adminSeed,
        createdAt: 1_000,
        openedAt: 1_000,
      },
    ]);
    expect(second.find(second.list()[0]?.localId ?? '')?.title).toBe('Plans');
  });

  test('LED-8 nothing readable lies on the disk, and the key cannot be taken out', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    const adminSeed = new TextEncoder().encode(CANARY.padEnd(32, '.'));
    await library.put({ roomId: ROOM, role: 'editor', link: `https://x/#${CANARY}`, title: CANARY, adminSeed });
    await library.setSettings({ name: CANARY, color: '#112233' });
    const stored = [...(await readRaw(profile.factory, 'documents')), ...(await readRaw(profile.factory, 'device'))];
    expect(stored).toHaveLength(3);
    for (const record of stored as { nonce: Uint8Array; body: Uint8Array }[]) {
      expect(Object.keys(record).sort()).toEqual(['body', 'nonce']);
      const text = new TextDecoder('latin1').decode(record.body);
      expect(text).not.toContain(CANARY);
      expect(text).not.toContain(ROOM);
    }
    const [key] = (await readRaw(profile.factory, 'keys')) as CryptoKey[];
    expect(key?.extractable).toBe(false);
    await expect(webcrypto.subtle.exportKey('raw', key as CryptoKey)).rejects.toThrow();
  });

  test('LED-8 a damaged record is set aside and the rest loads', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    await library.put({ roomId: ROOM, role: 'editor', link: 'https://x/#1', title: 'whole' });
    await library.put({ roomId: 'other', role: 'editor', link: 'https://x/#2', title: 'hurt' });
    const localId = library.get('other')?.localId ?? '';
    const [moved] = await readRaw(profile.factory, 'documents');
    library.close();
    await writeRaw(profile.factory, 'documents', localId, { nonce: new Uint8Array(12), body: new Uint8Array(90) });
    await writeRaw(profile.factory, 'documents', 'not-even-a-record', 'nonsense');
    // Whole bytes at another place are damaged too: the place is authenticated.
    await writeRaw(profile.factory, 'documents', 'moved', moved);
    const again = await open(profile.toPorts());
    expect(again.list().map((record) => record.title)).toEqual(['whole']);
    expect(
      again
        .damaged()
        .map((record) => record.localId)
        .sort(),
    ).toEqual([localId, 'moved', 'not-even-a-record'].sort());
  });

  test('a weaker link never replaces a stronger one; a stronger one replaces a weaker', async () => {
    const library = await open(createProfile().toPorts());
    await library.put({ roomId: ROOM, role: 'viewer', link: 'view' });
    await library.put({ roomId: ROOM, role: 'editor', link: 'edit' });
    await library.put({ roomId: ROOM, role: 'viewer', link: 'view', openedAt: 2_000 });
    expect(library.list()).toMatchObject([{ role: 'editor', link: 'edit', openedAt: 2_000 }]);
  });

  test('KEY-8: once access has ended the next link replaces the one before, and the end is over', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    await library.put({ roomId: ROOM, role: 'editor', link: 'edit' });
    await library.put({ roomId: ROOM, hasEnded: true });
    await library.put({ roomId: ROOM, title: 'Still here' });
    expect((await open(profile.toPorts())).get(ROOM)).toMatchObject({ hasEnded: true, link: 'edit' });
    await library.put({ roomId: ROOM, role: 'viewer', link: 'fresh' });
    expect(library.get(ROOM)).toMatchObject({ role: 'viewer', link: 'fresh' });
    expect(library.get(ROOM)?.hasEnded).toBeUndefined();
  });

  test('admission secrets are kept by relay, sealed like the rest, one beside the other', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    await library.put({ roomId: ROOM, role: 'editor', link: 'l', admission: { 'a.example': 'one' } });
    await library.put({ roomId: ROOM, admission: { 'b.example:4400': 'two' } });
    const again = await open(profile.toPorts());
    expect(again.get(ROOM)?.admission).toEqual({ 'a.example': 'one', 'b.example:4400': 'two' });
  });

  test('a document in the trash is whole, and comes back; what was never sent does not go by itself', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    await library.put({ roomId: ROOM, role: 'editor', link: 'l', title: 'Plans', isPinned: true, folder: 'Loom' });
    await library.put({ roomId: 'b', role: 'editor', link: 'l', title: 'B', openedAt: 9_000 });
    expect(library.list().map(({ title }) => title)).toEqual(['Plans', 'B']);
    await library.put({ roomId: ROOM, trashedAt: 5_000 });
    await library.put({ roomId: ROOM, title: 'New plans' });
    const again = await open(profile.toPorts());
    expect(again.list().map(({ title }) => title)).toEqual(['B']);
    const [trashed] = again.trash();
    expect(trashed).toMatchObject({ title: 'New plans', link: 'l', isPinned: true, folder: 'Loom', trashedAt: 5_000 });
    expect(trashed && trashEnds(trashed)).toBe(5_000 + 30 * 86_400_000);
    expect(trashed && trashEnds({ ...trashed, unsent: 1 })).toBeUndefined();
    await again.put({ roomId: ROOM, trashedAt: null, folder: '' });
    expect(again.get(ROOM)).not.toHaveProperty('folder');
    expect(again.trash()).toEqual([]);
    expect((await open(profile.toPorts())).list().map(({ title }) => title)).toEqual(['New plans', 'B']);
  });

  test('what a change leaves out stays, and the last opened comes first', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    await library.put({ roomId: 'a', role: 'editor', link: 'l', title: 'A', openedAt: 1 });
    await library.put({ roomId: 'b', role: 'editor', link: 'l', title: 'B', openedAt: 2 });
    profile.clock.now = 9_000;
    await library.put({ roomId: 'a', unsent: 3, openedAt: 9_000 });
    expect(library.list().map((record) => record.title)).toEqual(['A', 'B']);
    expect(library.get('a')).toMatchObject({ title: 'A', createdAt: 1_000, unsent: 3 });
  });

  test('other tabs see a change, and two tabs adding at once lose nothing', async () => {
    const profile = createProfile();
    const [one, two] = [await open(profile.toPorts()), await open(profile.toPorts())];
    const seen = new Promise<void>((resolve) => {
      two.observe(() => {
        if (two.list().length === 2) resolve();
      });
    });
    await Promise.all([
      one.put({ roomId: 'a', role: 'editor', link: 'l', title: 'from one' }),
      two.put({ roomId: 'b', role: 'editor', link: 'l', title: 'from two' }),
    ]);
    await seen;
    expect(
      two
        .list()
        .map((record) => record.roomId)
        .sort(),
    ).toEqual(['a', 'b']);
  });

  test('two tabs that open a new profile at once share one key and one device seed', async () => {
    const profile = createProfile();
    const [one, two] = await Promise.all([open(profile.toPorts()), open(profile.toPorts())]);
    expect(one.deviceSeed()).toHaveLength(32);
    expect(two.deviceSeed()).toEqual(one.deviceSeed());
    await one.put({ roomId: ROOM, role: 'editor', link: 'l', title: 'sealed by one' });
    two.close();
    const three = await open(profile.toPorts());
    expect(three.get(ROOM)?.title).toBe('sealed by one');
    expect(three.deviceSeed()).toEqual(one.deviceSeed());
  });

  test('the person’s name and colour are kept', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    expect(library.settings()).toEqual({});
    await library.setSettings({ name: 'Ada' });
    await library.setSettings({ color: '#aa5500' });
    const mine = { id: 'ab'.repeat(32), name: 'Ada' };
    const forged = { id: 'AB', name: 'Eve' };
    await library.setSettings({ ownDevices: [mine, forged], helpsOwn: true });
    const endpoint = { address: 'http://127.0.0.1:11434/v1/', model: 'small', key: 'quiet' };
    await library.setSettings({ endpoint });
    await library.put({ roomId: ROOM, link: 'x', role: 'editor', reach: 'address' });
    library.close();
    const again = await open(profile.toPorts());
    expect(again.get(ROOM)?.reach).toBe('address');
    expect(again.settings().endpoint).toEqual(endpoint);
    const raw = JSON.stringify(await readRaw(profile.factory, 'device'), (_, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    );
    expect(raw).not.toContain('quiet');
    await again.setSettings({ endpoint: undefined });
    again.close();
    expect((await open(profile.toPorts())).settings()).toEqual({
      name: 'Ada',
      color: '#aa5500',
      ownDevices: [mine],
      helpsOwn: true,
    });
  });

  test('LED-8 what a device keeps of a document for itself is sealed, opens in its place only, and goes with the document', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    const [one, other] = [ROOM, `${ROOM.slice(0, -1)}A`];
    for (const roomId of [one, other]) await library.put({ roomId, link: 'x', role: 'editor' });
    const place = library.place(one, 'comments');
    expect(await place.load()).toBeUndefined();
    expect(await place.save({ drafts: ['a secret remark'] })).toBe(true);
    expect(await library.place(other, 'comments').load()).toBeUndefined();
    const again = await open(profile.toPorts());
    expect(await again.place(one, 'comments').load()).toEqual({ drafts: ['a secret remark'] });
    const sealed = (await readRaw(profile.factory, 'device')) as { body: Uint8Array }[];
    for (const { body } of sealed) expect(new TextDecoder('latin1').decode(body)).not.toContain('secret');
    expect(await library.place('nowhere', 'comments').save(1)).toBe(false);
    await library.remove(one);
    expect(await place.save({ drafts: ['late'] })).toBe(false);
    await library.put({ roomId: one, link: 'x', role: 'editor' });
    expect(await library.place(one, 'comments').load()).toBeUndefined();
    expect([sealed.length, (await readRaw(profile.factory, 'device')).length]).toEqual([2, 1]);
  });

  test('removing a document deletes its copy on this device', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    await library.put({ roomId: ROOM, role: 'editor', link: 'l' });
    (await openDatabase(profile.factory, roomToDatabaseName(ROOM))).close();
    (await openDatabase(profile.factory, `${roomToDatabaseName(ROOM)}/files`)).close();
    expect(await library.remove(ROOM)).toEqual({ ok: true, value: undefined });
    expect(library.list()).toEqual([]);
    expect((await profile.factory.databases()).map(({ name }) => name)).toEqual(['weft/library']);
    expect(profile.timers.size).toBe(0);
  });

  test('removing a document that another tab holds open says so, and the list is without it at once', async () => {
    const profile = createProfile();
    const library = await open(profile.toPorts());
    await library.put({ roomId: ROOM, role: 'editor', link: 'l' });
    const held = await openDatabase(profile.factory, roomToDatabaseName(ROOM));
    const gone = new Promise<void>((resolve) => {
      library.observe(() => {
        if (library.list().length === 0) resolve();
      });
    });
    const asked = new Promise<void>((resolve) => {
      held.onversionchange = () => resolve();
    });
    const removing = library.remove(ROOM);
    await gone;
    await asked;
    while (profile.timers.size === 0) await new Promise((resolve) => setImmediate(resolve));
    profile.passTime();
    expect(await removing).toMatchObject({ ok: false, failure: { code: 'document-open' } });
    held.close();
  });

  test.each([
    ['SecurityError', 'library-unavailable'],
    ['InvalidStateError', 'library-unavailable'],
    ['QuotaExceededError', 'library-full'],
    ['VersionError', 'library-blocked'],
  ])('a browser that refuses with %s is answered with one sentence: %s', async (name, code) => {
    const refuse = (): never => {
      throw new DOMException('no', name);
    };
    const ports = { ...createProfile().toPorts(), indexedDB: { open: refuse } as unknown as IDBFactory };
    const opened = await openLibrary(ports);
    expect(opened).toMatchObject({ ok: false, failure: { code, sentence: expect.stringMatching(/: .+\.$/) } });
  });

  test('no storage at all is answered with a sentence', async () => {
    expect(await openLibrary(undefined)).toMatchObject({ ok: false, failure: { code: 'library-unavailable' } });
  });

  test('a write that the disk refuses is a value and changes nothing', async () => {
    const profile = createProfile();
    const ports = profile.toPorts();
    const library = await open(ports);
    await library.put({ roomId: 'a', role: 'editor', link: 'l', title: 'kept' });
    library.close();
    expect(await library.put({ roomId: 'b', role: 'editor', link: 'l' })).toMatchObject({
      ok: false,
      failure: { code: 'library-failed' },
    });
    expect(library.list().map((record) => record.title)).toEqual(['kept']);
  });
});
