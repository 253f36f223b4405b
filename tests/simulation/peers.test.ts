import { loadSodium } from '@weft/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCachedSodium } from './cached-sodium.ts';
import { live, meshedLives } from './life.ts';
import { isReplay, lifeCount, LIVES_TIMEOUT_MS, toRuns } from './runs.ts';
import { createWorld, type World } from './world.ts';

/**
 * Lives of devices that are linked to each other: beside a relay that lies, where what it withholds goes another way, or with no
 * relay at all. Cables are unplugged and plugged in, tabs come and go, disks fail. In the end those who are there, and no others, are shown as being there.
 */
const RUNS = lifeCount(550, 50_000);

describe('peers', async () => {
  const sodium = createCachedSodium(await loadSodium());

  test(`SYN-1 SYN-5 SYN-6 SYN-7 ${RUNS} lives end in one document, whatever the relay does`, {
    timeout: LIVES_TIMEOUT_MS,
  }, async () => {
    let frames = 0;
    await fc.assert(
      fc.asyncProperty(meshedLives, async (life) => {
        frames += (await live(sodium, life)).peers?.frames() ?? 0;
      }),
      toRuns(RUNS),
    );
    if (!isReplay) expect(frames).toBeGreaterThan(RUNS * 5);
  });

  async function open(peers: 'beside' | 'only' | undefined): Promise<World> {
    const options = { seed: 3, devices: 3, hasViewer: false, compactEntries: 500 };
    const world = createWorld(sodium, peers === undefined ? options : { ...options, peers });
    for (const device of world.devices) await device.openTab();
    await world.pass(5_000);
    return world;
  }

  function type(world: World, device: number, text: string): void {
    const tab = world.devices[device]?.tabs()[0];
    if (tab !== undefined) world.edit(tab, { type: 'insert', at: 0, text });
  }

  const textOf = (world: World, device: number): string =>
    world.devices[device]?.tabs()[0]?.replica.doc.getText('content').toString() ?? '';

  test('SYN-6 what a relay withholds from one device comes from another, while the relay goes on lying', async () => {
    for (const [peers, expected] of [
      ['beside', 'word'],
      [undefined, ''],
    ] as const) {
      const world = await open(peers);
      world.byzantine.lie(1, { name: 'withhold-unseen', share: 1 });
      type(world, 0, 'word');
      await world.pass(60_000);
      expect(textOf(world, 1), String(peers)).toBe(expected);
      // The receipts of the others give the relay away where nothing else does.
      expect(world.alarmsOf(1).has('relay-hides')).toBe(peers === undefined);
    }
  });

  test('SYN-1 with no relay at all, what one writes reaches those it has no cable to', async () => {
    const world = await open('only');
    world.peers?.setPlugged(0, 2, false);
    type(world, 0, 'word');
    await world.pass(10_000);
    expect([0, 1, 2].map((device) => textOf(world, device))).toEqual(['word', 'word', 'word']);
  });

  test('SYN-5 SYN-7 with no relay, the ends of a chain have each other’s changes, do not see each other, and are told nothing that is not so', async () => {
    const world = await open('only');
    world.peers?.setPlugged(0, 2, false);
    await world.pass(60_000);
    for (const [device, text] of [
      [0, 'one '],
      [2, 'two '],
    ] as const) {
      type(world, device, text);
      // Before it has gone the whole way, while it does, and when receipts have.
      for (const ms of [1, 100, 5_000, 60_000]) {
        await world.pass(ms);
        world.checkStatus();
      }
    }
    expect(new Set([0, 1, 2].map((device) => textOf(world, device)))).toEqual(new Set(['two one ']));
    const clients = world.devices.map((device) => device.tabs()[0]?.replica.doc.clientID);
    const shown = world.devices.map((device) =>
      clients.flatMap((client, at) => (client !== undefined && device.tabs()[0]?.shown().has(client) ? [at] : [])),
    );
    // Presence and receipts are not passed on: who is in the middle sees and counts both.
    expect(shown).toEqual([
      [0, 1],
      [0, 1, 2],
      [1, 2],
    ]);
    const told = world.devices.map((device) => device.tabs()[0]?.status());
    expect(told.map((status) => status?.peers)).toEqual([1, 2, 1]);
    expect(told.map((status) => status?.unsent)).toEqual([0, 0, 0]);
    expect([told[0]?.seenBy, told[2]?.seenBy]).toEqual([1, 1]);
  });
});
