import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';

const LINES = [
  'We met in the the hall, and it was a honest talk..',
  'Ann will send the report to the board by 3 May 2199',
  'To do: book the hall for the next meeting',
];

test('slips become suggestions, and what is to be done becomes a checklist; nothing that changed meanwhile', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const desk = await startDocument(ada, 'Minutes');
  const { page } = ada;
  for (const line of LINES) {
    await page.keyboard.insertText(line);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Proofread' }).click();
  const panel = page.getByRole('complementary', { name: 'Proofreading' });
  const slips = panel.getByRole('button', { name: /^Show in the text: / });
  await expect(slips).toHaveCount(3);
  await expect(slips.first()).toContainText('Written twice');
  await slips.first().click();
  await expect(page.locator('.weft-place')).toHaveText('the the');
  // Mended by hand: it is no slip any more.
  await desk.caretAfter('We met');
  await page.keyboard.press('Backspace');
  await expect(slips).toHaveCount(2);
  await panel.getByRole('button', { name: 'Leave “the the” as it is' }).click();
  await panel.getByRole('button', { name: 'Suggest “an honest” for “a honest”' }).click();
  await expect(panel).toContainText('A suggestion is in the text');
  await expect(desk.text.locator('ins')).toHaveText('an honest');
  await expect(desk.text).toContainText('in the the hall');
  await expect(page.getByRole('button', { name: /^Editing/ })).toBeVisible();
  // What is suggested is not found again.
  await panel.getByRole('button', { name: 'Check again' }).click();
  await expect(slips).toHaveCount(1);

  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Find tasks and days' }).click();
  const tasks = page.getByRole('complementary', { name: 'Tasks' });
  const items = tasks.getByRole('listitem');
  await expect(items).toHaveCount(2);
  await expect(items.first()).toContainText('Send the report to the board by 3 May 2199');
  await expect(items.first()).toContainText('Ann');
  await expect(items.first().locator('time')).toHaveAttribute('datetime', '2199-05-03');
  await items.nth(1).getByRole('checkbox').uncheck();
  await items.first().getByRole('button', { name: /^Show/ }).click();
  await expect(page.locator('.weft-place')).toHaveText(LINES[1] ?? '');
  await tasks.getByRole('button', { name: 'Insert as a checklist' }).click();
  const task = desk.text.locator('.weft-block[data-kind="task"]');
  await expect(task).toHaveCount(1);
  await expect(task).toContainText('Ann: Send the report to the board by 3 May 2199 – ');
  await expect(task.locator('time')).toHaveAttribute('datetime', '2199-05-03');
  await desk.text.focus();
  await page.keyboard.press('Control+z');
  await expect(task).toHaveCount(0);

  // Its sentence is another one now.
  await desk.caretAfter('Ann will');
  await page.keyboard.press('Backspace');
  await items.first().getByRole('button', { name: /^Show/ }).click();
  await expect(tasks).toContainText('This sentence is no longer in the text.');
  await items.nth(1).getByRole('checkbox').check();
  await tasks.getByRole('button', { name: 'Suggest it' }).click();
  await expect(task).toHaveCount(1);
  await expect(task).toContainText('Book the hall for the next meeting');
  await expect(task).toHaveAttribute('data-suggested', /.+/);
});
