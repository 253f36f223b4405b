import { expect, test } from 'vitest';
import { addToLedger, addToRelay, createRelayHeads, forgetRelay } from './relay-heads.ts';
import { createSentBook } from './sent-book.ts';

const ADA = 'aa'.repeat(32);
const BEN = 'bb'.repeat(32);

test('SYN-5 what the relay or a peer holds is sent, and nothing else', () => {
  const book = createSentBook();
  for (let seq = 0; seq < 5; seq++) book.append(ADA, seq);
  expect([book.unsent(), book.isAlone()]).toEqual([5, true]);
  expect(book.takePeer(new Map([[ADA, 1]]))).toBe(true);
  expect(book.takePeer(new Map([[ADA, 0]]))).toBe(false);
  expect(book.unsent()).toBe(3);
  let heads = createRelayHeads();
  for (let seq = 0; seq < 5; seq++) heads = addToLedger(heads, { session: ADA, seq }, true);
  // The relay took the last, and of the others nothing is known.
  heads = addToRelay(heads, { session: ADA, seq: 4 });
  book.takeRelay(heads);
  expect(book.unsent()).toBe(2);
  heads = addToRelay(addToRelay(heads, { session: ADA, seq: 0 }), { session: ADA, seq: 1 });
  book.takeRelay(heads);
  expect(book.unsent()).toBe(2);
  // A wiped relay: what the peer had is still there.
  book.takeRelay(forgetRelay(heads));
  expect([book.unsent(), book.isAlone()]).toEqual([3, false]);
});

test('what a peer claims beyond one’s own ledger does not count below nothing', () => {
  const book = createSentBook();
  book.append(ADA, 0);
  book.takePeer(
    new Map([
      [ADA, 1_000_000],
      [BEN, 7],
    ]),
  );
  expect(book.unsent()).toBe(0);
});

test('what a snapshot covers is counted with the snapshot', () => {
  const book = createSentBook();
  for (let seq = 0; seq < 9; seq++) book.append(ADA, seq);
  book.setLedger([
    { session: ADA, head: 8, floor: 8 },
    { session: BEN, head: 0, floor: -1 },
  ]);
  expect(book.unsent()).toBe(1);
});

test('what peers hold is remembered where the relay lacks it, and noise is not', () => {
  const book = createSentBook();
  book.append(ADA, 0);
  book.append(ADA, 1);
  book.takePeer(new Map([[ADA, 0]]));
  const again = createSentBook(book.toBytes());
  again.setLedger([{ session: ADA, head: 1, floor: -1 }]);
  expect([again.unsent(), again.isAlone()]).toEqual([1, false]);
  for (const noise of [new Uint8Array(3), new Uint8Array(50), new Uint8Array([0, 0, 0, 9])]) {
    expect(createSentBook(noise).isAlone()).toBe(true);
  }
});

test('any sequence of events counts as a slow count over everything does', () => {
  const book = createSentBook();
  let heads = createRelayHeads();
  const peers = new Map<string, number>();
  const ledger = new Map<string, number>();
  let seed = 7;
  const below = (most: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % most;
  };
  for (let turn = 0; turn < 2_000; turn++) {
    const session = below(2) === 0 ? ADA : BEN;
    const head = ledger.get(session) ?? -1;
    const event = below(4);
    if (event < 2) {
      ledger.set(session, head + 1);
      heads = addToLedger(heads, { session, seq: head + 1 }, true);
      book.append(session, head + 1);
      book.takeRelay(heads);
    } else if (event === 2 && head >= 0) {
      heads = addToRelay(heads, { session, seq: below(head + 1) });
      book.takeRelay(heads);
    } else if (head >= 0) {
      const seq = Math.max(peers.get(session) ?? -1, below(head + 1) - 3);
      peers.set(session, seq);
      book.takePeer(new Map([[session, seq]]));
    }
    if (turn % 500 === 499) {
      heads = forgetRelay(heads);
      book.takeRelay(heads);
    }
  }
  let unsent = 0;
  for (const [session, head] of ledger) {
    const chain = heads.chains.top.get(session) ?? heads.chains.base.get(session);
    for (let seq = 0; seq <= head; seq++) {
      const isAtRelay = seq <= (chain?.known ?? -1) || chain?.extra.includes(seq) === true;
      if (!isAtRelay && seq > (peers.get(session) ?? -1)) unsent++;
    }
  }
  expect(book.unsent()).toBe(unsent);
});
