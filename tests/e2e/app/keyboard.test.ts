import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';

// WAI-ARIA Authoring Practices: "Toolbar", "Menu Button". Everything here is done without a pointer.

test('the toolbar is one stop, and sets kinds and marks; a link is asked for beside the words, checked, and can be edited', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const { blocks, text } = await startDocument(ada, 'Keys', 'A line');
  const { page } = ada;
  const bar = page.getByRole('toolbar', { name: 'Formatting' });
  const focused = page.locator(':focus');

  // Alt+F10 goes in, arrows go round, Escape goes back to the text.
  await page.keyboard.press('Alt+F10');
  await expect(bar.getByRole('button', { name: /^Block kind/ })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const bold = bar.getByRole('button', { name: 'Bold' });
  await expect(bold).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(bar.getByRole('button', { name: 'More formatting' })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(focused).toHaveAccessibleName(/^Block kind/);
  await expect(bar.locator('[tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(text).toBeFocused();

  // The buttons say what is so.
  await page.keyboard.press('Alt+F10');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'Text' })).toBeFocused();
  await page.keyboard.press('q');
  await expect(page.getByRole('menuitemradio', { name: 'Quote' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(blocks).toEqual([{ kind: 'quote', text: 'A line' }]);
  await expect(text).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Alt+F10');
  await bold.focus();
  await page.keyboard.press('Space');
  await expect(text.locator('strong')).toHaveText('A line');
  await expect(bold).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(text.locator('strong')).toHaveCount(0);

  await page.keyboard.press('End');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('ControlOrMeta+K');
  const address = page.getByRole('dialog', { name: 'Link' }).getByRole('textbox', { name: 'Address' });
  await expect(address).toBeFocused();
  await page.keyboard.type('javascript:alert(1)');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Only http, https and mailto');
  await expect(text.locator('a')).toHaveCount(0);
  await address.fill('example.org/weaving');
  await page.keyboard.press('Enter');
  await expect(text.locator('a')).toHaveAttribute('href', 'https://example.org/weaving');
  await expect(text).toBeFocused();
  await page.keyboard.press('ControlOrMeta+K');
  await expect(address).toHaveValue('https://example.org/weaving');
  await page.keyboard.press('Escape');
  await expect(text).toBeFocused();
});

test('Mod+S says that it is saved, Mod+/ lists the shortcuts, and an edit of the title is undone in the title', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const { title } = await startDocument(ada, 'First title', 'words');
  const { page } = ada;
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('aved on this device');
  await page.keyboard.press('ControlOrMeta+/');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help).toContainText('Heading 1');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  await title.click();
  await page.keyboard.press('End');
  await page.keyboard.type(' and more');
  await expect(page).toHaveTitle('First title and more');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(title).not.toHaveValue('First title and more');
  await expect(title).toBeFocused();
});
