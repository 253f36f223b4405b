import { loadSodium, type Sodium } from '@weft/crypto';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createTestRoomWith, deviceOf } from '../testing/test-room.ts';
import type { Replica } from './types.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await loadSodium();
});

type Act =
  | { readonly type: 'write' | 'compact'; readonly who: number }
  | { readonly type: 'give'; readonly who: number; readonly to: number }
  | { readonly type: 'rekey'; readonly who: number; readonly remove: number }
  | { readonly type: 'wait'; readonly ms: number };

const who = fc.nat(4);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('write' as const), who }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant('give' as const), who, to: who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('rekey' as const),
      who: fc.nat(1),
      remove: fc.integer({ min: 2, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('compact' as const), who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.nat(8_000) }) },
);

const textOf = (replica: Replica): string => replica.doc.getText('t').toString();

function give(from: Replica, to: Replica): void {
  for (const { envelope } of from.ledger.entries()) to.receive(envelope, 'relay');
}

test('KEY-8 whoever removes whom in whatever order the news travels: those who stay agree and lose nothing', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 30), fc.array(act, { maxLength: 30 }), (seed, acts) => {
      const room = createTestRoomWith(sodium, seed);
      // Two admins and three others, of which anyone may be removed.
      const all = [0, 1, 2, 3, 4].map((at) => room.replica({ device: room.device(), isAdmin: at < 2 }));
      const at = (index: number): Replica => all[index] as Replica;
      const words = new Map<Replica, string[]>(all.map((replica) => [replica, []]));
      const removed = new Set<Replica>();
      let next = 0;

      function write(replica: Replica): void {
        if (replica.isRemoved()) return;
        const word = `<${next++}>`;
        replica.doc.getText('t').insert(0, word);
        replica.flush();
        words.get(replica)?.push(word);
      }

      // Everyone has been heard of once: a device nobody knows cannot be kept.
      for (const replica of all) write(replica);
      for (let round = 0; round < 2; round++) for (const a of all) for (const b of all) if (a !== b) give(a, b);

      for (const one of acts) {
        if (one.type === 'write') write(at(one.who));
        else if (one.type === 'give' && one.who !== one.to) give(at(one.who), at(one.to));
        else if (one.type === 'compact') at(one.who).compact();
        else if (one.type === 'wait') room.time.advance(one.ms);
        else if (one.type === 'rekey') {
          if (at(one.who).rekey([deviceOf(at(one.remove))]).ok) removed.add(at(one.remove));
        }
      }

      for (let round = 0; round < 5; round++) {
        for (let times = 0; times < 2; times++) for (const a of all) for (const b of all) if (a !== b) give(a, b);
        room.time.advance(10_000);
      }
      const stay = all.filter((replica) => !removed.has(replica));
      const secret = '<after>';
      at(0).doc.getText('t').insert(0, secret);
      at(0).flush();
      for (let round = 0; round < 2; round++) for (const a of all) for (const b of all) if (a !== b) give(a, b);

      for (const replica of removed) {
        expect(replica.isRemoved()).toBe(true);
        expect(textOf(replica)).not.toContain(secret);
      }
      const [first] = stay;
      for (const replica of stay) {
        expect(replica.isRemoved()).toBe(false);
        expect(textOf(replica)).toBe(first && textOf(first));
        expect(replica.certificate.bytes).toEqual(first?.certificate.bytes);
        expect(replica.gaps()).toEqual([]);
        for (const mine of stay) for (const word of words.get(mine) ?? []) expect(textOf(replica)).toContain(word);
        expect(textOf(replica)).toContain(secret);
      }
    }),
    { numRuns: process.env['WEFT_THOROUGH'] === '1' ? 3_000 : 40 },
  );
});
