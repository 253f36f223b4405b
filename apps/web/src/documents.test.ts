import { type Library, openLibrary, type Ports } from '@weft/crdt-core';
import {
  type Capability,
  createEpoch,
  createRandomness,
  createRoom,
  linkToCapability,
  loadSodium,
  narrowCapability,
} from '@weft/crypto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { keepDocument } from './documents.ts';

let library: Library;
let ports: Ports;
let edit: Capability;

beforeEach(async () => {
  vi.stubGlobal('location', { origin: 'https://weft.example' });
  const sodium = await loadSodium();
  const random = createRandomness();
  ports = { sodium, random, clock: { now: () => 1_000 }, timers: { set: () => () => undefined } };
  const room = createRoom(sodium, random);
  const { certificate, editSecret } = createEpoch(sodium, random, room, { notAfter: 1_900_000_000_000 });
  edit = { role: 'editor', certificate, secret: editSecret, relays: [] };
  const opened = await openLibrary({
    indexedDB: new IDBFactory(),
    subtle: crypto.subtle,
    random,
    now: () => 1_000,
    after: () => () => undefined,
    exclusively: async (work) => await work(),
    channel: { post: () => undefined, listen: () => undefined, close: () => undefined },
  });
  if (!opened.ok) throw new Error(opened.failure.sentence);
  library = opened.value;
});

/** A pin of a session that begins with this byte. */
const pin = (first: number) => ({
  session: new Uint8Array(8).fill(first),
  seq: first,
  hash: new Uint8Array(16).fill(first),
});

function narrow(role: 'viewer' | 'commenter', pins: NonNullable<Capability['pins']>): Capability {
  const narrowed = narrowCapability(ports.sodium, { ...edit, pins }, role);
  if (!narrowed.ok) throw new Error(narrowed.failure.sentence);
  return narrowed.value;
}

/** What is kept after a link was followed: its role, and the sessions of its pins. */
async function keep(
  capability: Capability,
): Promise<{ role: string; pinned: (number | undefined)[]; hasEnded: boolean }> {
  const kept = await keepDocument(library, ports, capability);
  if (!kept.ok) throw new Error(kept.failure.sentence);
  const { role, link, hasEnded = false } = kept.value;
  const read = linkToCapability(ports.sodium, link);
  if (!read.ok) throw new Error(read.failure.sentence);
  expect(read.value.role).toBe(role);
  return { role, pinned: (read.value.pins ?? []).map(({ session }) => session[0]), hasEnded };
}

test('KEY-7 a weaker link to a known document brings what it pins, and nothing else', async () => {
  expect(await keep({ ...edit, pins: [pin(1)] })).toEqual({ role: 'editor', pinned: [1], hasEnded: false });
  expect(await keep(narrow('viewer', [pin(2)]))).toEqual({ role: 'editor', pinned: [2, 1], hasEnded: false });
  expect(await keep(narrow('commenter', [pin(3), pin(4)]))).toEqual({
    role: 'editor',
    pinned: [3, 4, 2],
    hasEnded: false,
  });
  // Followed once more, it has nothing new to say.
  expect((await keep(narrow('commenter', [pin(3), pin(4)]))).pinned).toEqual([3, 4, 2]);
});

test('a stronger link takes the place of a weaker one, and keeps what that pinned', async () => {
  await keep(narrow('viewer', [pin(1)]));
  expect(await keep({ ...edit, pins: [pin(2)] })).toEqual({ role: 'editor', pinned: [2, 1], hasEnded: false });
});

test('KEY-8 where access has ended the next link counts, whatever it grants', async () => {
  const { roomId } = await keepDocument(library, ports, edit).then((kept) => {
    if (!kept.ok) throw new Error(kept.failure.sentence);
    return kept.value;
  });
  await library.put({ roomId, hasEnded: true });
  expect(await keep(narrow('viewer', [pin(1)]))).toEqual({ role: 'viewer', pinned: [1], hasEnded: false });
});
