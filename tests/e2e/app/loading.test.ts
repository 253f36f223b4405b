import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';

// Without a service worker: where that is quicker, it brings the part all the same.
const PART = /libsodium-wrappers.*\.js$/;

test('a part of the app that does not arrive is said in a sentence, and asked for again', async ({ openPerson }) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const link = await (await startDocument(ada, 'Whole', 'All of it')).copyLink('edit');

  ben.watch.expectProblem(/Failed to load resource: net::ERR_FAILED/);
  await ben.page.route(PART, async (route) => await route.abort());
  await ben.page.goto('/');
  await ben.page.getByRole('button', { name: 'New document' }).click();
  await expect(ben.page.getByText('A part of Weft has not arrived').first()).toBeVisible();
  await ben.page.goto('about:blank');
  await ben.page.goto(link);
  await expect(ben.page.getByRole('alert')).toContainText('A part of Weft has not arrived');

  // The link is still in the address: trying again goes on from there.
  await ben.page.unroute(PART);
  await ben.page.getByRole('button', { name: 'Try again' }).click();
  await expect(ben.page.getByRole('textbox', { name: 'Document', exact: true })).toContainText('All of it');
});

test('what is typed while its place is still being fetched goes there: a comment, a table, a suggestion', async ({
  openPerson,
}) => {
  const { page } = await openPerson();
  let go = (): void => undefined;
  /** Lets a part arrive only when it is told to. */
  const slow = async (part: RegExp): Promise<void> => {
    const released = new Promise<void>((resolve) => {
      go = resolve;
    });
    await page.route(part, async (route) => {
      await released;
      await route.continue();
    });
  };

  // Before the app asks for anything: what is on its way already cannot be held up.
  await slow(/comments-ui.*\.js$/);
  const desk = await startDocument({ page }, 'In a hurry', 'Said and done');
  const ime = await page.context().newCDPSession(page);
  const compose = async (...drafts: readonly string[]): Promise<void> => {
    for (const text of drafts)
      await ime.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await ime.send('Input.insertText', { text: drafts.at(-1) ?? '' });
  };
  const paste = async (words: string): Promise<void> => {
    await page.evaluate(async (text) => await navigator.clipboard.writeText(text), words);
    await page.keyboard.press('ControlOrMeta+v');
  };

  await page.keyboard.press('Enter');
  await page.keyboard.press('ControlOrMeta+Alt+m');
  await page.keyboard.type('By ');
  await paste('whom');
  await expect(page.getByText('Fetching')).toBeVisible();
  const field = page.getByRole('textbox', { name: 'Comment' });
  await expect(field).toHaveValue('By whom');
  await page.keyboard.type('?');
  await page.keyboard.press('ControlOrMeta+Enter');
  go();
  // On an empty line there is nothing to comment on: the words wait for what they are about.
  await expect(page.getByText('Your words are in the field')).toBeVisible();
  await expect(field).toHaveValue('By whom?');
  await desk.caretAfter('Said and done');
  await page.keyboard.press('Shift+Home');
  await page.getByRole('region', { name: 'New thread' }).getByRole('button', { name: 'Comment' }).click();
  await expect(page.getByRole('article')).toContainText('By whom?');
  await expect(page.getByRole('article')).toContainText('Said and done');
  await page.getByRole('button', { name: 'Close the panel' }).click();

  await desk.caretAfter('Said and done');
  await page.keyboard.press('ArrowDown');
  await slow(/part-[^/]*\.js$/);
  await page.getByRole('button', { name: 'More formatting' }).click();
  await page.getByRole('menuitem', { name: 'Table' }).click();
  await compose('W', 'Wa', 'Warp');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Wft');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('eft');
  await page.keyboard.press('Tab');
  await paste('Looms and');
  for (let at = 0; at < ' and'.length; at += 1) await page.keyboard.press('Backspace');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Delete');
  await expect(desk.text).not.toContainText('Warp');
  await expect(desk.text).not.toContainText('Loom');
  go();
  await expect(desk.text.getByRole('columnheader')).toHaveText(['Warp', 'Weft', 'Loom']);

  await desk.caretAfter('Said and done');
  await slow(/part-[^/]*\.js$/);
  await page.keyboard.press('ControlOrMeta+Alt+Shift+x');
  await page.keyboard.type(', they ');
  await compose('s', 'sa', 'say');
  await paste(' so often');
  await page.keyboard.press('ControlOrMeta+Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('.');
  await expect(desk.text).not.toContainText('say');
  go();
  await expect(desk.text).toContainText('Said and done, they say so.');
  expect((await desk.text.locator('ins').allTextContents()).join('')).toBe(', they say so.');

  await slow(/comments-ui.*\.js$/);
  await page.reload();
  await desk.caretAfter('Said and done');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('ControlOrMeta+Alt+m');
  await expect(page.getByText('Fetching')).toBeVisible();
  await page.keyboard.type('And when?');
  await page.keyboard.press('ControlOrMeta+Enter');
  go();
  await expect(page.getByRole('article').filter({ hasText: 'And when?' })).toBeVisible();
});
