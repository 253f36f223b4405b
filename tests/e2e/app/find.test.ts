import type { Page } from '@playwright/test';
import { expect, test } from './shell-fixture.ts';

const words = (page: Page): Promise<(string | null)[]> =>
  page.locator('.weft-block > .weft-text').evaluateAll((all) => all.map((each) => each.textContent));

test.beforeEach(async ({ page }) => {
  await page.evaluate(() => shellPage.mount());
  await page.locator('.weft-content').click();
  await page.keyboard.type('The cat sat.\nCats and a cat.\nconcat');
  // Not by Ctrl+Home: ProseMirror takes a jump to the start within 200 ms of focus for the browser's and undoes it.
  await page.getByText('The cat sat.').click({ position: { x: 1, y: 8 } });
});

test('Mod+F marks what is found, counts it, goes around, and Esc goes on at the place', async ({ page }) => {
  await page.keyboard.press('Control+f');
  const bar = page.getByRole('search', { name: 'Find in this document' });
  await expect(bar.getByRole('textbox', { name: 'Find' })).toBeFocused();
  await page.keyboard.type('cat');
  await expect(bar.getByRole('status')).toHaveText('1 of 4');
  await expect(page.locator('.weft-found')).toHaveText(['cat', 'Cat', 'cat', 'cat']);
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('2 of 4');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(bar.getByRole('status')).toHaveText('4 of 4');
  await bar.getByRole('button', { name: 'Match case' }).click();
  await expect(page.locator('.weft-found')).toHaveText(['cat', 'cat', 'cat']);
  await bar.getByRole('button', { name: 'Whole word' }).click();
  await expect(page.locator('.weft-found')).toHaveText(['cat', 'cat']);
  await expect(bar.getByRole('status')).toHaveText('1 of 2');
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
  await expect(page.locator('.weft-found')).toHaveCount(0);
  await page.keyboard.type('dog');
  await expect.poll(() => words(page)).toEqual(['The dog sat.', 'Cats and a cat.', 'concat']);
});

test('one is replaced, then all; each is one undo', async ({ page }) => {
  await page.keyboard.press('Control+Alt+f');
  const bar = page.getByRole('search');
  await page.keyboard.type('cat');
  await bar.getByRole('textbox', { name: 'Replace with' }).fill('dog');
  await bar.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect.poll(() => words(page)).toEqual(['The dog sat.', 'Cats and a cat.', 'concat']);
  await expect(bar.getByRole('status')).toHaveText('1 of 3');
  await bar.getByRole('button', { name: 'Replace all' }).click();
  await expect.poll(() => words(page)).toEqual(['The dog sat.', 'dogs and a dog.', 'condog']);
  await expect(bar.getByRole('status')).toHaveText('3 replaced');
  await page.keyboard.press('Escape');
  await page.locator('.weft-content').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => words(page)).toEqual(['The dog sat.', 'Cats and a cat.', 'concat']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => words(page)).toEqual(['The cat sat.', 'Cats and a cat.', 'concat']);
});

test('on a phone the bar fits; a reader may find, not replace', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await page.keyboard.press('Control+Alt+f');
  await expect(page.getByRole('search')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.evaluate(() => {
    shellPage.unmount();
    shellPage.mount({ canEdit: false });
  });
  await page.locator('.weft-content').focus();
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('search').getByRole('textbox', { name: 'Find' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Replace with' })).toHaveCount(0);
});
