import type { Page } from '@playwright/test';
import { expect, test } from './shell-fixture.ts';

const blocks = (page: Page): Promise<string[]> =>
  page
    .locator('.weft-block, .weft-divider')
    .evaluateAll((all) =>
      all.map((each) => `${each.getAttribute('data-kind') ?? 'divider'}|${each.textContent?.trim() ?? ''}`),
    );

test.beforeEach(async ({ page }) => {
  await page.evaluate(() => shellPage.mount());
  await page.locator('.weft-content').click();
});

test('a slash asks for a block: letters filter, Enter takes it, one undo gives the slash back', async ({ page }) => {
  const menu = page.getByRole('listbox', { name: 'Blocks' });
  await page.keyboard.type('/');
  await expect(menu).toBeVisible();
  for (const name of ['Toggle', 'Formula in the line', 'Date'])
    await expect(menu.getByRole('option', { name })).toHaveCount(1);
  await page.keyboard.type('head');
  await expect(menu.getByRole('option')).toHaveCount(6);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(menu).toBeHidden();
  await page.keyboard.type('Plans');
  await expect.poll(() => blocks(page)).toEqual(['heading|Plans']);
  await expect(page.locator('.weft-block')).toHaveAttribute('data-level', '2');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect.poll(() => blocks(page)).toEqual(['paragraph|/head']);
  await expect(menu).toBeHidden();
});

test('the text points at the chosen line, and no longer when the list is closed', async ({ page }) => {
  const text = page.getByRole('textbox', { name: 'Document', exact: true });
  await page.keyboard.type('words /');
  await expect(page.getByRole('listbox')).toBeVisible();
  const active = async (): Promise<string | null> =>
    page.evaluate(() => {
      const id = document.querySelector('.weft-content')?.getAttribute('aria-activedescendant') ?? '';
      const option = document.getElementById(id);
      return option?.getAttribute('aria-selected') === 'true' ? (option.textContent?.trim() ?? null) : null;
    });
  await expect.poll(active).toMatch(/^Text/);
  await page.keyboard.press('ArrowUp');
  await expect.poll(active).toMatch(/^Emoji/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(text).not.toHaveAttribute('aria-activedescendant');
  await page.keyboard.type('more');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect.poll(() => blocks(page)).toEqual(['paragraph|words /more']);
});

test('a path, an address, a word nobody knows and a caret that comes by open nothing', async ({ page }) => {
  await page.keyboard.type('either/or https://x.org /usr/bin /zebra');
  await expect(page.getByRole('listbox')).toBeHidden();
  await page.keyboard.press('Enter');
  await page.keyboard.type('/quo');
  await expect(page.getByRole('listbox')).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Home');
  await expect(page.getByRole('listbox')).toBeHidden();
  await page.keyboard.press('End');
  await expect(page.getByRole('listbox')).toBeHidden();
});

test('on a phone the list stays inside the window and a tap takes a line', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await page.keyboard.type('some words that lead to the far edge of it /');
  const menu = page.getByRole('listbox', { name: 'Blocks' });
  await expect(menu).toBeVisible();
  await expect
    .poll(async () => {
      const box = await menu.boundingBox();
      return box !== null && box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 700;
    })
    .toBe(true);
  await menu.getByRole('option', { name: 'Bulleted list' }).click();
  await page.keyboard.type('on');
  await expect.poll(() => blocks(page)).toEqual(['bullet|some words that lead to the far edge of it on']);
});
