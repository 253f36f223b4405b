/** Pictures of what a text may hold besides words: formulas, folds, days, people; and of what helps while it is written. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { startDocument } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

async function type(page: Page, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
}

export async function shootWriting(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
  shoot: Shoot,
): Promise<void> {
  const context = await browser.newContext({ ...options, baseURL: origin });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stdout.write(`${error.stack}\n`));
  page.on('console', (message) => message.type() === 'error' && process.stdout.write(`${message.text()}\n`));
  await startDocument({ page }, 'Notes on a pendulum', 'What swings, swings in the time $T$ that its length gives it.');
  await page.keyboard.press('Enter');
  await type(page, 'For a small angle $\\theta_0$ it is $\\sqrt{\\ell/g}$ that counts, and not the mass $m$ at all.');
  await type(page, '$$ T = 2\\pi \\sqrt{\\frac{\\ell}{g}} \\left( 1 + \\frac{1}{16}\\theta_0^2 + \\dots \\right)');
  await page.keyboard.press('Escape');
  await type(page, 'And as a matrix:');
  await type(
    page,
    '$$ \\begin{pmatrix} \\dot\\theta \\\\ \\dot\\omega \\end{pmatrix} = \\begin{pmatrix} 0 & 1 \\\\ -g/\\ell & 0 \\end{pmatrix} \\begin{pmatrix} \\theta \\\\ \\omega \\end{pmatrix}',
  );
  await page.keyboard.press('Escape');
  await page.locator('.weft-math-box math').first().waitFor();
  await shoot(page, '60-formulas');
  await page.locator('.weft-math-box').first().click();
  await shoot(page, '61-formula-open');
  await page.keyboard.type('+ \\frac{1');
  await shoot(page, '62-formula-problem');
  for (let at = 0; at < 9; at++) await page.keyboard.press('Backspace');
  await page.locator('.weft-math').nth(2).click();
  await shoot(page, '63-formula-in-line');
  await page.keyboard.type('+\\foo');
  await shoot(page, '64-formula-in-line-problem');
  await page.locator('.weft-math-box').last().click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+End');
  await type(page, '>> What was measured', 'Ten swings in 20.1 s', 'and again in 20.2 s');
  await page.keyboard.press('Enter');
  await type(page, '>> What was not');
  await page.keyboard.type('The wind');
  await page.getByRole('button', { name: 'Fold away what stands under this' }).first().click();
  await shoot(page, '65-toggles');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('To be measured again by @tom');
  await page.getByRole('listbox').waitFor();
  await shoot(page, '66-days');
  await page.keyboard.press('Enter');
  await page.keyboard.type('or ');
  await page.keyboard.type('@');
  await page.getByRole('option', { name: 'Another day' }).click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('ArrowDown');
  await shoot(page, '67-month');
  await page.keyboard.press('Enter');
  await page.keyboard.type(':tad');
  await page.getByRole('option').first().waitFor();
  await shoot(page, '68-emoji');
  await page.keyboard.press('Enter');
  await shoot(page, '69-pieces');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/');
  await shoot(page, '69-slash');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Backspace');
  await type(
    page,
    '# Before',
    'Words.',
    '## What hangs',
    'Words.',
    '### The thread',
    'Words.',
    '## What swings',
    'Words.',
    '# After',
  );
  await page.keyboard.type('A last word.');
  await page.getByRole('button', { name: /^Outline/ }).click();
  await page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: 'After' }).waitFor();
  await shoot(page, '70-outline');
  await page.getByRole('navigation', { name: 'Outline' }).getByRole('button', { name: 'What swings' }).click();
  const close = page.getByRole('button', { name: 'Close the panel' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('button', { name: /^Focus/ }).click();
  await shoot(page, '71-focus');
  await page.getByRole('button', { name: /^Focus/ }).click();
  await page.keyboard.press('ControlOrMeta+Alt+f');
  await page.getByRole('button', { name: /^Pattern/ }).click();
  await page.getByRole('textbox', { name: 'Find' }).fill('(w)ords?');
  await page.locator('.weft-found').first().waitFor();
  await shoot(page, '72-find-pattern');
  await page.getByRole('textbox', { name: 'Find' }).fill('(w');
  await page.getByRole('alert').waitFor();
  await shoot(page, '73-find-no-pattern');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+/');
  await shoot(page, '74-shortcuts');
  await context.close();
}
