import { expect, test } from './shell-fixture.ts';

test.beforeEach(async ({ page }) => {
  await page.evaluate(() => shellPage.mount());
  await page.locator('.weft-content').click();
});

test('a formula is written in its place: drawn beside it, left by keys, and what is wrong is said', async ({
  page,
}) => {
  await page.keyboard.type('so $x^2$ is');
  const drawn = page.locator('.weft-math math');
  await expect(drawn).toHaveCount(1);
  await expect(page.locator('.weft-math-hidden')).toHaveText('x^2');
  // Over its edge, and in: the letters show, with the drawing below.
  for (let at = 0; at < 3; at++) await page.keyboard.press('ArrowLeft');
  await expect(page.locator('.weft-math-live math')).toBeVisible();
  await page.keyboard.type('+\\foo');
  await expect(page.getByText('Weft does not know \\foo.')).toBeVisible();
  for (let at = 0; at < 4; at++) await page.keyboard.press('Backspace');
  await page.keyboard.type('y');
  await page.keyboard.press('Enter');
  await expect(page.locator('.weft-math-live')).toHaveCount(0);
  await page.keyboard.type('!');
  await expect(page.locator('.weft-block > .weft-text')).toContainText('so x^2+y');
  await expect(page.locator('.weft-math-hidden')).toHaveText('x^2+y');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('$$ \\frac{1}{2');
  const box = page.locator('.weft-math-box');
  await expect(box.getByRole('status')).toHaveText('A } is missing.');
  await page.keyboard.type('}');
  await expect(box.locator('mfrac')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.type('after');
  await expect(page.locator('.weft-block').last()).toHaveText('after');
  await box.click();
  await page.keyboard.type('+1');
  await expect(box.locator('math')).toContainText('1');
  await expect(page.locator('[data-kind="math"] > .weft-text')).toHaveText('\\frac{1}{2}+1');
});

test('a letter in the place of a run’s last one is as that was, and brings no style of the browser’s', async ({
  page,
}) => {
  await page.keyboard.type('a ');
  await page.keyboard.press('Control+e');
  await page.keyboard.type('b');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('c');
  await expect(page.locator('.weft-text code')).toHaveText('c');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.type('d');
  await expect(page.locator('.weft-text code')).toHaveText('d');
  await expect(page.locator('.weft-text :is([style], font)')).toHaveCount(0);
});

test('days, folds, the outline and a pattern, by keys', async ({ page }) => {
  await page.keyboard.type('# Top\nby @tom');
  await expect(page.getByRole('option', { name: 'Tomorrow' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator('time .weft-day')).toBeVisible();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await expect(page.locator('time')).toHaveCount(0);
  await page.keyboard.type('@');
  await page.getByRole('option', { name: 'Another day' }).click();
  await expect(page.getByRole('dialog', { name: 'Choose a day' })).toBeVisible();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('time .weft-day')).toBeVisible();
  await page.keyboard.type(':tada');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await expect(page.locator('.weft-block').last()).toContainText('🎉');
  await page.keyboard.press('Enter');
  await page.keyboard.type('>> Fold\nunder it');
  await page.keyboard.press('Enter');
  await page.keyboard.type('## Deep');
  await page.getByText('Fold', { exact: true }).click();
  await page.keyboard.press('Control+Enter');
  const under = page.getByText('under it');
  await expect(under).toBeHidden();
  await page.keyboard.press('Control+Alt+Shift+o');
  const outline = page.getByRole('navigation', { name: 'Outline' });
  await expect(outline.getByRole('button')).toHaveText(['Top', 'Deep']);
  await outline.getByRole('button', { name: 'Top' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(outline.getByRole('button', { name: 'Deep' })).toHaveAttribute('aria-current', 'location');
  await expect(page.locator('.weft-content')).toBeFocused();
  await page.keyboard.press('Control+f');
  await page.getByRole('button', { name: /^Pattern/ }).click();
  await page.getByRole('textbox', { name: 'Find' }).fill('u\\w+r i');
  await expect(under).toBeVisible();
  await page.getByRole('textbox', { name: 'Find' }).fill('(a+)+$(');
  await expect(page.getByRole('search').getByRole('alert')).toHaveText('This is no pattern that can be looked for.');
});
