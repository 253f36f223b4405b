import type { Page } from '@playwright/test';
import { expect, test } from './shell-fixture.ts';

const words = (page: Page): Promise<(string | null)[]> =>
  page.locator('.weft-block > .weft-text').evaluateAll((all) => all.map((each) => each.textContent));

test.beforeEach(async ({ page }) => {
  await page.evaluate(() => shellPage.mount());
  await page.locator('.weft-content').click();
  for (const [index, word] of ['one', 'two', 'three'].entries()) {
    if (index > 0) await page.keyboard.press('Enter');
    await page.keyboard.type(word);
  }
  await expect.poll(() => words(page)).toEqual(['one', 'two', 'three']);
});

test('Alt+Shift+arrows move the block the caret is in, and it stays there; one undo each', async ({ page }) => {
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await page.keyboard.type('!');
  await expect.poll(() => words(page)).toEqual(['three!', 'one', 'two']);
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect.poll(() => words(page)).toEqual(['one', 'three!', 'two']);
  await page.keyboard.press('Control+z');
  await expect.poll(() => words(page)).toEqual(['three!', 'one', 'two']);
});

test('the handle drags a block to another place', async ({ page }) => {
  await page.getByText('one', { exact: true }).hover();
  const handle = page.getByRole('button', { name: 'Move or change this block' });
  await expect(handle).toBeVisible();
  const from = await handle.boundingBox();
  const to = await page.getByText('three', { exact: true }).boundingBox();
  if (from === null || to === null) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, to.y - 10, { steps: 4 });
  await expect(page.locator('.weft-drop-line')).toBeVisible();
  await page.mouse.move(from.x + 8, to.y + to.height - 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => words(page)).toEqual(['two', 'three', 'one']);
  await expect(page.locator('.weft-drop-line')).toBeHidden();
});

test('Escape gives a drag up', async ({ page }) => {
  await page.getByText('one', { exact: true }).hover();
  const from = await page.getByRole('button', { name: 'Move or change this block' }).boundingBox();
  if (from === null) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 80, { steps: 4 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await words(page)).toEqual(['one', 'two', 'three']);
});

test('pressed, the handle has a menu for its block: kinds, moves, a copy, an end', async ({ page }) => {
  const handle = page.getByRole('button', { name: 'Move or change this block' });
  const choose = async (word: string, item: string): Promise<void> => {
    await page.getByText(word, { exact: true }).first().hover();
    await handle.click();
    await page
      .getByRole('menu', { name: 'Block' })
      .getByRole(/Text|Heading/.test(item) ? 'menuitemradio' : 'menuitem', { name: item })
      .click();
  };
  await choose('one', 'Heading 2');
  await expect(page.locator('.weft-block').first()).toHaveAttribute('data-kind', 'heading');
  await choose('one', 'Move down');
  await expect.poll(() => words(page)).toEqual(['two', 'one', 'three']);
  await choose('three', 'Duplicate');
  await expect.poll(() => words(page)).toEqual(['two', 'one', 'three', 'three']);
  await choose('two', 'Delete block');
  await expect.poll(() => words(page)).toEqual(['one', 'three', 'three']);
  await expect(page.getByRole('menu', { name: 'Block' })).toBeHidden();
});

test('a reader has no handle, and on a phone the toolbar’s menu moves blocks', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await page.getByRole('button', { name: 'More formatting' }).click();
  await page.getByRole('menuitem', { name: 'Move up' }).click();
  await expect.poll(() => words(page)).toEqual(['one', 'three', 'two']);
  await page.evaluate(() => {
    shellPage.unmount();
    shellPage.mount({ canEdit: false });
  });
  await expect(page.locator('.weft-handle')).toHaveCount(0);
});
