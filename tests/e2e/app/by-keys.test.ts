import { expect, test } from '../harness/index.ts';
import { toDesk } from '../scenarios/desk.ts';

test('a whole session without a pointer: made, written, formatted, commented, restored, shared, suggested, summarized, exported, trashed, taken back and joined', async ({
  openPerson,
}) => {
  const { page } = await openPerson();
  const { keyboard } = page;
  const focused = page.locator(':focus');
  /** Presses a key until what has focus is called so; far enough round the page, and it is not there. */
  const pressTo = async (key: string, name: RegExp): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      await keyboard.press(key);
      const now = await page.evaluate(() => {
        const { activeElement: element } = document;
        const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
        return (element?.ariaLabel ?? label ?? element?.textContent ?? '').trim();
      });
      if (name.test(now)) return;
    }
    throw new Error(`${key} does not lead to ${String(name)}`);
  };

  /** ProseMirror takes a jump to the start within 200 ms of focus for the browser's and undoes it: nobody is as fast. */
  const jumpToStart = async (): Promise<void> => {
    const later = await page.evaluate(() => performance.now() + 250);
    await page.waitForFunction((moment) => performance.now() > moment, later);
    await keyboard.press('ControlOrMeta+Home');
  };

  await page.goto('/');
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
  await pressTo('Tab', /^New document$/);
  await keyboard.press('Enter');
  const desk = toDesk(page);
  await expect(desk.title).toBeFocused();
  await keyboard.type('By keys alone');
  await keyboard.press('Enter');
  await expect(desk.text).toBeFocused();
  await keyboard.type('Over one, under one');

  // The toolbar.
  await keyboard.press('Shift+Home');
  await keyboard.press('Alt+F10');
  await expect(focused).toHaveAccessibleName(/^Block kind/);
  await keyboard.press('ArrowRight');
  await expect(focused).toHaveAccessibleName('Bold');
  await keyboard.press('Enter');
  await expect(desk.text.locator('strong')).toHaveText('Over one, under one');
  await keyboard.press('Alt+F10');
  await keyboard.press('Home');
  await keyboard.press('Enter');
  await expect(page.getByRole('menuitemradio', { name: 'Text', exact: true })).toBeFocused();
  await pressTo('h', /^Heading 1/);
  await keyboard.press('Enter');
  await expect(desk.text).toBeFocused();
  await keyboard.press('End');
  await keyboard.press('Enter');
  await keyboard.type('The weft holds the cloth together, and the warp holds the weft.');
  await keyboard.press('Enter');

  // A table by the slash menu, its cells by Tab.
  await keyboard.type('/table');
  await keyboard.press('Enter');
  await expect(desk.text.getByRole('table')).toBeVisible();
  await keyboard.type('warp');
  await keyboard.press('Tab');
  await keyboard.type('weft');
  await expect(desk.text.getByRole('cell').or(desk.text.getByRole('columnheader'))).toContainText(['warp', 'weft']);

  // A comment on the heading, and back to the text.
  await jumpToStart();
  await keyboard.press('Shift+End');
  await keyboard.press('ControlOrMeta+Alt+m');
  await expect(focused).toHaveAccessibleName('Comment');
  await keyboard.type('Is that all?');
  await keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('article', { name: /1 comment/ })).toBeVisible();
  await keyboard.press('Escape');
  await expect(desk.text).toBeFocused();

  // A version, and back to it.
  await keyboard.press('ControlOrMeta+Alt+Shift+h');
  await expect(page.getByRole('button', { name: 'Save a version' })).toBeVisible();
  await pressTo('Tab', /^Save a version$/);
  await keyboard.press('Enter');
  await keyboard.type('Begun');
  await keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Restore: Begun' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(desk.text).toBeFocused();
  await jumpToStart();
  await keyboard.type('Gone wrong. ');
  await expect(desk.text).toContainText('Gone wrong.');
  await keyboard.press('ControlOrMeta+Alt+Shift+h');
  await pressTo('Tab', /^Restore: Begun$/);
  await keyboard.press('Enter');
  await expect(desk.text).not.toContainText('Gone wrong.');
  await keyboard.press('Escape');

  // Shared: the button stands in the bar at the top.
  await pressTo('Shift+Tab', /^Share$/);
  await keyboard.press('Enter');
  await expect(focused).toHaveAccessibleName('Copy edit link');
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('Edit link copied');
  await keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Share' })).toBeFocused();
  const link = await page.evaluate(async () => await navigator.clipboard.readText());
  expect(link).toContain('/#');

  // The menu beside it: what works on the text, and what takes it out.
  const more = page.getByRole('button', { name: 'More', exact: true });
  const choose = async (letters: string, item: string): Promise<void> => {
    await keyboard.press('Enter');
    await expect(focused).toHaveRole('menuitem');
    await keyboard.type(letters);
    await expect(focused).toHaveAccessibleName(item);
    await keyboard.press('Enter');
  };
  await pressTo('Tab', /^More$/);
  await choose('exp', 'Export as…');
  await expect(focused).toHaveAccessibleName('Export');
  await pressTo('Shift+Tab', /^Word/);
  await keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Markdown' })).toBeChecked();
  await pressTo('Tab', /^Export$/);
  const download = page.waitForEvent('download');
  await keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.md$/);
  await expect(more).toBeFocused();
  await choose('sum', 'Summarize');
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await expect(summary.getByRole('button', { name: 'Insert as a suggestion' })).toBeVisible();
  await pressTo('Tab', /^Insert as a suggestion$/);
  await keyboard.press('Enter');
  await pressTo('Shift+Tab', /^Summary/);
  await pressTo('ArrowLeft', /^Suggestions/);
  await keyboard.press('Enter');
  await pressTo('Tab', /^Accept all$/);
  await keyboard.press('Enter');
  await expect(page.getByText('No suggestions yet')).toBeVisible();
  // The button is gone, and with it nobody's focus.
  await expect(page.getByRole('tab', { name: 'Suggestions' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(more).toBeFocused();

  // The list: who one is, and the trash.
  await pressTo('Shift+Tab', /^Documents$/);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Documents' })).toBeVisible();
  await pressTo('Tab', /^Settings$/);
  await choose('you', 'Your name and colour');
  await expect(focused).toHaveAccessibleName('Name');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();
  await pressTo('Tab', /^More about By keys alone$/);
  await choose('mov', 'Move to the trash');
  await pressTo('Tab', /^Trash, 1 document$/);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Trash' })).toBeVisible();
  await pressTo('Tab', /^Take back: By keys alone$/);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await expect(focused).toHaveAccessibleName(/Weft|Documents/);
  await keyboard.press('Enter');

  // A link is opened.
  await expect(page.getByRole('heading', { name: 'Documents', exact: true })).toBeVisible();
  await pressTo('Tab', /^Open a link$/);
  await keyboard.press('Enter');
  await expect(focused).toHaveAccessibleName('Link');
  await keyboard.insertText(link);
  await keyboard.press('Enter');
  await expect(desk.text).toContainText('Over one, under one');
});
