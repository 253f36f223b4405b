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
