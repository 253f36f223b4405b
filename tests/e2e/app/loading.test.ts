import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';

// The service worker is kept out: where it is quicker, it brings the part all the same.
const PART = /libsodium-wrappers.*\.js$/;

test('a part of the app that does not arrive is said in a sentence, and asked for again', async ({ openPerson }) => {
  const ada = await openPerson({ serviceWorkers: 'block' });
  const ben = await openPerson({ serviceWorkers: 'block' });
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
  const { page } = await openPerson({ serviceWorkers: 'block' });
  const desk = await startDocument({ page }, 'In a hurry', 'Said and done');
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

  await slow(/comments-ui.*\.js$/);
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('ControlOrMeta+Alt+m');
  await page.keyboard.type('By whom');
  await expect(page.getByText('Fetching')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Comment' })).toHaveValue('By whom');
  await page.keyboard.type('?');
  await page.keyboard.press('ControlOrMeta+Enter');
  go();
  await expect(page.getByRole('article')).toContainText('By whom?');
  await page.getByRole('button', { name: 'Close the panel' }).click();

  await desk.caretAfter('Said and done');
  await page.keyboard.press('Enter');
  await slow(/part-[^/]*\.js$/);
  await page.getByRole('button', { name: 'More formatting' }).click();
  await page.getByRole('menuitem', { name: 'Table' }).click();
  await page.keyboard.type('Warp');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Wft');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('eft');
  await expect(desk.text).not.toContainText('Warp');
  go();
  await expect(desk.text.getByRole('columnheader')).toHaveText(['Warp', 'Weft', '']);

  await desk.caretAfter('Said and done');
  await slow(/part-[^/]*\.js$/);
  await page.keyboard.press('ControlOrMeta+Alt+Shift+x');
  await page.keyboard.type(', they say');
  go();
  await expect(desk.text.locator('ins')).toHaveText(', they say');
});
