import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, openLink, startDocument } from '../scenarios/desk.ts';

test.use({ keepsApp: true });

async function openConnect(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Connect directly' }).click();
  return page.getByRole('dialog', { name: 'Connect directly' });
}

test('two devices with no relay and no internet connect by texts that people carry', async ({ relay, openPerson }) => {
  const [ada, ben] = [await openPerson({ direct: true }), await openPerson({ direct: true })];
  const adas = await startDocument(ada, 'By hand', 'Written with a relay');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Written with a relay');
  await bens.sent();
  await awaitNetworkLoss(ada, ben);
  await relay.kill();
  // Nobody is left: what they had through the relay's signalling goes too.
  for (const { page } of [ada, ben]) await page.reload();
  for (const desk of [adas, bens]) await expect(desk.status).toContainText('Offline');
  await adas.caretAfter('Written with a relay');
  await adas.type(', and without');

  const first = await openConnect(ada.page);
  await first.getByRole('button', { name: 'Show my code' }).click();
  const text = await first.getByLabel('Text for the other device').inputValue();
  expect(text.length).toBeLessThanOrEqual(1_200);
  await expect(first.getByRole('img', { name: 'QR code' })).toBeVisible();

  const second = await openConnect(ben.page);
  await second.getByRole('button', { name: 'I have a text' }).click();
  await second.getByLabel('Text of the other device').fill('not a text');
  await second.getByRole('button', { name: 'Answer' }).click();
  await expect(second.getByRole('alert')).toContainText('Copy the whole text again');
  await second.getByLabel('Text of the other device').fill(text);
  await second.getByRole('button', { name: 'Answer' }).click();
  const answer = await second.getByLabel('Answer for the first device').inputValue();
  expect(answer.length).toBeLessThanOrEqual(1_200);

  await first.getByLabel('Answer of the other device').fill(text);
  await first.getByRole('button', { name: 'Connect' }).click();
  await expect(first.getByRole('alert')).toContainText('this device’s own text');
  await first.getByLabel('Answer of the other device').fill(answer);
  await first.getByRole('button', { name: 'Connect' }).click();
  for (const dialog of [first, second]) {
    await expect(dialog).toContainText('Connected.');
    await dialog.getByRole('button', { name: 'Done' }).click();
  }
  for (const desk of [adas, bens]) {
    await expect(desk.text).toContainText('Written with a relay, and without');
    await expect(desk.status).toContainText('Connected directly to 1 device');
  }
  await bens.caretAfter('and without');
  await bens.type(' one');
  await expect(adas.text).toContainText('and without one');
  for (const desk of [adas, bens]) await desk.sent();

  // A peer that is gone from one moment to the next is noticed.
  await ben.context.close();
  await expect(adas.status).toContainText('Offline', { timeout: 25_000 });
});
