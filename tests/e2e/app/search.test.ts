import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';

test('all documents are searched from the list by their words, by keyboard; a place found is gone to', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const { page } = ada;
  const rivers = await startDocument(ada, 'Rivers', 'The estuary freezes in some winters');
  await page.keyboard.press('Enter');
  await rivers.type('Otters live upstream');
  await rivers.sent();
  await page.getByRole('link', { name: 'Documents' }).click();
  // What can be found of it is on the disk before the list is there.
  await expect(page.getByRole('link', { name: /^Rivers/ })).toBeVisible();
  const birds = await startDocument(ada, 'Birds of the estuary', 'Curlews arrive in August');
  await birds.sent();
  await page.getByRole('link', { name: 'Documents' }).click();

  const field = page.getByRole('searchbox', { name: 'Search in all documents' });
  await expect(field).toBeVisible();
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('estuary');
  const search = page.getByRole('search');
  await expect(search.getByRole('status')).toHaveText('2 places in 2 documents');
  await expect(search.locator('mark')).toHaveText(['estuary', 'estuary']);
  await expect(search.locator('.app-found-title')).toHaveText(['Birds of the estuary', 'Rivers']);

  await field.fill('ottres');
  await expect(search.getByRole('status')).toHaveText('1 place in 1 document');
  await field.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(rivers.text).toBeFocused();
  await expect(page.locator('.weft-place')).toHaveText('Otters live upstream');
  await page.keyboard.type('Two ');
  await expect(rivers.text).toContainText('Two Otters live upstream');
  await page.getByRole('link', { name: 'Documents' }).click();

  await field.fill('freezing river');
  await expect(search.locator('.app-found-place', { hasText: 'Similar in meaning' })).toContainText(
    'The estuary freezes',
  );
  await field.fill('two otters');
  await expect(search.locator('.app-found-place').first()).toContainText('Two Otters');
  await field.press('Escape');
  await expect(field).toHaveValue('');
  await expect(page.getByRole('link', { name: /^Rivers/ })).toBeVisible();

  // Put into the trash in another tab, it is found no more; taken out of it, it is.
  const other = await ada.newTab();
  await other.goto('/');
  await field.fill('otters');
  await expect(search.getByRole('status')).toHaveText('1 place in 1 document');
  await other.getByRole('button', { name: 'More about Rivers' }).click();
  await other.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await expect(search.getByRole('status')).toHaveText('Nothing found for “otters”.');
  await other.getByRole('button', { name: 'Undo' }).click();
  await expect(search.getByRole('status')).toHaveText('1 place in 1 document');
});
