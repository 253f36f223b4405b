import { beforeEach, describe, expect, test } from 'vitest';
import { createLedgerDoc, createTestRoom, type TestRoom } from '../testing/index.ts';
import { createReplica } from './create-replica.ts';
import type { Prepared } from './prepare.ts';
import type { Replica } from './types.ts';

let room: TestRoom;
beforeEach(async () => {
  room = await createTestRoom();
});

const open = (role: 'editor' | 'viewer' = 'editor'): Replica =>
  createReplica(room.ports, { capability: room.capability(role), ledgerDoc: createLedgerDoc(room.random) });

/** A snapshot of some text, as it lies in its author's ledger. */
function summarized(): { author: Replica; envelope: Uint8Array } {
  const author = open();
  author.doc.getText('words').insert(0, Array.from({ length: 4_000 }, (_, at) => `word ${at * 7919}`).join(' '));
  author.compact();
  const [snapshot] = author.ledger.snapshots();
  if (snapshot === undefined) throw new Error('nothing was summed up');
  return { author, envelope: snapshot.envelope };
}

function prepare(reader: Replica, envelope: Uint8Array, partBytes = 1_000): Prepared {
  const preparing = reader.prepare();
  for (let at = 0; at < envelope.length; at += partBytes) preparing.add(envelope.subarray(at, at + partBytes));
  return preparing.end();
}

describe('an envelope that was made ready while it came', () => {
  test('LED-4 a snapshot is opened and inflated by then, and a reader takes it as any other', () => {
    const { author, envelope } = summarized();
    for (const role of ['editor', 'viewer'] as const) {
      const [ready, plain] = [open(role), open(role)];
      const prepared = prepare(ready, envelope);
      expect(prepared.state?.length).toBeGreaterThan(10_000);
      expect(ready.receive(envelope.slice(), 'peer', prepared)).toEqual({ ok: true, value: 'applied' });
      expect(plain.receive(envelope, 'peer')).toEqual({ ok: true, value: 'applied' });
      expect(ready.doc.getText('words').toString()).toBe(author.doc.getText('words').toString());
      expect(ready.ledger.heads()).toEqual(plain.ledger.heads());
      expect(ready.ledger.get(author.sessionHex, 1)).toEqual(envelope);
    }
  });

  test('ENV-6 what was made ready of altered bytes is refused as they are, and changes nothing', () => {
    const { envelope } = summarized();
    const reader = open();
    for (const at of [0, 4, 40, 100, 120, 200, envelope.length >> 1, envelope.length - 180, envelope.length - 1]) {
      const altered = envelope.slice();
      altered[at] = (altered[at] ?? 0) ^ 1;
      const answer = reader.receive(altered, 'peer', prepare(reader, altered));
      expect(answer).toEqual(open().receive(altered, 'peer'));
      expect(answer.ok).toBe(false);
    }
    expect(reader.ledger.heads().size).toBe(0);
    expect(reader.receive(envelope, 'peer', prepare(reader, envelope))).toEqual({ ok: true, value: 'applied' });
  });
});
