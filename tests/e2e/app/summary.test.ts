import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';

const LINES = [
  'The ferry across the estuary was closed on Monday after engineers found cracks in its landing stage.',
  'Until the landing stage is repaired, the town council will run two buses an hour around the estuary.',
  'Some people said that they would rather walk.',
  'The council expects the repair of the landing stage to take six weeks and to cost ninety thousand pounds.',
  'It was raining when the notice was put up.',
];

test('a summary is made on this device, leads to its sentences, says when it is old, is copied and suggested', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const desk = await startDocument(ada, 'The ferry');
  const { page } = ada;
  for (const line of LINES) {
    await page.keyboard.insertText(line);
    await page.keyboard.press('Enter');
  }
  await desk.sent();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Summarize' }).click();
  const panel = page.getByRole('complementary', { name: 'Summary' });
  const sentences = panel.getByRole('button', { name: /^Show in the text: / });
  await panel.getByRole('combobox', { name: 'Length' }).selectOption({ label: 'Short' });
  await expect(sentences).toHaveCount(3);
  for (const text of await sentences.allTextContents()) expect(LINES).toContain(text);

  await sentences.first().click();
  await expect(page.locator('.weft-place')).toHaveText(await sentences.first().innerText());

  await panel.getByRole('combobox', { name: 'Of what' }).selectOption({ label: 'Selection' });
  await expect(panel.getByRole('alert')).toContainText('Nothing is selected');
  await desk.caretAfter('Some people said');
  await page.keyboard.press('Shift+Home');
  await panel.getByRole('button', { name: 'Summarize' }).click();
  await expect(sentences).toHaveText(['Some people said that they would rather walk.']);

  await panel.getByRole('combobox', { name: 'Of what' }).selectOption({ label: 'Whole document' });
  await panel.getByRole('combobox', { name: 'As' }).selectOption({ label: 'In short' });
  await expect(sentences).toHaveCount(1);
  const short = await sentences.first().innerText();
  await panel.getByRole('button', { name: 'Copy' }).click();
  await expect(panel).toContainText('The summary is copied.');
  expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe(short);
  await panel.getByRole('button', { name: 'Insert as a suggestion' }).click();
  await expect(desk.text.locator('ins')).toHaveText(short);
  await expect(page.getByRole('button', { name: 'Suggestions, 1 suggestion' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Editing/ })).toBeVisible();
  await expect(panel).not.toContainText('The text has changed since.');

  await desk.caretAfter('It was raining');
  await desk.type(' Nobody read it.');
  await expect(panel).toContainText('The text has changed since.');
});
