import { loadSodium, type Sodium } from '@weft/crypto';
import { CloseCode, RefusalCode } from '@weft/crdt-core/wire';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, type Network, type NetworkOptions } from '../testing/network.ts';
import { createPeople, createSeededRandomness, type People } from '../testing/people.ts';

let sodium: Sodium;
let people: People;
let network: Network;
const random = createSeededRandomness(7);

const start = (options: Partial<NetworkOptions> = {}): Network => createNetwork({ sodium, random, ...options });

beforeAll(async () => {
  sodium = await loadSodium();
});
beforeEach(() => {
  people = createPeople(sodium, random);
  network = start();
});

describe('ephemerals', () => {
  test('RLY-2 everyone else gets it, or the one it is for; nothing is kept', () => {
    const ada = people.join('editor');
    const callers = [ada, people.join('viewer'), people.join('viewer')].map((one) => network.enter(people.roomId, one));
    const [from, near, far] = callers;
    const envelope = ada.seal('presence');
    from?.send({ type: 'ephemeral', to: 0, envelope });
    from?.send({ type: 'ephemeral', to: far?.link.id ?? 0, envelope });
    from?.send({ type: 'ephemeral', to: 999, envelope });
    expect(from?.of('ephemeral')).toEqual([]);
    expect(near?.of('ephemeral')).toEqual([{ type: 'ephemeral', from: from?.link.id, envelope }]);
    expect(far?.of('ephemeral')).toHaveLength(2);
    expect(network.store.usage().bytes).toBe(0);
  });

  test('RLY-3 a certificate that does not hold is refused, and so is a kind that is stored', () => {
    const caller = network.enter(people.roomId, people.join('editor'));
    const other = network.enter(people.roomId, people.join('viewer'));
    const forged = people.join('viewer').seal('presence').slice();
    const at = forged.length - 174 + 50; // inside the certificate's signature
    forged[at] = (forged[at] ?? 0) ^ 1;
    caller.send({ type: 'ephemeral', to: 0, envelope: forged });
    caller.send({ type: 'ephemeral', to: 0, envelope: people.join('editor').seal('content') });
    caller.send({ type: 'ephemeral', to: 0, envelope: new Uint8Array(3) });
    expect(caller.of('refused').map(({ code }) => code)).toEqual([1, 1, 1]);
    expect(other.of('ephemeral')).toEqual([]);
  });

  test('RLY-6 ephemerals above the rate are refused; questions above it end the connection', () => {
    const slow = start({ limits: { ephemeralBurst: 1, ephemeralsPerSecond: 1 } });
    const ada = people.join('editor');
    const caller = slow.enter(people.roomId, ada);
    caller.send({ type: 'ephemeral', to: 0, envelope: ada.seal('presence') });
    caller.send({ type: 'ephemeral', to: 0, envelope: ada.seal('presence') });
    expect(caller.of('refused')).toMatchObject([{ code: RefusalCode.tooFast, seq: 1 }]);
    caller.send({ type: 'ping' });
    expect(caller.closed?.code).toBe(CloseCode.tooFast);
  });
});
