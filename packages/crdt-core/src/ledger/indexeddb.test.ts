import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { clearDocument, IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import type { LedgerStorage } from '../ports/storage.ts';
import { LEDGER_ARRAY } from './create-ledger.ts';
import { openIndexedDbStorage } from './indexeddb.ts';

interface Opened {
  readonly doc: Y.Doc;
  readonly storage: LedgerStorage;
  push(...bytes: readonly number[]): void;
  read(): number[];
}

async function open(name: string): Promise<Opened> {
  const doc = new Y.Doc();
  const storage = openIndexedDbStorage(name, doc);
  expect(await storage.load()).toEqual({ ok: true, value: undefined });
  const array = doc.getArray<Uint8Array>(LEDGER_ARRAY);
  return {
    doc,
    storage,
    push: (...bytes) => bytes.forEach((byte) => array.push([Uint8Array.of(byte)])),
    read: () => array.toArray().map((bytes) => bytes[0] ?? -1),
  };
}

/** What lies in the store `updates`. */
async function storedUpdates(name: string): Promise<number> {
  const db = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  const count = await new Promise<number>((resolve) => {
    const request = db.transaction('updates').objectStore('updates').count();
    request.onsuccess = () => resolve(request.result);
  });
  db.close();
  return count;
}

const codeOf = (result: Awaited<ReturnType<LedgerStorage['confirm']>>): string =>
  result.ok ? 'ok' : result.failure.code;

const add = IDBObjectStore.prototype.add;

/** From now on every write to the store fails as on a full disk: the request fails, and with it its transaction. */
function fillDisk(): void {
  IDBObjectStore.prototype.add = function addToFullDisk(this: IDBObjectStore, value: unknown) {
    add.call(this, value, 'taken');
    const request = add.call(this, value, 'taken');
    const error = new DOMException('no room', 'QuotaExceededError');
    for (const one of [request, this.transaction]) {
      Object.defineProperty(one, 'error', { get: () => error, set() {}, configurable: true });
    }
    return request;
  };
}

afterEach(() => {
  IDBObjectStore.prototype.add = add;
});

describe('a ledger in IndexedDB', () => {
  it('SYN-5 what was confirmed is there after opening again, in the format of y-indexeddb', async () => {
    const a = await open('weft/one');
    a.push(1, 2, 3);
    expect(codeOf(await a.storage.confirm())).toBe('ok');
    await a.storage.close();
    const b = await open('weft/one');
    expect(b.read()).toEqual([1, 2, 3]);
    await b.storage.close();
    const plain = new Y.Doc();
    const persistence = new IndexeddbPersistence('weft/one', plain);
    await persistence.whenSynced;
    expect(plain.getArray(LEDGER_ARRAY).length).toBe(3);
    await persistence.destroy();
  });

  it('SYN-5 is not confirmed before the write behind it is done', async () => {
    const a = await open('weft/order');
    a.push(1);
    const confirmed = a.storage.confirm();
    const other = new Y.Doc();
    const reader = openIndexedDbStorage('weft/order', other);
    await confirmed;
    await reader.load();
    expect(other.getArray(LEDGER_ARRAY).length).toBe(1);
    await a.storage.close();
    await reader.close();
  });

  it('keeps notes beside the ledger', async () => {
    const a = await open('weft/notes');
    expect(await a.storage.readNote('cursor')).toEqual({ ok: true, value: undefined });
    await a.storage.writeNote('cursor', Uint8Array.of(7));
    await a.storage.close();
    const b = await open('weft/notes');
    expect(await b.storage.readNote('cursor')).toEqual({ ok: true, value: Uint8Array.of(7) });
    await b.storage.close();
  });

  it('LED-4 trims to one entry, and keeps what another tab wrote meanwhile', async () => {
    const [a, b] = [await open('weft/trim'), await open('weft/trim')];
    for (let i = 0; i < 40; i++) a.push(i);
    b.push(100);
    await b.storage.confirm();
    expect(await storedUpdates('weft/trim')).toBeGreaterThan(40);
    expect(codeOf(await a.storage.trim())).toBe('ok');
    expect(await storedUpdates('weft/trim')).toBe(1);
    expect(a.read()).toContain(100);
    await a.storage.close();
    await b.storage.close();
    const c = await open('weft/trim');
    expect(c.read()).toHaveLength(41);
    await c.storage.close();
  });

  it('trims by itself on confirming, when many updates have gathered', async () => {
    const a = await open('weft/many');
    for (let i = 0; i < 600; i++) a.push(i % 256);
    expect(codeOf(await a.storage.confirm())).toBe('ok');
    expect(await storedUpdates('weft/many')).toBe(1);
    await a.storage.close();
  });

  it('makes many updates one with the first write after opening', async () => {
    const a = await open('weft/crowded');
    await a.storage.confirm();
    for (let i = 0; i < 100; i++) a.push(i);
    await a.storage.confirm();
    expect(await storedUpdates('weft/crowded')).toBeGreaterThan(100);
    await a.storage.close();
    const b = await open('weft/crowded');
    b.push(100);
    await b.storage.confirm();
    expect([await storedUpdates('weft/crowded'), b.read().length]).toEqual([1, 101]);
    await b.storage.close();
  });

  it('does not write what a sibling tab has stored', async () => {
    const a = await open('weft/sibling');
    const before = await storedUpdates('weft/sibling');
    const other = new Y.Doc();
    other.getArray<Uint8Array>(LEDGER_ARRAY).push([Uint8Array.of(9)]);
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(other), a.storage.origin);
    await a.storage.confirm();
    expect([a.read(), await storedUpdates('weft/sibling')]).toEqual([[9], before]);
    await a.storage.close();
  });

  it('SYN-5 a full disk is said in one sentence, and everything is saved once there is room', async () => {
    const a = await open('weft/full');
    const told: (string | undefined)[] = [];
    a.storage.onFailure((failure) => told.push(failure?.code));
    a.push(1);
    await a.storage.confirm();
    fillDisk();
    a.push(2);
    expect(codeOf(await a.storage.confirm())).toBe('storage-full');
    a.push(3);
    expect(codeOf(await a.storage.confirm())).toBe('storage-full');
    expect(a.storage.failure()?.sentence).toContain('Free some space');
    IDBObjectStore.prototype.add = add;
    expect(codeOf(await a.storage.confirm())).toBe('ok');
    expect(told).toEqual(['storage-full', undefined]);
    await a.storage.close();
    const b = await open('weft/full');
    expect(b.read()).toEqual([1, 2, 3]);
    await b.storage.close();
  });

  it('opens for reading on a full disk', async () => {
    const a = await open('weft/full-open');
    a.push(1, 2);
    await a.storage.confirm();
    await a.storage.close();
    fillDisk();
    const b = await open('weft/full-open');
    expect(b.read()).toEqual([1, 2]);
    expect(codeOf(await b.storage.confirm())).toBe('storage-full');
    IDBObjectStore.prototype.add = add;
    expect(codeOf(await b.storage.confirm())).toBe('ok');
    await b.storage.close();
  });

  it('another tab that deletes the document closes its storage, and typing goes on', async () => {
    const a = await open('weft/deleted');
    a.push(1);
    await a.storage.confirm();
    await clearDocument('weft/deleted');
    a.push(2);
    expect(codeOf(await a.storage.confirm())).toBe('storage-closed');
    expect(a.storage.failure()?.code).toBe('storage-closed');
    expect(a.read()).toEqual([1, 2]);
    await a.storage.close();
  });

  it('storage that is blocked is a value', async () => {
    const { open: openDb } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    try {
      const loaded = await openIndexedDbStorage('weft/blocked', new Y.Doc()).load();
      expect(loaded.ok ? '' : loaded.failure.code).toBe('storage-failed');
    } finally {
      IDBFactory.prototype.open = openDb;
    }
  });
});
