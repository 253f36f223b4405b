import type { Locator, Page } from '@playwright/test';
import { awaitNetworkLoss, type Desk, openLink, startDocument, toDesk } from '../scenarios/desk.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';
import { expect, test, type Town } from './fixture.ts';
import { readSaid } from './probe.ts';
import type { Resident } from './resident.ts';

/** Peers are missed after 15 s, presence after 30, a silent relay after 30. */
const ASLEEP_MS = 40_000;

// People on one segment, as in one room: nothing is between them but a switch.

async function openConnect(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Connect directly' }).click();
  return page.getByRole('dialog', { name: 'Connect directly' });
}

/** Two people carry their texts to each other. */
async function pairByHand(first: Page, second: Page): Promise<void> {
  const offering = await openConnect(first);
  await offering.getByRole('button', { name: 'Show my code' }).click();
  const offer = await offering.getByLabel('Text for the other device').inputValue();
  const answering = await openConnect(second);
  await answering.getByRole('button', { name: 'I have a text' }).click();
  await answering.getByLabel('Text of the other device').fill(offer);
  await answering.getByRole('button', { name: 'Answer' }).click();
  const answer = await answering.getByLabel('Answer for the first device').inputValue();
  await offering.getByLabel('Answer of the other device').fill(answer);
  await offering.getByRole('button', { name: 'Connect' }).click();
  for (const dialog of [offering, answering]) {
    await expect(dialog).toContainText('Connected.');
    await dialog.getByRole('button', { name: 'Done' }).click();
  }
}

/** What a browser says of connections that fail because its cable is out, or was, and of words to a signalling socket that closes. */
async function awaitCableLoss(...people: readonly Resident[]): Promise<void> {
  await awaitNetworkLoss(...people);
  for (const { watch } of people) {
    watch.expectProblem(/net::ERR_(INTERNET_DISCONNECTED|NETWORK_|ADDRESS_UNREACHABLE|TIMED_OUT)/);
    watch.expectProblem(/WebSocket is already in CLOSING or CLOSED state\. .*y-webrtc/);
  }
}

const people = (page: Page): Locator => page.getByRole('list', { name: 'People here' }).getByRole('listitem');

/** The part about sending says, or does not say, that someone is connected directly. */
async function expectDirect({ status }: Desk, isDirect: boolean): Promise<void> {
  const sent = status.locator('[data-part="sent"]');
  const assertion = isDirect ? expect(sent) : expect(sent).not;
  await assertion.toHaveAttribute('data-tip', /connected directly \(1\)/, { timeout: 45_000 });
}

async function meet(town: Town): Promise<{ ada: Resident; ben: Resident; adas: Desk; bens: Desk }> {
  const ada = await town.open('ada', town.lab.addPublic());
  const ben = await town.open('ben', town.lab.addPublic());
  const adas = await startDocument(ada, 'One room', 'Before');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Before');
  for (const desk of [adas, bens]) {
    await expectDirect(desk, true);
    await expect(people(desk.page)).toHaveCount(2);
  }
  await awaitCableLoss(ada, ben);
  return { ada, ben, adas, bens };
}

test.describe('with --thorough', () => {
  test.skip(...unlessThorough('it takes minutes'));

  // Once in some fifteen runs, on a busy machine, Ben's text was not found again after it had been seen; not understood yet.
  test('two devices that never saw a relay with this document connect by hand, by the names that browsers give their addresses', async ({
    found,
    lab,
  }) => {
    const town = await found();
    const ada = await town.open('ada', lab.addPublic(), { showsAddresses: false });
    const ben = await town.open('ben', lab.addPublic(), { showsAddresses: false });
    // The app is on their devices; then there is no server any more.
    for (const { page } of [ada, ben]) await page.goto('/');
    await awaitCableLoss(ada, ben);
    await town.relay.kill();

    const adas = await startDocument(ada, 'No server', 'Written without one');
    const bens = await openLink(ben, await adas.copyLink('edit'));
    for (const desk of [adas, bens]) await expect(desk.status).toContainText('Offline');
    await expect(adas.status).toContainText(/not sent yet/);
    await pairByHand(ada.page, ben.page);
    await expect(bens.text).toContainText('Written without one');
    await bens.caretAfter('without one');
    await bens.type(' by two');
    await expect(adas.text).toContainText('Written without one by two');
    for (const desk of [adas, bens]) {
      await expect(desk.status).toContainText('Connected directly to 1 device');
      await desk.sent();
    }
    await expect(adas.title).toHaveValue('No server');
    await expect(bens.title).toHaveValue('No server');
  });

  test('SYN-7 SYN-5 a browser that is killed is missed; what it had not sent arrives when it is opened again', async ({
    found,
  }) => {
    const town = await found();
    const { ada, ben, adas, bens } = await meet(town);
    const address = ben.page.url();
    ben.machine.unplug();
    await bens.caretAfter('Before');
    await bens.type(', unsent');
    await expect(bens.status).toContainText('Saved on this device');
    await ben.crash();

    await expectDirect(adas, false);
    await expect(people(ada.page)).toHaveCount(0, { timeout: 45_000 });
    await expect(adas.text).not.toContainText('unsent');
    await adas.caretAfter('Before');
    await adas.page.keyboard.press('Enter');
    await adas.type('Ada was here.');
    await adas.sent();

    ben.machine.plug();
    const again = await town.open('ben', ben.machine);
    await again.page.goto(address);
    const back = toDesk(again.page);
    for (const desk of [adas, back]) {
      await expect(desk.text).toContainText('Before, unsent', { timeout: 30_000 });
      await expect(desk.text).toContainText('Ada was here.');
      await desk.sent();
      await expectDirect(desk, true);
      await expect(people(desk.page)).toHaveCount(2);
    }
    expect(await back.blocks()).toEqual(await adas.blocks());
  });

  test('SYN-5 SYN-7 a browser that slept longer than every timeout catches up, and no status was untrue meanwhile', async ({
    found,
  }) => {
    const town = await found();
    const { ada, ben, adas, bens } = await meet(town);
    const before = (await readSaid(ada.page)).length;
    ben.sleep();
    ben.machine.unplug();
    const until = performance.now() + ASLEEP_MS;
    await adas.caretAfter('Before');
    await adas.type(', and while Ben slept');
    await adas.sent();
    await expectDirect(adas, false);
    await expect(people(ada.page)).toHaveCount(0, { timeout: 45_000 });
    await expect.poll(() => performance.now(), { timeout: ASLEEP_MS }).toBeGreaterThan(until);

    ben.machine.plug();
    ben.wake();
    await expect(bens.text).toContainText('Before, and while Ben slept', { timeout: 30_000 });
    await bens.caretAfter('while Ben slept');
    await bens.type(' well');
    await expect(adas.text).toContainText('while Ben slept well');
    for (const desk of [adas, bens]) {
      await desk.sent();
      await expectDirect(desk, true);
      await expect(people(desk.page)).toHaveCount(2);
    }
    expect(await bens.blocks()).toEqual(await adas.blocks());
    // Ada had the relay all the time: she was never told anything else.
    expect((await readSaid(ada.page)).slice(before).filter((words) => /offline|connecting/i.test(words))).toEqual([]);
  });
});
