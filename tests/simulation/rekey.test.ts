import { loadSodium } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCachedSodium } from './cached-sodium.ts';
import { live, rekeyedLives } from './life.ts';

/**
 * Lives in which two admins remove devices and replace links, at once too, near crashes and compactions, while a relay keeps the news from
 * some and those who were removed go on writing. In the end those who stay hold the same, nobody else can open what was written after, and
 * what came too late was offered.
 */
const isThorough = process.env['WEFT_THOROUGH'] === '1';
const RUNS = Number(process.env['WEFT_RUNS'] ?? (isThorough ? 30_000 : 40));
const { WEFT_SEED: seed, WEFT_PATH: path } = process.env;
/** The default run has four seeds of its own, the thorough one draws them. */
const SEEDS = seed !== undefined ? [Number(seed)] : isThorough ? [undefined] : [900, 901, 902, 903];

describe('re-keying', async () => {
  const sodium = createCachedSodium(await loadSodium());
  const timeout = isThorough ? 24 * 3_600_000 : 900_000;

  test(`KEY-8 ${RUNS} lives: who stays agrees and loses nothing, who was removed opens nothing that came after`, {
    timeout,
  }, async () => {
    let rekeyed = 0;
    const alarms = new Set<string>();
    const property = fc.asyncProperty(rekeyedLives, async (life) => {
      const world = await live(sodium, life);
      if ((world.epochs?.count() ?? 0) > 0) rekeyed++;
      for (const alarm of world.alarms) alarms.add(alarm);
    });
    for (const one of SEEDS) {
      const replay = { ...(one === undefined ? {} : { seed: one }), ...(path === undefined ? {} : { path }) };
      await fc.assert(property, { numRuns: Math.ceil(RUNS / SEEDS.length), ...replay });
    }
    if (path !== undefined) return;
    expect(rekeyed).toBeGreaterThan(RUNS / 2);
    for (const expected of ['removed', 'set-aside']) expect(alarms).toContain(expected);
  });
});
