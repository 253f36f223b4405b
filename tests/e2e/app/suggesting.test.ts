import { expect, test } from '../harness/index.ts';
import { openLink, startDocument } from '../scenarios/desk.ts';

test('one suggests in one browser, the other accepts in theirs; the mode is kept while the tab is open', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Letters', 'Shared beginning');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Shared beginning');

  await adas.text.press('ControlOrMeta+Alt+Shift+X');
  await adas.text.press('End');
  await adas.type(' and end');
  await expect(bens.text.locator('ins')).toHaveText(' and end');
  await expect(adas.text.locator('ins')).toHaveText(' and end');

  const { page } = bens;
  await page.getByRole('button', { name: /^Suggestions, 1 suggestion/ }).click();
  await page.getByRole('button', { name: /^Accept: Insert/ }).click();
  for (const desk of [adas, bens]) {
    await expect(desk.text.locator('ins')).toHaveCount(0);
    await expect(desk.text).toHaveText('Shared beginning and end');
  }
  await adas.page.reload();
  await expect(adas.page.getByRole('button', { name: /^Suggesting/ })).toBeVisible();
});
