import { expect, test } from '../harness/index.ts';
import { introduce, openLink, startDocument } from './desk.ts';

/** Whether this device has noted that a person looked at the document. Runs in the page. */
async function hasLooked(): Promise<boolean> {
  const found = (await indexedDB.databases()).find(({ name }) => /^weft\/[\w-]{43}$/.test(name ?? ''));
  if (found?.name === undefined) return false;
  const { name } = found;
  return await new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => {
      const keys = opening.result.transaction('custom').objectStore('custom').getAllKeys();
      keys.onsuccess = () => {
        opening.result.close();
        resolve(keys.result.some((key) => String(key).endsWith('looked')));
      };
    };
  });
}

test('what another changed while one was away is told, gone through by keyboard, taken back or kept', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  await introduce(ada, 'Ada');
  const adas = await startDocument(ada, 'Plans', 'The river rises');
  for (const words of ['Meeting on Tuesday', 'Last line']) {
    await adas.page.keyboard.press('Enter');
    await adas.type(words);
  }
  const link = await adas.copyLink('edit');
  const bens = await openLink(ben, link);
  await expect(bens.text).toContainText('Last line');
  await bens.sent();
  await expect.poll(async () => await bens.page.evaluate(hasLooked)).toBe(true);
  const address = bens.page.url();

  // Ben closes his tab; Ada writes on; a good while later he opens it again.
  await bens.page.goto('about:blank');
  await adas.caretAfter('The river');
  await adas.type(' in spring');
  await adas.caretAfter('Meeting');
  for (let i = 0; i < 'Tuesday'.length; i++) await adas.page.keyboard.press('Backspace');
  await adas.type('Friday');
  await adas.sent();
  await bens.page.clock.setSystemTime(Date.now() + 20 * 60 * 1000);
  await bens.page.goto(address);
  const note = bens.page.getByRole('note').filter({ hasText: 'while you were away' });
  await expect(note).toContainText('Ada changed 2 places while you were away.');

  await note.getByRole('button', { name: 'Review' }).press('Enter');
  const review = bens.page.getByRole('region', { name: 'While you were away' });
  const changes = review.getByRole('listitem');
  await expect(changes).toHaveCount(2);
  await expect(changes.nth(0).locator('ins')).toHaveText(' in spring');
  await expect(changes.nth(0).locator('[data-item]')).toBeFocused();
  await expect(bens.text.locator('.weft-place')).toHaveText(' in spring');
  await bens.page.keyboard.press('ArrowDown');
  await expect(changes.nth(1).locator('[data-item]')).toBeFocused();
  await expect(changes.nth(1)).toContainText('Ada');
  await expect(bens.text.locator('.weft-place')).toContainText('Fri');

  await changes.nth(1).getByRole('button', { name: 'Undo this' }).press('Enter');
  await expect(changes).toHaveCount(1);
  await expect(bens.text).toContainText('Meeting on Tuesday');
  await expect(adas.text).toContainText('Meeting on Tuesday');
  await changes.nth(0).getByRole('button', { name: 'Keep' }).press('Enter');
  await expect(review).toBeHidden();
  await expect(note).toBeHidden();
  expect((await bens.blocks()).map(({ text }) => text)).toEqual([
    'The river rises in spring',
    'Meeting on Tuesday',
    'Last line',
  ]);
  await bens.page.keyboard.press('Escape');
  await bens.caretAfter('Last line');
  await bens.page.keyboard.press('Control+z');
  await expect(bens.text).toContainText('Meeting on Friday');
});
