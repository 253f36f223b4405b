import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, openLink, startDocument, toDesk } from './desk.ts';

test.use({ keepsApp: true });

test('SYN-4: a relay killed and restarted empty in mid-session loses nobody anything, and is refilled', async ({
  relay,
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Durable', 'Before the fall');
  const link = await adas.copyLink('edit');
  const bens = await openLink(ben, link);
  await expect(bens.text).toContainText('Before the fall');
  await bens.sent();

  await awaitNetworkLoss(ada, ben);
  await relay.kill();
  await expect(adas.status).toContainText('Offline');
  await adas.caretAfter('Before the fall');
  await adas.page.keyboard.press('Enter');
  await adas.type('Ada, while it was down');
  await bens.caretAfter('Before the fall');
  await bens.page.keyboard.press('Enter');
  await bens.type('Ben, while it was down');
  await expect(adas.status).toContainText('Saved on this device');

  await relay.restart();
  for (const desk of [adas, bens]) {
    await expect(desk.text).toContainText('Ada, while it was down', { timeout: 30_000 });
    await expect(desk.text).toContainText('Ben, while it was down');
    await desk.sent();
  }

  // Refilled: someone who never met the first relay gets the whole document from the second.
  await ada.close();
  await ben.close();
  const cleo = await openPerson();
  const cleos = await openLink(cleo, link);
  await expect(cleos.title).toHaveValue('Durable');
  for (const words of ['Before the fall', 'Ada, while it was down', 'Ben, while it was down']) {
    await expect(cleos.text).toContainText(words);
  }
});

test('a reload with the server down opens the document from this device, and goes on writing', async ({
  relay,
  openPerson,
}) => {
  const ada = await openPerson();
  const adas = await startDocument(ada, 'Offline notes', 'Written online');
  await adas.sent();
  await awaitNetworkLoss(ada);
  const address = ada.page.url();

  await relay.stop();
  ada.cable.cut();
  await ada.page.close();
  const page = await ada.newTab();
  await page.goto(address);
  await page.reload();
  const again = toDesk(page);
  await expect(again.title).toHaveValue('Offline notes');
  await expect(again.text).toContainText('Written online');
  await again.caretAfter('Written online');
  await again.type(', and offline');
  await expect(again.status).toContainText('Saved on this device');
  await page.reload();
  await expect(again.text).toContainText('Written online, and offline');

  await relay.restart();
  ada.cable.join();
  await again.sent();
});
