import { expect, test } from './shell-fixture.ts';

test.beforeEach(async ({ page }) => {
  await page.evaluate(() => shellPage.mount());
  await page.locator('.weft-content').click();
});

test('a callout is a note, asked for by name or key, and left by Enter', async ({ page }) => {
  await page.keyboard.type('/note\nMind the gap');
  const note = page.getByRole('note');
  await expect(note).toHaveText('Mind the gap');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('after');
  await expect(note).toHaveCount(1);
  await page.keyboard.press('Control+Alt+o');
  await expect(note).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await expect(note).toHaveCount(1);
});

test('alignment by key, direction by the toolbar’s menu; both say what is chosen', async ({ page }) => {
  await page.keyboard.type('words');
  const block = page.locator('.weft-block');
  await page.keyboard.press('Control+Shift+e');
  await expect(block).toHaveAttribute('data-align', 'center');
  await page.keyboard.press('Control+Shift+r');
  await expect(block).toHaveAttribute('data-align', 'end');
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'More formatting' }).click();
    await page.getByRole('menuitemradio', { name }).click();
  };
  await choose('Right to left');
  await expect(block).toHaveAttribute('dir', 'rtl');
  await page.getByRole('button', { name: 'More formatting' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Right to left' })).toBeChecked();
  await expect(page.getByRole('menuitemradio', { name: 'Align to the end' })).toBeChecked();
  await page.keyboard.press('Escape');
  await choose('Align to the start');
  await choose('Direction by the text');
  await expect(block).not.toHaveAttribute('data-align');
  await expect(block).toHaveAttribute('dir', 'auto');
});
