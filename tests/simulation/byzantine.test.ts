import { loadSodium } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCachedSodium } from './cached-sodium.ts';
import { deceivedLives, live } from './life.ts';
import { LIES } from './lies.ts';

/**
 * Lives under a relay that lies: it drops, replays, reorders, forks, rolls back, crosses rooms, and lies in what it confirms. Once it
 * is honest again, every device holds everything that was saved or truly confirmed, and at no time was anything shown as saved,
 * sent or seen that was not.
 */
const isThorough = process.env['WEFT_THOROUGH'] === '1';
const RUNS = Number(process.env['WEFT_RUNS'] ?? (isThorough ? 100_000 : 2_000));
const { WEFT_SEED: seed, WEFT_PATH: path } = process.env;
const replay = {
  ...(seed === undefined ? {} : { seed: Number(seed) }),
  ...(path === undefined ? {} : { path }),
};

describe('a relay that lies', async () => {
  const sodium = createCachedSodium(await loadSodium());
  const timeout = isThorough ? 24 * 3_600_000 : 900_000;

  test(`SYN-4 SYN-5 SYN-6 ${RUNS} lives end in one document once it is honest, and none shows what is not so`, {
    timeout,
  }, async () => {
    const told = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(deceivedLives, async (life) => {
        const world = await live(sodium, life);
        for (const name of world.byzantine.told().keys()) told.set(name, (told.get(name) ?? 0) + 1);
      }),
      { numRuns: RUNS, ...replay },
    );
    // Each lie was told, in so many lives that it meant something.
    if (path === undefined)
      for (const lie of [...LIES, 'fork']) expect(told.get(lie) ?? 0, lie).toBeGreaterThan(RUNS / 200);
  });
});
