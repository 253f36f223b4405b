import { expect, test } from '../harness/index.ts';
import { findBarriers } from './axe.ts';

test('whoever’s system is German reads German, can choose English, and finds what was chosen in every tab', async ({
  openPerson,
}) => {
  const { page, newTab } = await openPerson({
    locale: 'de-AT',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 844 },
  });
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Neues Dokument' }).click();
  const title = page.getByRole('textbox', { name: 'Titel' });
  await title.fill('Über den Schuss');
  await title.press('Enter');
  await page.keyboard.type('Eins drüber, eins drunter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/zitat');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Dokument', exact: true }).locator('[data-kind=quote]')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Stand des Dokuments' })).toContainText('Auf diesem Gerät gespeichert');
  await expect(page.locator('.weft-count')).toHaveText('4 Wörter');
  // Each block, and the title, reads as its own letters do.
  await page.keyboard.press('Enter');
  await page.keyboard.type('שלום, Weft');
  await expect(page.locator('.weft-block .weft-text:dir(rtl)')).toHaveText('שלום, Weft');
  await expect(page.locator('.weft-block .weft-text:dir(ltr)').first()).toHaveText('Eins drüber, eins drunter');
  await page.getByRole('button', { name: 'Teilen' }).click();
  await expect(page.getByRole('dialog')).toContainText('Wer ihn hat, kann alles lesen und ändern');
  expect(await findBarriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  // Words are longer than the English ones: nothing stands out of a phone's window.
  const width = async (): Promise<number> => await page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBeLessThanOrEqual(390);
  // Nor of a page at four times its size.
  await page.setViewportSize({ width: 320, height: 844 });
  await expect.poll(width).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 390, height: 844 });

  // A phone has no keys for it.
  await page.getByRole('button', { name: 'Mehr', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Suchen und ersetzen' }).click();
  await expect(page.getByRole('search').getByRole('textbox', { name: 'Suchen' })).toBeFocused();
  await page.keyboard.type('drüber');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 von 1');
  await page.keyboard.press('Escape');

  const other = await newTab();
  await other.goto('/');
  await expect(other.getByRole('heading', { name: 'Dokumente' })).toBeVisible();
  await page.getByRole('button', { name: 'Mehr', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Sprache (Language)' }).click();
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByRole('button', { name: 'Verwenden' }).click();
  // What is open stays open, in the other language.
  await expect(page.getByRole('textbox', { name: 'Document', exact: true })).toContainText('Eins drüber');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(other.getByRole('heading', { name: 'Documents' })).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { name: 'Documents' })).toBeVisible();
});
