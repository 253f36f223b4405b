import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openIndexedDbAttachments } from './indexeddb-store.ts';
import { createMemoryAttachmentStore } from './memory-store.ts';
import type { AttachmentStore, ChainMark } from './store.ts';

const A = 'aa'.repeat(32);
const B = 'bb'.repeat(32);
const MARK: ChainMark = { chunks: 3, isOwn: true, isSent: false, touchedAt: 5, leftAt: 0 };
const bytes = (value: number): Uint8Array => new Uint8Array(100).fill(value);

let factory: IDBFactory | undefined;
afterEach(() => {
  factory = undefined;
  vi.unstubAllGlobals();
});

function openBrowserStore(): AttachmentStore {
  if (factory === undefined) {
    factory = new IDBFactory();
    vi.stubGlobal('indexedDB', factory);
    vi.stubGlobal('IDBKeyRange', IDBKeyRange);
  }
  return openIndexedDbAttachments('weft/room');
}

describe.each([
  ['memory', createMemoryAttachmentStore],
  ['indexeddb', openBrowserStore],
])('attachment store: %s', (_name, open) => {
  test('chunks come back as they were, with the mark that was put last', async () => {
    const store = open();
    const chunk = bytes(1);
    expect(await store.put(A, 0, chunk, MARK)).toEqual({ ok: true, value: 1 });
    chunk.fill(9);
    expect(await store.put(A, 1, bytes(2), { ...MARK, touchedAt: 6 })).toEqual({ ok: true, value: 2 });
    await store.put(B, 0, bytes(3), { ...MARK, isOwn: false });
    expect([await store.read(A, 0), await store.read(A, 1), await store.read(A, 2)]).toEqual([
      { ok: true, value: bytes(1) },
      { ok: true, value: bytes(2) },
      { ok: true, value: undefined },
    ]);
    expect(await store.chain(A)).toEqual({ ok: true, value: { ...MARK, touchedAt: 6, session: A, held: 2 } });
    const chains = await store.chains();
    expect(chains.ok && chains.value.map(({ session, held }) => [session, held])).toEqual([
      [A, 2],
      [B, 1],
    ]);
    await store.close();
  });

  test('what is there, or would leave a hole, changes nothing', async () => {
    const store = open();
    expect(await store.put(A, 1, bytes(1), MARK)).toEqual({ ok: true, value: 0 });
    await store.put(A, 0, bytes(1), MARK);
    expect(await store.put(A, 0, bytes(2), { ...MARK, touchedAt: 9 })).toEqual({ ok: true, value: 1 });
    expect(await store.read(A, 0)).toEqual({ ok: true, value: bytes(1) });
    expect(await store.read(A, 1)).toEqual({ ok: true, value: undefined });
    expect(await store.chain(A)).toMatchObject({ value: { touchedAt: 5, held: 1 } });
    await store.close();
  });

  test('marks change what is there, and make nothing', async () => {
    const store = open();
    await store.put(A, 0, bytes(1), MARK);
    await store.mark(A, { isSent: true, leftAt: 7 });
    await store.mark(B, { leftAt: 7 });
    expect(await store.chain(A)).toEqual({
      ok: true,
      value: { ...MARK, isSent: true, leftAt: 7, session: A, held: 1 },
    });
    expect(await store.chain(B)).toEqual({ ok: true, value: undefined });
    await store.close();
  });

  test('a chain that is dropped is gone, and the others are not', async () => {
    const store = open();
    for (let seq = 0; seq < 3; seq++) for (const chain of [A, B]) await store.put(chain, seq, bytes(seq), MARK);
    await store.drop(A);
    expect(await store.chain(A)).toEqual({ ok: true, value: undefined });
    for (let seq = 0; seq < 3; seq++) {
      expect(await store.read(A, seq)).toEqual({ ok: true, value: undefined });
      expect(await store.read(B, seq)).toEqual({ ok: true, value: bytes(seq) });
    }
    expect(await store.put(A, 0, bytes(8), MARK)).toEqual({ ok: true, value: 1 });
    await store.close();
  });
});

describe('attachments in a browser', () => {
  test('SYN-8 two tabs share them, and they are there again after both closed', async () => {
    const [one, two] = [openBrowserStore(), openBrowserStore()];
    const [first, second] = await Promise.all([one.put(A, 0, bytes(1), MARK), two.put(A, 0, bytes(1), MARK)]);
    expect([first, second]).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 1 },
    ]);
    await one.put(A, 1, bytes(2), MARK);
    expect(await two.read(A, 1)).toEqual({ ok: true, value: bytes(2) });
    await one.close();
    await two.close();
    expect(await one.put(A, 2, bytes(3), MARK)).toMatchObject({ failure: { code: 'storage-closed' } });
    const again = openBrowserStore();
    expect(await again.chain(A)).toMatchObject({ value: { held: 2 } });
    await again.close();
  });

  test('they keep nobody from deleting the document, and what is damaged is left out', async () => {
    const store = openBrowserStore();
    await store.put(A, 0, bytes(1), MARK);
    const deleted = await new Promise<string>((resolve) => {
      const request = indexedDB.deleteDatabase('weft/room/files');
      request.onsuccess = () => resolve('deleted');
      request.onblocked = () => resolve('blocked');
    });
    expect(deleted).toBe('deleted');
    expect(await store.chain(A)).toEqual({ ok: true, value: undefined });
    await store.put(B, 0, bytes(1), { ...MARK, leftAt: 'x' } as unknown as ChainMark);
    expect(await store.chains()).toEqual({ ok: true, value: [] });
    await store.close();
  });

  test('where there is no storage, that is a value', async () => {
    vi.stubGlobal('indexedDB', {
      open() {
        throw new DOMException('private window', 'SecurityError');
      },
    });
    const store = openIndexedDbAttachments('weft/room');
    expect(await store.put(A, 0, bytes(1), MARK)).toMatchObject({ ok: false, failure: { code: 'storage-failed' } });
    expect(await store.chains()).toMatchObject({ ok: false });
    await store.close();
  });
});
