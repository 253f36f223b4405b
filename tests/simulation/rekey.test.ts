import { loadSodium } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCachedSodium } from './cached-sodium.ts';
import { live, rekeyedLives } from './life.ts';
import { isReplay, lifeCount, LIVES_TIMEOUT_MS, toRuns } from './runs.ts';

/**
 * Lives in which two admins remove devices and replace links, at once too, near crashes and compactions, while a relay keeps the news from
 * some and those who were removed go on writing. In the end those who stay hold the same, nobody else can open what was written after, and
 * what came too late was offered.
 */
const RUNS = lifeCount(40, 30_000);

describe('re-keying', async () => {
  const sodium = createCachedSodium(await loadSodium());

  test(`KEY-8 ${RUNS} lives: who stays agrees and loses nothing, who was removed opens nothing that came after`, {
    timeout: LIVES_TIMEOUT_MS,
  }, async () => {
    let rekeyed = 0;
    let keptBack = 0;
    const alarms = new Set<string>();
    const property = fc.asyncProperty(rekeyedLives, async (life) => {
      const world = await live(sodium, life);
      if ((world.epochs?.count() ?? 0) > 0) rekeyed++;
      keptBack += world.secrecy.count();
      for (const alarm of world.alarms) alarms.add(alarm);
    });
    await fc.assert(property, toRuns(RUNS));
    if (isReplay) return;
    expect(rekeyed).toBeGreaterThan(RUNS / 2);
    expect(keptBack).toBeGreaterThan(RUNS / 4);
    for (const expected of ['removed', 'set-aside']) expect(alarms).toContain(expected);
  });
});
