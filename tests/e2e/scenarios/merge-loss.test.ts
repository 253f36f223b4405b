import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, type Desk, introduce, openLink, startDocument } from './desk.ts';

test.use({ keepsApp: true });

/** What is told above the text. */
const banner = ({ page }: Desk) => page.getByRole('note').filter({ hasText: 'paragraph while' });

test('one deletes a paragraph in which the other writes, both offline: the writer is told who, over a reload, and puts the words back', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  await introduce(ada, 'Ada');
  await introduce(ben, 'Ben');
  const adas = await startDocument(ada, 'Plans', 'Above');
  for (const words of ['Meeting on Tuesday', 'Below']) {
    await adas.page.keyboard.press('Enter');
    await adas.type(words);
  }
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Below');
  // Everyone has said who they are.
  await bens.caretAfter('Above');
  await bens.type('!');
  await bens.sent();
  await expect(adas.text).toContainText('Above!');

  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  // In one go: of words that were deleted before their paragraph, Ben may hear first, and they are no loss then.
  await adas.page.getByText('Meeting on Tuesday').hover();
  await adas.page.getByRole('button', { name: 'Move or change this block' }).click();
  await adas.page.getByRole('menuitem', { name: 'Delete block' }).click();
  await expect(adas.text).not.toContainText('Meeting');
  await bens.caretAfter('Meeting');
  await bens.type(', in the red room');

  ada.cable.join();
  ben.cable.join();
  await expect(bens.text).not.toContainText('Meeting');
  const told = 'Ada deleted a paragraph while you were writing in it: 4 words went with it.';
  await expect(banner(bens)).toContainText(told);
  await expect(banner(adas)).toContainText(
    'You deleted a paragraph while Ben was writing in it: 4 words went with it.',
  );
  await adas.sent();
  await bens.sent();

  // Kept until it is dealt with, and shown with what stood around it.
  await bens.page.reload();
  await expect(banner(bens)).toContainText(told);
  await banner(bens).getByRole('button', { name: 'Show' }).click();
  const dialog = bens.page.getByRole('dialog', { name: 'Words that were taken away' });
  await expect(dialog.getByLabel('The words')).toHaveText('Meeting on Tuesday, in the red room');
  await expect(dialog.locator('mark')).toHaveText(', in the red room');
  await dialog.getByRole('button', { name: 'Put back the paragraph' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(banner(bens)).toBeHidden();
  const lines = ['Above!', 'Meeting on Tuesday, in the red room', 'Below'];
  await expect.poll(async () => (await bens.blocks()).map(({ text }) => text)).toEqual(lines);
  await expect.poll(async () => (await adas.blocks()).map(({ text }) => text)).toEqual(lines);

  // One's own, and undone like anything else.
  await bens.page.keyboard.press('Control+z');
  await expect(bens.text).not.toContainText('Meeting');
  await banner(adas).getByRole('button', { name: 'Dismiss' }).click();
  await expect(banner(adas)).toBeHidden();
  await bens.page.reload();
  await expect(bens.text).toContainText('Below');
  await expect(banner(bens)).toBeHidden();
});

test('a paragraph is moved while another writes in it: the words that stayed behind go where it stands now', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Plans', 'First');
  await adas.page.keyboard.press('Enter');
  await adas.type('The second one');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('The second one');
  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  await adas.caretAfter('The second');
  await adas.page.keyboard.press('Alt+Shift+ArrowUp');
  await expect.poll(async () => (await adas.blocks())[0]?.text).toBe('The second one');
  await bens.caretAfter('The second');
  await bens.type(' of many');
  ada.cable.join();
  ben.cable.join();
  await expect(banner(bens)).toContainText('moved a paragraph while you were writing in it: 2 words stayed behind.');
  await banner(bens).getByRole('button', { name: 'Put back' }).click();
  const lines = ['The second one of many', 'First'];
  await expect.poll(async () => (await bens.blocks()).map(({ text }) => text)).toEqual(lines);
  await expect.poll(async () => (await adas.blocks()).map(({ text }) => text)).toEqual(lines);
});
