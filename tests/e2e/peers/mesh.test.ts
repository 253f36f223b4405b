import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, openLink, startDocument } from '../scenarios/desk.ts';

// Real browsers over real data channels, found through the real relay's /signal.

test('SYN-1 two browsers find each other, and go on writing when the relay is gone', async ({ relay, openPerson }) => {
  const [ada, ben] = [await openPerson({ direct: true }), await openPerson({ direct: true })];
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
  const before = await countAppended(relay.origin);
  for (let round = 0; round < 50; round++) {
    const desk = desks[round % 3] ?? adas;
    await desk.caretAfter('Start');
    await desk.page.keyboard.insertText('x');
    // One change, one envelope: the next is written when the next writer has this one.
    const next = desks[(round + 1) % 3] ?? adas;
    const text = `Start${'x'.repeat(round + 1)}`;
    await next.page.waitForFunction((words) => document.body.textContent?.includes(words), text, { polling: 20 });
  }
  for (const desk of desks) {
    await expect(desk.text).toContainText(`Start${'x'.repeat(50)}`);
    await desk.sent();
  }
  // Whoever would pass others' changes on to the relay does so within seconds: as long again, and there are no more.
  await expect.poll(async () => await countAppended(relay.origin)).toBe(before + 50);
  await adas.page.waitForFunction(
    (until) => performance.now() > until,
    await adas.page.evaluate(() => performance.now() + 4_000),
  );
  expect(await countAppended(relay.origin)).toBe(before + 50);
});

async function countAppended(origin: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^weft_appended_total (\d+)$/m.exec(text)?.[1]);
}

test.describe('with a relay that has no room for anything', () => {
  test.use({ relayOptions: { args: ['--max-room-bytes', '4096'] } });

  test('a viewer brings a newcomer up to date, a large paste too, with nobody else there', async ({ openPerson }) => {
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
