import { loadSodium } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCachedSodium } from './cached-sodium.ts';
import { claimedLives, liveClaimed } from './claimed.ts';
import type { Misdeed } from './insider.ts';
import { betrayedLives, live } from './life.ts';
import { isReplay, lifeCount, LIVES_TIMEOUT_MS, toRuns } from './runs.ts';
import { createWorld } from './world.ts';

/**
 * Lives with a member who misuses a valid link below the replica: squats client ids, forges, breaks and skips its chain, publishes
 * false snapshots, floods, replays, lies in receipts. The others end in one document, and nothing is shown that is not so.
 */
const RUNS = lifeCount(1_400, 100_000);
const CLAIMED_RUNS = RUNS / 50;

describe('an insider', async () => {
  const sodium = createCachedSodium(await loadSodium());

  test(`KEY-5 LED-2 LED-4 SYN-5 ${RUNS} lives end in one document for all others`, {
    timeout: LIVES_TIMEOUT_MS,
  }, async () => {
    const alarms = new Set<string>();
    await fc.assert(
      fc.asyncProperty(betrayedLives, async (life) => {
        for (const alarm of (await live(sodium, life)).alarms) alarms.add(alarm);
      }),
      toRuns(RUNS),
    );
    if (isReplay || RUNS < 500) return;
    for (const expected of ['update-not-owned', 'chain-broken', 'update-malformed']) expect(alarms).toContain(expected);
  });

  test(`LED-4 KEY-5 ${CLAIMED_RUNS} lives with claims of what was never written: whoever wrote keeps it, and where somebody lacks it, who did it is named`, {
    timeout: LIVES_TIMEOUT_MS,
  }, async () => {
    let well = 0;
    const property = fc.asyncProperty(claimedLives, async (life) => {
      if (await liveClaimed(sodium, life)) well++;
    });
    await fc.assert(property, toRuns(CLAIMED_RUNS));
    if (!isReplay) expect(well).toBeGreaterThan(0.95 * CLAIMED_RUNS);
  });

  /** Three devices that write, and one misdeed in their midst. */
  async function suffer(misdeed: Misdeed): Promise<{ alarms: ReadonlySet<string>; accused: boolean }> {
    const world = createWorld(sodium, {
      seed: 5,
      devices: 3,
      hasViewer: false,
      compactEntries: 500,
      insider: 'editor',
    });
    for (const device of world.devices) await device.openTab();
    async function write(): Promise<void> {
      for (const device of world.devices) {
        const tab = device.tabs()[0];
        if (tab !== undefined) world.edit(tab, { type: 'insert', at: 0, text: 'word ' });
      }
      await world.pass(2_000);
    }
    await write();
    await write();
    world.insider?.commit(misdeed, 0);
    await world.pass(5_000);
    await write();
    await world.pass(60_000);
    world.checkStatus();
    const accused = [...(world.insider?.sessions ?? [])].some((session) => world.isAccused(session));
    return { alarms: world.alarms, accused };
  }

  test.each<[Misdeed, string]>([
    ['squat', 'update-not-owned'],
    ['break-chain', 'chain-broken'],
    ['malformed', 'update-malformed'],
    ['equivocate', 'equivocation'],
    ['claim-too-much', 'snapshot-overreaches'],
    ['claim-the-future', 'snapshot-overreaches'],
    ['other-content', 'snapshot-disagrees'],
  ])('LED-2 LED-4 %s: an alarm names the session that did it (%s)', async (misdeed, code) => {
    const { alarms, accused } = await suffer(misdeed);
    expect([...alarms]).toContain(code);
    expect(accused).toBe(true);
  });
});
