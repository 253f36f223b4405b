import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, openLink, startDocument, toDesk } from './desk.ts';

test.use({ keepsApp: true });

test('SYN-8: two tabs of one browser write one document over one connection; when the first closes the second takes over', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const first = await startDocument(ada, 'Two tabs', 'From the first tab');
  const link = await first.copyLink('edit');
  const bens = await openLink(ben, link);
  await expect(bens.text).toContainText('From the first tab');

  const page = await ada.newTab();
  await page.goto(ada.page.url());
  const second = toDesk(page);
  await expect(second.text).toContainText('From the first tab');
  await second.caretAfter('From the first tab');
  await page.keyboard.press('Enter');
  await second.type('From the second tab');
  for (const desk of [first, bens]) await expect(desk.text).toContainText('From the second tab');
  await second.sent();

  // Cut off from the relay, the tabs still share.
  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  await first.page.bringToFront();
  await first.caretAfter('From the second tab');
  await first.page.keyboard.press('Enter');
  await first.type('While offline');
  await expect(second.text).toContainText('While offline');
  await expect(second.status).toContainText('not sent yet');

  await first.page.close();
  ada.cable.join();
  await page.bringToFront();
  await expect(bens.text).toContainText('While offline', { timeout: 30_000 });
  await second.sent();
  await second.caretAfter('While offline');
  await second.type('!');
  await expect(bens.text).toContainText('While offline!');
  expect(await bens.blocks()).toEqual(await second.blocks());
});
