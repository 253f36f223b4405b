import { beforeEach, expect, test } from 'vitest';
import type { Replica } from '../replica/types.ts';
import { createTestRoom, type TestRoom } from '../testing/index.ts';
import { createEphemeralReader, type EphemeralReader } from './ephemeral-reader.ts';
import { receiptToBytes } from './receipts.ts';

let room: TestRoom;
let ada: Replica;
let ben: Replica;
let told: string[];
let reader: EphemeralReader;
beforeEach(async () => {
  room = await createTestRoom();
  [ada, ben] = [room.replica(), room.replica()];
  told = [];
  reader = createEphemeralReader({
    replica: ben,
    presence: {
      receive: (_opened, via) => void told.push(`presence ${via}`),
      heardAgain: (_clientId, via) => void told.push(`again ${via}`),
    },
    receipt: (_receipt, session, from) => void told.push(`receipt ${session === ada.sessionHex} ${from}`),
  });
});

test('SYN-7 the same word over a second link is heard there too, and taken once', () => {
  const word = ada.sealEphemeral('presence', new Uint8Array([1]));
  reader.take(word, 7);
  reader.take(word, -2);
  reader.take(word);
  expect(told).toEqual(['presence 7', 'again -2']);
});

test('SYN-7 an old word over a second link is nothing', () => {
  const [old, word] = [ada, ada].map((replica, at) => replica.sealEphemeral('presence', new Uint8Array([at])));
  reader.take(old ?? new Uint8Array(), 7);
  reader.take(word ?? new Uint8Array(), 7);
  told.length = 0;
  reader.take(old ?? new Uint8Array(), -2);
  const altered = word?.slice() ?? new Uint8Array();
  altered[120] = (altered[120] ?? 0) ^ 1;
  reader.take(altered, -2);
  expect(told).toEqual([]);
});

test('a receipt is read once, and heads are left unread for the link they are for', () => {
  const claim = { device: '01'.repeat(16), heads: new Map(), isComplete: true, relay: undefined };
  const receipt = ada.sealEphemeral('receipt', receiptToBytes(claim));
  reader.take(receipt, 7);
  reader.take(receipt, -2);
  expect(told).toEqual(['receipt true 7']);
  const heads = ada.sealEphemeral('sync', new Uint8Array());
  reader.take(heads, 7);
  expect(ben.openEphemeral(heads).ok).toBe(true);
  reader.take(new Uint8Array(40), 7);
});
