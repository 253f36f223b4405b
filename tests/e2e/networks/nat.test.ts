import type { Page } from '@playwright/test';
import { awaitNetworkLoss, type Desk, openLink, startDocument } from '../scenarios/desk.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';
import { expect, test, type Town } from './fixture.ts';
import type { Home } from './lab.ts';
import { countFailed, type Path, readPaths, readSaid } from './probe.ts';
import type { Resident } from './resident.ts';

interface Pair {
  readonly ada: Resident;
  readonly ben: Resident;
  readonly adas: Desk;
  readonly bens: Desk;
}

async function meet(town: Town, adasHome: Home, bensHome: Home): Promise<Pair> {
  const ada = await town.open('ada', adasHome);
  const ben = await town.open('ben', bensHome);
  const adas = await startDocument(ada, 'Two homes', 'Before');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Before');
  return { ada, ben, adas, bens };
}

async function expectDirect(...desks: readonly Desk[]): Promise<void> {
  for (const { status } of desks) {
    const sent = status.locator('[data-part="sent"]');
    await expect(sent).toHaveAttribute('data-tip', /connected directly \(1\)/, { timeout: 30_000 });
  }
}

/** The one way that both ends use. */
async function readPath(page: Page): Promise<Path> {
  const paths = await readPaths(page);
  expect(paths).toHaveLength(1);
  return paths[0] as Path;
}

/** With the relay dead, what each writes reaches the other, and each is told so. */
async function goOnWithoutRelay(town: Town, { ada, ben, adas, bens }: Pair): Promise<void> {
  await awaitNetworkLoss(ada, ben);
  await town.relay.kill();
  for (const { status } of [adas, bens]) await expect(status).toContainText('Connected directly to 1 device');
  await adas.caretAfter('Before');
  await adas.type(', and after');
  await expect(bens.text).toContainText('Before, and after');
  await bens.caretAfter('Before, and after');
  await bens.type(' it');
  await expect(adas.text).toContainText('Before, and after it');
  for (const desk of [adas, bens]) await desk.sent();
}

test('SYN-1 two people behind NATs that only TURN gets through meet by coturn, and go on without the relay', async ({
  lab,
  found,
}) => {
  const town = await found('turn-udp');
  const pair = await meet(town, lab.addHome('scrambling'), lab.addHome('scrambling'));
  await expectDirect(pair.adas, pair.bens);
  const ends = [await readPath(pair.ada.page), await readPath(pair.ben.page)];
  // Through the TURN address of one or of the other; for a moment the two ends may differ in which.
  expect(ends.every(({ local, remote }) => local === 'relay' || remote === 'relay')).toBe(true);
  await goOnWithoutRelay(town, pair);
});

test.describe('with --thorough', () => {
  test.skip(...unlessThorough('it takes minutes'));

  test('SYN-1 two people behind NATs that keep their ports meet with STUN alone, and go on without the relay', async ({
    lab,
    found,
  }) => {
    const town = await found('stun');
    const pair = await meet(town, lab.addHome('keeping'), lab.addHome('keeping'));
    await expectDirect(pair.adas, pair.bens);
    for (const page of [pair.ada.page, pair.ben.page]) {
      const { local, remote } = await readPath(page);
      for (const kind of [local, remote]) expect(['srflx', 'prflx']).toContain(kind);
    }
    await goOnWithoutRelay(town, pair);
  });

  test('SYN-1 where one home lets no UDP out, TURN over TCP carries it, and they go on without the relay', async ({
    lab,
    found,
  }) => {
    const town = await found('turn-tcp');
    const closed = lab.addHome('scrambling');
    closed.blockUdp();
    const pair = await meet(town, closed, lab.addHome('scrambling'));
    await expectDirect(pair.adas, pair.bens);
    expect(await readPath(pair.ada.page)).toMatchObject({ local: 'relay', turn: 'tcp' });
    await goOnWithoutRelay(town, pair);
  });

  test('SYN-5 where no direct way exists the relay carries, and the status never claims another', async ({
    lab,
    found,
  }) => {
    const town = await found('stun');
    const closed = lab.addHome('keeping');
    closed.blockUdp();
    const { ada, ben, adas, bens } = await meet(town, closed, lab.addHome('keeping'));
    // They try, and it comes to nothing.
    await expect.poll(() => countFailed(ada.page), { timeout: 60_000 }).toBeGreaterThan(0);
    await bens.caretAfter('Before');
    await bens.type(', by the relay');
    await expect(adas.text).toContainText('Before, by the relay');
    await bens.sent();

    // Without it they are alone, and are told so; what they write waits, counted.
    await awaitNetworkLoss(ada, ben);
    await town.relay.kill();
    for (const { status } of [adas, bens]) await expect(status).toContainText('Offline');
    await bens.caretAfter('by the relay');
    await bens.type(' alone');
    await expect(bens.status).toContainText(/not sent yet/);
    for (const { page } of [ada, ben]) {
      expect((await readSaid(page)).filter((words) => /directly/i.test(words))).toEqual([]);
      expect(await readPaths(page)).toEqual([]);
    }
  });
});
