import { APPEND, ENTRY, expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, openLink, startDocument } from '../scenarios/desk.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';

// Real browsers over real data channels, found through the real relay's /signal.

test('SYN-1 two browsers find each other, and go on writing when the relay is gone', async ({ relay, openPerson }) => {
  const [ada, ben] = [
    await openPerson({ direct: true, keepsApp: true }),
    await openPerson({ direct: true, keepsApp: true }),
  ];
  const adas = await startDocument(ada, 'Directly', 'Before');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Before');
  await bens.sent();
  await expect(adas.status.locator('[data-part="sent"]')).toHaveAttribute('data-tip', /connected directly \(1\)/);

  await awaitNetworkLoss(ada, ben);
  await relay.kill();
  for (const desk of [adas, bens]) await expect(desk.status).toContainText('Connected directly to 1 device');
  await adas.caretAfter('Before');
  await adas.type(', and after');
  await expect(bens.text).toContainText('Before, and after');
  await bens.caretAfter('Before');
  await bens.type(' all');
  await expect(adas.text).toContainText('Before, and after all');
  for (const desk of [adas, bens]) await desk.sent();
});

test('SYN-2 three editors with relay and mesh both up: fifty changes are fifty entries of the log', async ({
  relay,
  openPerson,
}) => {
  test.skip(...unlessThorough('simulated devices prove it each time'));
  const people = [];
  for (let i = 0; i < 3; i++) people.push(await openPerson({ direct: true }));
  const [ada, ben, cleo] = people;
  if (ada === undefined || ben === undefined || cleo === undefined) throw new Error('three people');
  const adas = await startDocument(ada, 'Counted', 'Start');
  const link = await adas.copyLink('edit');
  const desks = [adas, await openLink(ben, link), await openLink(cleo, link)];
  for (const desk of desks) {
    await expect(desk.text).toContainText('Start');
    await desk.sent();
    await expect(desk.status.locator('[data-part="sent"]')).toHaveAttribute('data-tip', /connected directly \(2\)/);
  }
  for (const desk of desks) await desk.caretAfter('Start');
  const atRelay = await relay.countAppended();
  const wire = people.map(({ watch }) => watch);
  const [appends, entries] = [
    wire.map(({ count }) => count('sent', APPEND)),
    wire.map(({ count }) => count('received', ENTRY)),
  ];
  const rounds = 50;
  /** The next one writes one letter, and waits until the one after that has it: one change, one envelope. */
  const write = async (round: number): Promise<void> => {
    await desks[round % 3]?.page.keyboard.insertText('x');
    const text = `Start${'x'.repeat(round + 1)}`;
    const next = desks[(round + 1) % 3]?.page;
    await next?.waitForFunction((words) => document.body.textContent?.includes(words), text, { polling: 20 });
  };
  for (let round = 0; round < rounds; round++) await write(round);
  // Whoever has had a change from the relay as well has no reason any more to pass it on to the relay: that is what they would do within seconds.
  const others = (at: number): number => rounds - Math.ceil((rounds - at) / 3);
  for (const [at, { count }] of wire.entries())
    await expect.poll(() => count('received', ENTRY) - (entries[at] ?? 0)).toBe(others(at));
  // And what was on its way comes before what is written now.
  for (let more = 0; more < 3; more++) await write(rounds + more);
  await expect.poll(relay.countAppended).toBe(atRelay + rounds + 3);
  expect(wire.map(({ count }, at) => count('sent', APPEND) - (appends[at] ?? 0))).toEqual([18, 18, 17]);
  expect(await relay.countAppended()).toBe(atRelay + rounds + 3);
});

test.describe('with a relay that has no room for anything', () => {
  test.use({ relayOptions: { args: ['--max-room-bytes', '4096'] } });

  test('a viewer brings a newcomer up to date, a large paste too, with nobody else there', async ({ openPerson }) => {
    test.skip(...unlessThorough('simulated devices prove it each time'));
    const [ada, ben, cleo] = [
      await openPerson({ direct: true }),
      await openPerson({ direct: true }),
      await openPerson({ direct: true }),
    ];
    const adas = await startDocument(ada, 'Carried', 'Only between us');
    const view = await adas.copyLink('view');
    await adas.caretAfter('Only between us');
    await adas.page.keyboard.press('Enter');
    await adas.page.evaluate(async () => {
      let line = '';
      for (let i = 0; line.length < 1_900_000; i++) line += `${i.toString(36)} `;
      await navigator.clipboard.writeText(`${line}last words`);
    });
    await adas.page.keyboard.press('ControlOrMeta+v');
    await expect(adas.text).toContainText('last words');

    const bens = await openLink(ben, view);
    await expect(bens.text).toContainText('Only between us');
    await expect(bens.text).toContainText('last words');
    await ada.close();

    const cleos = await openLink(cleo, view);
    await expect(cleos.text).toContainText('Only between us');
    await expect(cleos.text).toContainText('last words');
  });
});
