import { loadSodium } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCachedSodium } from './cached-sodium.ts';
import { calmLives, type Life, live, lives } from './life.ts';
import pinned from './pinned.json' with { type: 'json' };
import { isReplay, lifeCount, LIVES_TIMEOUT_MS, toRuns } from './runs.ts';

/**
 * Random lives of 2 to 5 replicas: edits, with messages dropped, doubled, swapped and delayed, partitions, cuts, crashes, full
 * disks, relays that restart with and without their log, tabs that come and go, snapshots that replace their past. In the end all
 * replicas hold the same document and the same ledger, and nothing that was acknowledged is missing.
 *
 * A failure prints its seed and path: run it again with WEFT_SEED=… WEFT_PATH=… before this command.
 */
const RUNS = lifeCount(4_400, 100_000);

describe('simulation', async () => {
  const sodium = createCachedSodium(await loadSodium());

  test.each(pinned as readonly (Life & { readonly why: string })[])('ended badly once: $why', async (life) => {
    await live(sodium, life);
  });

  test('SYN-2 while nothing goes wrong, each envelope crosses each link at most once per direction', {
    timeout: LIVES_TIMEOUT_MS,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(calmLives, async (life) => {
        const { network } = await live(sodium, life);
        expect(network.doubled()).toEqual([]);
      }),
      toRuns(RUNS / 10),
    );
  });

  const title = 'lives end in one document and one ledger, with nothing lost that was acknowledged';
  test(`SYN-3 SYN-4 SYN-5 SYN-8 LED-2 LED-4 ${RUNS} ${title}`, { timeout: LIVES_TIMEOUT_MS }, async () => {
    let compacted = 0;
    let relived = 0;
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const { devices, relay } = await live(sodium, life);
        const replicas = devices.flatMap((device) => device.tabs().map((tab) => tab.replica));
        if (replicas.some(({ ledger }) => ledger.snapshots().length > 0)) compacted++;
        if (relay.lives() > 1) relived++;
      }),
      toRuns(RUNS),
    );
    // Lives in which nothing happened would prove nothing.
    if (!isReplay) {
      expect(compacted).toBeGreaterThan(RUNS / 20);
      expect(relived).toBeGreaterThan(RUNS / 20);
    }
  });
});
