import { loadSodium } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCachedSodium } from './cached-sodium.ts';
import { deceivedLives, live } from './life.ts';
import { LIES } from './lies.ts';
import { isReplay, lifeCount, LIVES_TIMEOUT_MS, toRuns } from './runs.ts';

/**
 * Lives under a relay that lies: it drops, replays, reorders, forks, rolls back, crosses rooms, and lies in what it confirms. Once it
 * is honest again, every device holds everything that was saved or truly confirmed, and at no time was anything shown as saved,
 * sent or seen that was not.
 */
const RUNS = lifeCount(1_400, 100_000);

describe('a relay that lies', async () => {
  const sodium = createCachedSodium(await loadSodium());

  test(`SYN-4 SYN-5 SYN-6 ${RUNS} lives end in one document once it is honest, and none shows what is not so`, {
    timeout: LIVES_TIMEOUT_MS,
  }, async () => {
    const told = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(deceivedLives, async (life) => {
        const world = await live(sodium, life);
        for (const name of world.byzantine.told().keys()) told.set(name, (told.get(name) ?? 0) + 1);
      }),
      toRuns(RUNS),
    );
    // Each lie was told, in so many lives that it meant something.
    if (!isReplay) for (const lie of [...LIES, 'fork']) expect(told.get(lie) ?? 0, lie).toBeGreaterThan(RUNS / 200);
  });
});
