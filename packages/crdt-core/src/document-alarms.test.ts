import { loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDocumentAlarms, type DocumentAlarms } from './document-alarms.ts';
import type { Replica } from './replica/types.ts';
import { linkFailure } from './sync/link-failures.ts';
import { cloneSession, createTestRoomWith, handOver, type TestRoom } from './testing/index.ts';

let sodium: Sodium;
let room: TestRoom;
beforeAll(async () => {
  sodium = await loadSodium();
  room = createTestRoomWith(sodium, 3);
});

function open(replica: Replica): DocumentAlarms {
  return createDocumentAlarms({ ports: room.ports, replica, pins: [], changed: () => undefined });
}

function write(replica: Replica, text: string): Replica {
  replica.doc.getText('t').insert(0, text);
  replica.flush();
  return replica;
}

const codesOf = (list: readonly { readonly code: string }[]): string[] => list.map(({ code }) => code);

describe('what a person is told in every tab', () => {
  it('SYN-8 siblings are told what the links raised, and do not tell it further', () => {
    const [leader, sibling] = [open(room.replica()), open(room.replica())];
    leader.raise(linkFailure('relay-hides'));
    leader.raise(linkFailure('relay-hides'));
    sibling.take(leader.shared());
    sibling.take(leader.shared());
    expect(codesOf(sibling.all())).toEqual(['relay-hides']);
    expect(sibling.all()[0]?.sentence).toBe(linkFailure('relay-hides').sentence);
    expect(sibling.shared()).toEqual([]);
  });

  it('SYN-8 siblings are told what another session did, and not what concerns this tab alone', () => {
    const author = write(room.replica(), 'one');
    const replica = room.replica({ role: 'viewer' });
    const alarms = open(replica);
    handOver(author, replica);
    replica.receive(cloneSession(sodium, author, room.capability('editor'))('another', 0), 'relay');
    write(replica, 'not allowed');
    expect(codesOf(alarms.all()).toSorted()).toEqual(['equivocation', 'local-change-refused']);
    expect(codesOf(alarms.shared())).toEqual(['equivocation']);
  });
});

describe('what is handed on', () => {
  it('KEY-7 is pinned to what is sent, and to what is still awaited from the link itself', () => {
    const [ada, ben] = [write(room.replica(), 'one'), write(room.replica(), 'two')];
    const capability = room.capability('viewer');
    expect(open(ada).pin(capability, () => false).pins).toEqual([]);
    const { pins = [] } = open(ada).pin(capability, () => true);
    expect(pins.length).toBe(1);
    const joined = createDocumentAlarms({ ports: room.ports, replica: ben, pins, changed: () => undefined });
    const handed = joined.pin(capability, () => true).pins ?? [];
    expect([handed.length, handed[0]]).toEqual([2, pins[0]]);
    handOver(ada, ben);
    expect(joined.pin(capability, () => true).pins?.length).toBe(2);
    expect(capability.pins).toBeUndefined();
  });
});
