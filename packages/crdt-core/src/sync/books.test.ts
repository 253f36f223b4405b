import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLayeredMap, entriesOf, getIn, setIn } from './layered-map.ts';
import { createPositions, holdPositions } from './positions.ts';
import {
  addToLedger,
  addToRelay,
  coverAtRelay,
  createRelayHeads,
  forgetRelay,
  hasAtRelay,
  markOwn,
  type RelayHeads,
} from './relay-heads.ts';
import { bytesToRelayNote, nothingKnown, relayNoteToBytes } from './relay-note.ts';
import { createRelaySession } from './relay-state.ts';

/** The books of a relay session, against models that are plainly right. */
describe('positions', () => {
  test('SYN-4 the cursor is the end of what is held without a hole, in whatever order it came', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(4));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 60 }), (ranges) => {
        const held = new Set<number>();
        let positions = createPositions(0);
        for (const [first, more] of ranges) {
          for (let at = first; at <= first + more; at++) held.add(at);
          positions = holdPositions(positions, first, first + more);
          let cursor = 0;
          while (held.has(cursor + 1)) cursor++;
          expect(positions.cursor).toBe(cursor);
          const beyond = positions.beyond.flatMap(([from, to]) =>
            Array.from({ length: to - from + 1 }, (_, i) => from + i),
          );
          expect(beyond).toEqual([...held].filter((at) => at > cursor).sort((a, b) => a - b));
        }
      }),
    );
  });
});

describe('layered map', () => {
  test('is a map, and its older versions stay as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(200).map(String), fc.nat()), { maxLength: 300 }), (entries) => {
        const model = new Map<string, number>();
        let map = createLayeredMap<number>();
        const versions: [typeof map, Map<string, number>][] = [];
        for (const [key, value] of entries) {
          model.set(key, value);
          map = setIn(map, key, value);
          versions.push([map, new Map(model)]);
        }
        for (const [version, expected] of versions.slice(-3)) {
          expect(new Map(entriesOf(version))).toEqual(expected);
          for (const [key, value] of expected) expect(getIn(version, key)).toBe(value);
        }
      }),
    );
  });
});

type Move =
  | { readonly type: 'write'; readonly session: string }
  | { readonly type: 'relay'; readonly session: string; readonly seq: number }
  | { readonly type: 'cover'; readonly session: string; readonly seq: number }
  | { readonly type: 'forget' };

const session = fc.constantFrom('aa'.repeat(32), 'bb'.repeat(32), 'cc'.repeat(32));
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('write' as const), session }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('relay' as const), session, seq: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cover' as const), session, seq: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('forget' as const) }) },
);

function play(moves: readonly Move[]): {
  readonly heads: RelayHeads;
  readonly ledger: Map<string, number>;
  readonly relay: Set<string>;
} {
  const ledger = new Map<string, number>();
  const relay = new Set<string>();
  let heads = markOwn(createRelayHeads(), 'aa'.repeat(32));
  for (const step of moves) {
    if (step.type === 'forget') {
      relay.clear();
      heads = forgetRelay(heads);
      continue;
    }
    const name = step.session;
    if (step.type === 'write') {
      const seq = (ledger.get(name) ?? -1) + 1;
      ledger.set(name, seq);
      heads = addToLedger(heads, { session: name, seq }, false);
    } else if (step.type === 'relay') {
      relay.add(`${name}:${step.seq}`);
      heads = addToRelay(heads, { session: name, seq: step.seq });
    } else {
      for (let seq = 0; seq <= step.seq; seq++) relay.add(`${name}:${seq}`);
      heads = coverAtRelay(heads, new Map([[name, step.seq]]));
    }
  }
  return { heads, ledger, relay };
}

describe('relay heads', () => {
  test('SYN-5 the number of unsent envelopes is exactly those in the ledger that are not known to be at the relay', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const { heads, ledger, relay } = play(moves);
        let own = 0;
        let others = 0;
        for (const [name, head] of ledger) {
          for (let seq = 0; seq <= head; seq++) {
            expect(hasAtRelay(heads, { session: name, seq })).toBe(relay.has(`${name}:${seq}`));
            if (relay.has(`${name}:${seq}`)) continue;
            if (name.startsWith('aa')) own++;
            else others++;
          }
        }
        expect([heads.unsentOwn, heads.unsentOthers]).toEqual([own, others]);
      }),
    );
  });
});

describe('relay note', () => {
  test('SYN-4 gives back what was known', () => {
    fc.assert(
      fc.property(
        fc.array(move, { maxLength: 40 }),
        fc.nat(1000),
        fc.nat(1000),
        fc.nat(1000),
        (moves, cursor, beyond, heldBase) => {
          const { heads } = play(moves);
          const known = { generation: '5a'.repeat(16), cursor, reached: cursor + beyond, heldBase };
          const note = bytesToRelayNote(relayNoteToBytes(createRelaySession({ ...known, heads })));
          expect(note).toMatchObject(known);
          for (const [name, { known, extra }] of entriesOf(heads.chains)) {
            const chain = getIn(note.heads.chains, name);
            if (known < 0 && extra.length === 0) continue;
            expect([chain?.known, chain?.extra]).toEqual([known, extra]);
          }
        },
      ),
    );
  });

  test('that cannot be read is as good as none', () => {
    expect(bytesToRelayNote(undefined)).toEqual(nothingKnown());
    const { heads } = play([{ type: 'relay', session: 'aa'.repeat(32), seq: 3 }]);
    const known = { generation: '5a'.repeat(16), cursor: 9, reached: 9, heldBase: 0, heads };
    const bytes = relayNoteToBytes(createRelaySession(known));
    for (let length = 0; length < bytes.length; length++) {
      expect(bytesToRelayNote(bytes.subarray(0, length))).toEqual(nothingKnown());
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (any) => void bytesToRelayNote(any)));
  });
});
