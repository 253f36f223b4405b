/** Pictures of tables, of the menus and panels a text is worked on with, and of what the list of documents can do. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { startDocument, toDesk } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

async function shootTable(page: Page, shoot: Shoot): Promise<void> {
  await page.keyboard.type('/table');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('table').waitFor();
  for (const words of [
    'Thread',
    'Colour',
    'Metres',
    'Warp',
    'Sand',
    '1,200',
    'Weft',
    'Blue, and a little green',
    '940',
  ]) {
    await page.keyboard.type(words);
    await page.keyboard.press('Tab');
  }
  await page.getByRole('cell', { name: 'Blue' }).click();
  await shoot(page, '90-table');
  await page.getByRole('button', { name: 'Rows, columns and cells' }).click();
  await shoot(page, '90-table-menu');
  await page.keyboard.press('Escape');
}

async function shootMenus(page: Page, shoot: Shoot): Promise<void> {
  const bar = page.getByRole('toolbar', { name: 'Formatting' });
  await page.keyboard.press('Shift+Home');
  for (const [name, picture] of [
    ['Colour', '91-colours'],
    [/^Editing:/, '91-modes'],
  ] as const) {
    await bar.getByRole('button', { name }).click();
    await shoot(page, picture);
    await page.keyboard.press('Escape');
  }
  await page.getByText('Nobody looks at them').hover();
  await page.getByRole('button', { name: 'Move or change this block' }).click();
  await page.getByRole('menuitem', { name: 'Delete block' }).waitFor();
  await shoot(page, '91-block-menu');
  await page.keyboard.press('Escape');
}

async function shootPanels(page: Page, shoot: Shoot): Promise<void> {
  const desk = toDesk(page);
  const open = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await page.getByRole('button', { name: /^Suggestions/ }).click();
  await page.getByText('No suggestions yet').waitFor();
  await shoot(page, '92-suggestions-empty');
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await desk.caretAfter('Nobody looks');
  await page.keyboard.press('ControlOrMeta+Alt+Shift+x');
  await page.getByRole('button', { name: /^Suggesting/ }).waitFor();
  await page.keyboard.type(', or so they say');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('ControlOrMeta+b');
  await page.getByRole('button', { name: /^Suggestions/ }).click();
  await page.getByRole('button', { name: 'Accept all' }).waitFor();
  await shoot(page, '92-suggestions');
  await desk.caretAfter('Nobody looks');
  await page.keyboard.press('ControlOrMeta+Alt+Shift+x');
  await page.keyboard.press('ControlOrMeta+Alt+Shift+h');
  await page.getByRole('button', { name: 'Save a version' }).waitFor();
  await shoot(page, '92-history-empty');
  await open('Summarize');
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await summary.getByRole('button', { name: 'Insert as a suggestion' }).waitFor();
  await shoot(page, '93-summary');
  await open('Find by meaning');
  await page.getByText('Ask in your own words').waitFor();
  await shoot(page, '93-meaning');
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await open('Export as…');
  await page.getByRole('dialog').waitFor();
  await shoot(page, '94-export');
  await page.keyboard.press('Escape');
}

async function shootList(page: Page, shoot: Shoot): Promise<string> {
  const more = page.getByRole('button', { name: /^More about Threads/ });
  const choose = async (item: string): Promise<void> => {
    await more.click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('checkbox', { name: 'Lock the link' }).check();
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('over one, under one');
  await page.getByRole('button', { name: 'Copy view link' }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  const link = await page.evaluate(async () => await navigator.clipboard.readText());
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Documents' }).click();
  await more.click();
  await shoot(page, '95-row-menu');
  await page.keyboard.press('Escape');
  await choose('Folder…');
  await page.getByRole('dialog').waitFor();
  await shoot(page, '95-folder');
  await page.keyboard.type('Weaving');
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Folders' }).waitFor();
  await shoot(page, '95-folders');
  await page.getByRole('searchbox').fill('weft');
  await page.getByRole('search').locator('mark').first().waitFor();
  await shoot(page, '96-search');
  await page.getByRole('searchbox').fill('no such thing');
  await page.getByText('Nothing found').waitFor();
  await shoot(page, '96-search-nothing');
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Language' }).click();
  await page.getByRole('dialog').waitFor();
  await shoot(page, '97-language');
  await page.keyboard.press('Escape');
  await choose('Move to the trash');
  await page.getByRole('link', { name: /^Trash/ }).click();
  await page.getByRole('button', { name: /^Delete for good/ }).click();
  await page.getByRole('dialog').waitFor();
  await shoot(page, '98-delete-for-good');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Take back/ }).click();
  await page.getByRole('heading', { name: 'The trash is empty' }).waitFor();
  await shoot(page, '98-trash-empty');
  return link;
}

/** @param origin - of a relay that serves the app */
export async function shootTools(
  browser: Browser,
  origin: string,
  look: BrowserContextOptions,
  shoot: Shoot,
): Promise<void> {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ ...look, baseURL: origin, permissions });
  const page = await context.newPage();
  const desk = await startDocument({ page }, 'Threads', 'The threads that run across are the weft.');
  await page.keyboard.press('Enter');
  await shootTable(page, shoot);
  await desk.caretAfter('The threads that run');
  await page.keyboard.press('Enter');
  await desk.type('They hold the cloth together. Nobody looks at them.');
  await shootMenus(page, shoot);
  await shootPanels(page, shoot);
  const link = await shootList(page, shoot);
  await context.close();
  const other = await browser.newContext({ ...look, baseURL: origin });
  const reading = await other.newPage();
  await reading.goto(link);
  await reading.getByRole('heading', { name: 'This link is locked' }).waitFor();
  await shoot(reading, '99-passphrase');
  await other.close();
}
