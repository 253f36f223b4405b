import { createRandomness } from '@weft/crypto';
import { createMemoryStore } from '@weft/relay-server';
import { describeStore } from './store-contract.ts';

describeStore('memory', (conditions) =>
  Promise.resolve(createMemoryStore({ ...conditions, random: createRandomness() })),
);
