import { CloseCode, RefusalCode } from '@weft/crdt-core/wire';
import { describe, expect, test } from 'vitest';
import { setUpRoom } from '../testing/room-bench.ts';

const bench = setUpRoom();

describe('ephemerals', () => {
  test('RLY-2 everyone else gets it, or the one it is for; nothing is kept', () => {
    const ada = bench.people.join('editor');
    const callers = [ada, bench.people.join('viewer'), bench.people.join('viewer')].map((one) =>
      bench.network.enter(bench.people.roomId, one),
    );
    const [from, near, far] = callers;
    const envelope = ada.seal('presence');
    from?.send({ type: 'ephemeral', to: 0, envelope });
    from?.send({ type: 'ephemeral', to: far?.link.id ?? 0, envelope });
    from?.send({ type: 'ephemeral', to: 999, envelope });
    expect(from?.of('ephemeral')).toEqual([]);
    expect(near?.of('ephemeral')).toEqual([{ type: 'ephemeral', from: from?.link.id, envelope }]);
    expect(far?.of('ephemeral')).toHaveLength(2);
    expect(bench.network.store.usage().bytes).toBe(0);
  });

  test('RLY-3 a certificate that does not hold is refused, and so is a kind that is stored', () => {
    const caller = bench.network.enter(bench.people.roomId, bench.people.join('editor'));
    const other = bench.network.enter(bench.people.roomId, bench.people.join('viewer'));
    const forged = bench.people.join('viewer').seal('presence').slice();
    const at = forged.length - 174 + 50; // inside the certificate's signature
    forged[at] = (forged[at] ?? 0) ^ 1;
    caller.send({ type: 'ephemeral', to: 0, envelope: forged });
    caller.send({ type: 'ephemeral', to: 0, envelope: bench.people.join('editor').seal('content') });
    caller.send({ type: 'ephemeral', to: 0, envelope: new Uint8Array(3) });
    expect(caller.of('refused').map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(other.of('ephemeral')).toEqual([]);
  });

  test('RLY-6 ephemerals above the rate are refused; questions above it end the connection', () => {
    const slow = bench.start({ limits: { ephemeralBurst: 1, ephemeralsPerSecond: 1 } });
    const ada = bench.people.join('editor');
    const caller = slow.enter(bench.people.roomId, ada);
    caller.send({ type: 'ephemeral', to: 0, envelope: ada.seal('presence') });
    caller.send({ type: 'ephemeral', to: 0, envelope: ada.seal('presence') });
    expect(caller.of('refused')).toMatchObject([{ code: RefusalCode.tooFast, seq: 1 }]);
    caller.send({ type: 'ping' });
    expect(caller.closed?.code).toBe(CloseCode.tooFast);
  });
});
