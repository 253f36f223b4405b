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
      drop: (clientId) => void told.push(`drop ${clientId}`),
    },
    strangeKeys: (from) => void told.push(`strange ${from}`),
    receipt: (_receipt, session, from) => void told.push(`receipt ${session === ada.sessionHex} ${from}`),
    errand: ({ payload }) => void told.push(`errand ${payload.length}`),
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
  const claim = {
    device: '01'.repeat(16),
    heads: new Map(),
    marks: new Map(),
    isComplete: true,
    relay: undefined,
    lacksNotices: false,
  };
  const receipt = ada.sealEphemeral('receipt', receiptToBytes(claim));
  reader.take(receipt, 7);
  reader.take(receipt, -2);
  expect(told).toEqual(['receipt true 7']);
  const heads = ada.sealEphemeral('sync', new Uint8Array());
  reader.take(heads, 7);
  expect(ben.openEphemeral(heads).ok).toBe(true);
  reader.take(new Uint8Array(40), 7);
});

test('ERR-1 an errand is handed on once, whoever it is for', () => {
  const errand = ada.sealEphemeral('errand', new Uint8Array(2000));
  reader.take(errand, 7);
  reader.take(errand, -2);
  expect(told).toEqual(['errand 2000']);
});

test('KEY-8 a word under keys that are not known here is told, and a word under old ones is not', () => {
  const admin = room.replica({ device: room.device(), isAdmin: true });
  admin.doc.getText('t').insert(0, 'word');
  admin.flush();
  const before = admin.sealEphemeral('presence', new Uint8Array([1]));
  admin.rekey([]);
  reader.take(admin.sealEphemeral('presence', new Uint8Array([1])), 7);
  expect(told).toEqual(['strange 7']);
  const joined = room.replica({ capability: { ...admin.capability() }, device: room.device() });
  const joinersReader = createEphemeralReader({
    replica: joined,
    presence: { receive: () => undefined, heardAgain: () => undefined, drop: () => undefined },
    strangeKeys: () => void told.push('strange to the joiner'),
    receipt: () => undefined,
    errand: () => undefined,
  });
  joinersReader.take(before, 7);
  expect(told).toEqual(['strange 7']);
});

test('KEY-8 whoever comes with a link that was replaced is not shown as being here', () => {
  const admin = room.replica({ device: room.device(), isAdmin: true });
  const shown: number[] = [];
  const adminsReader = createEphemeralReader({
    replica: admin,
    presence: {
      receive: ({ clientId }) => void shown.push(clientId),
      heardAgain: () => undefined,
      drop: () => undefined,
    },
    strangeKeys: () => undefined,
    receipt: () => undefined,
    errand: () => undefined,
  });
  const stranger = room.replica({ device: room.device() });
  adminsReader.take(stranger.sealEphemeral('presence', new Uint8Array([1])), 7);
  expect(shown).toEqual([stranger.doc.clientID]);
  admin.rekey([]);
  adminsReader.take(stranger.sealEphemeral('presence', new Uint8Array([1])), 7);
  expect(shown).toHaveLength(1);
});

test('KEY-8 a device that has the next keys coming is heard in a new session that nobody knows yet', () => {
  const admin = room.replica({ device: room.device(), isAdmin: true });
  const device = room.device();
  const first = room.replica({ device });
  first.doc.getText('t').insert(0, 'word');
  first.flush();
  for (const { envelope } of first.ledger.entries()) admin.receive(envelope, 'relay');
  admin.rekey([]);
  const heard: string[] = [];
  const adminsReader = createEphemeralReader({
    replica: admin,
    presence: { receive: () => void heard.push('here'), heardAgain: () => undefined, drop: () => undefined },
    strangeKeys: () => void heard.push('strange'),
    receipt: (_receipt, session) => void heard.push(session),
    errand: () => undefined,
  });
  const claim = {
    device: '01'.repeat(16),
    heads: new Map(),
    marks: new Map(),
    isComplete: true,
    relay: undefined,
    lacksNotices: false,
  };
  const again = room.replica({ device });
  adminsReader.take(again.sealEphemeral('presence', new Uint8Array([1])), 7);
  adminsReader.take(again.sealEphemeral('receipt', receiptToBytes(claim)), 7);
  expect(heard).toEqual([]);
  const introduced = { ...claim, introduction: again.people.introduction() };
  adminsReader.take(again.sealEphemeral('receipt', receiptToBytes(introduced)), 7);
  adminsReader.take(again.sealEphemeral('presence', new Uint8Array([1])), 7);
  expect(heard).toEqual([again.sessionHex, 'here']);
});

test('KEY-8 whoever was removed is not shown as being here, and says nothing more; whoever was kept is heard on', () => {
  const admin = room.replica({ device: room.device(), isAdmin: true });
  const [gone, kept] = [room.replica({ device: room.device() }), room.replica({ device: room.device() })];
  const heard: string[] = [];
  const adminsReader = createEphemeralReader({
    replica: admin,
    presence: {
      receive: ({ clientId }) => void heard.push(`here ${clientId}`),
      heardAgain: () => undefined,
      drop: (clientId) => void heard.push(`drop ${clientId}`),
    },
    strangeKeys: () => void heard.push('strange'),
    receipt: ({ heads, isComplete }) => void heard.push(`lacks notices, and ${heads.size} heads ${isComplete}`),
    errand: () => void heard.push('errand'),
  });
  for (const replica of [gone, kept]) {
    replica.doc.getText('t').insert(0, 'word');
    replica.flush();
    for (const { envelope } of replica.ledger.entries()) admin.receive(envelope, 'relay');
  }
  const say = (): void => {
    for (const replica of [gone, kept]) {
      adminsReader.take(replica.sealEphemeral('presence', new Uint8Array([1])), 7);
    }
  };
  say();
  admin.rekey([admin.people.deviceOf(gone.sessionHex) ?? '']);
  say();
  const claim = {
    device: '01'.repeat(16),
    heads: new Map([[gone.sessionHex, 0]]),
    marks: new Map([[gone.sessionHex, '00'.repeat(16)]]),
    isComplete: true,
    relay: undefined,
    lacksNotices: false,
  };
  adminsReader.take(gone.sealEphemeral('receipt', receiptToBytes(claim)), 7);
  const [one, two] = [gone.doc.clientID, kept.doc.clientID];
  expect(heard).toEqual([`here ${one}`, `here ${two}`, `drop ${one}`, `here ${two}`]);
  // The relay may have lost the notice that removed it: that it lacks one is heard, so that it learns of it, and nothing else.
  adminsReader.take(gone.sealEphemeral('receipt', receiptToBytes({ ...claim, lacksNotices: true })), 7);
  expect(heard.slice(4)).toEqual(['lacks notices, and 0 heads false']);
});
