/** Pictures of what reads along on this device, of models of one's own, and of an import that takes a while. */
import type { Page } from '@playwright/test';
import { startDocument } from '../scenarios/desk.ts';
import { slowFiles } from './slow-files.ts';
import type { Shoot } from './shoot.ts';

const LINES = [
  'We met in the the hall, and it was a honest talk..',
  'Ann will send the report to the board by 3 May 2199',
  'To do: book the hall for the next meeting',
];

export async function shootReading(page: Page, shoot: Shoot): Promise<void> {
  const desk = await startDocument({ page }, 'Minutes of the weavers');
  for (const line of LINES) {
    await page.keyboard.insertText(line);
    await page.keyboard.press('Enter');
  }
  const open = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await open('Proofread');
  await page
    .getByRole('button', { name: /the the/ })
    .first()
    .click();
  await shoot(page, '60-proofreading');
  await open('Find tasks and days');
  await page.getByRole('checkbox', { name: /hall/ }).uncheck();
  await shoot(page, '61-tasks');
  await open('Rewrite');
  await page.getByRole('complementary', { name: 'Rewriting' }).waitFor();
  await shoot(page, '62-rewriting');
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await page.getByRole('link', { name: 'Documents' }).click();
  const go = await slowFiles(page);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…' }).click();
  await (await choosing).setFiles({
    name: 'Notes on warp and weft.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Notes'),
  });
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
  await shoot(page, '63-import');
  await go();
  await desk.text.getByText('Notes').waitFor();
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByRole('menuitemradio', { name: 'Title' }).waitFor();
  await shoot(page, '64-order');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'What reads along' }).click();
  await page.getByRole('button', { name: 'Models of your own…' }).click();
  await page.getByRole('heading', { name: 'Models of your own' }).waitFor();
  await page.getByLabel('Address of a model').fill('/models/nothing/');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await shoot(page, '65-models');
  await page.keyboard.press('Escape');
}
