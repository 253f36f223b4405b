import { loadSodium, type Sodium } from '@weft/crypto';
import { beforeAll, beforeEach } from 'vitest';
import { createNetwork, type Network, type NetworkOptions } from './network.ts';
import { createPeople, createSeededRandomness, type People } from './people.ts';

/** A room's step on a network without sockets, new for each test; read its members inside tests only. */
export interface RoomBench {
  readonly sodium: Sodium;
  readonly random: ReturnType<typeof createSeededRandomness>;
  readonly people: People;
  readonly network: Network;
  /** Another network, with options of its own. */
  start(options?: Partial<NetworkOptions>): Network;
}

/** Sets a bench up before each test of the file that calls it. */
export function setUpRoom(): RoomBench {
  const random = createSeededRandomness(7);
  const bench = { random, start: (options = {}) => createNetwork({ sodium: bench.sodium, random, ...options }) } as {
    -readonly [key in keyof RoomBench]: RoomBench[key];
  };
  beforeAll(async () => {
    bench.sodium = await loadSodium();
  });
  beforeEach(() => {
    bench.people = createPeople(bench.sodium, random);
    bench.network = bench.start();
  });
  return bench;
}
