import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../harness/index.ts';
import { toDesk } from '../scenarios/desk.ts';
import { findBarriers } from './axe.ts';
import { slowFiles } from './slow-files.ts';

/** Looks for barriers at every stop of a walk, and tells of all of them at its end. */
function createWalk(page: Page): {
  stop(name: string, there: Locator, within?: string): Promise<void>;
  barriers(): readonly string[];
} {
  const found: string[] = [];
  return {
    async stop(name, there, within) {
      await expect(there, name).toBeVisible();
      found.push(...(await findBarriers(page, within)).map((barrier) => `${name}: ${barrier}`));
    },
    barriers: () => found,
  };
}

const DIALOG = 'dialog[open]';

test('nothing keeps anybody out of any screen, dialog, panel or menu, in light or dark', async ({ openPerson }) => {
  const { page } = await openPerson({ reducedMotion: 'reduce' });
  const { stop, barriers } = createWalk(page);
  const menu = (item: string): Locator => page.getByRole('menuitem', { name: item });
  const dialog = page.getByRole('dialog');
  const escape = async (): Promise<void> => await page.keyboard.press('Escape');

  await page.goto('/');
  await stop('empty library', page.getByRole('button', { name: 'New document' }));
  const settings = page.getByRole('button', { name: 'Settings' });
  await settings.click();
  await stop('settings', menu('Language'), '[role=menu]:popover-open');
  await menu('Language').click();
  await stop('language', dialog, DIALOG);
  await escape();
  await settings.click();
  await menu('Your name and colour').click();
  await stop('name and colour', dialog, DIALOG);
  await escape();
  await settings.click();
  await menu('What reads along…').click();
  await stop('what reads along', dialog, DIALOG);
  await page.getByRole('button', { name: 'Models of your own…' }).click();
  await stop('models of your own', page.getByRole('heading', { name: 'Models of your own' }), DIALOG);
  await escape();
  await page.getByRole('button', { name: 'Open a link' }).click();
  await page.getByRole('textbox', { name: 'Link' }).fill('nothing');
  await page.keyboard.press('Enter');
  await stop('a link that is none', page.getByRole('alert'), DIALOG);
  await escape();

  await page.getByRole('button', { name: /sample document/ }).click();
  const desk = toDesk(page);
  await desk.title.fill('A walk');
  await desk.caretAfter('The relay that carries it');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Ann will send the the report by 3 May 2199');
  await page.keyboard.press('Enter');
  await page.keyboard.type('/table');
  await stop('slash menu', page.getByRole('listbox', { name: 'Blocks' }), '.weft-slash');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Rows, columns and cells' }).click();
  await stop('table menu', menu('Delete row'), '[role=menu]:popover-open');
  await escape();
  await desk.caretAfter('Select a few words');
  await page.keyboard.type(' :smi');
  await stop('emoji', page.getByRole('option', { name: /^smil/ }).first(), '.weft-slash:popover-open');
  await escape();
  await page.keyboard.type(' @');
  await stop('people and days', page.getByRole('option', { name: /^Today/ }), '.weft-slash:popover-open');
  await page.getByRole('option', { name: 'Another day…' }).click();
  await stop('days', page.getByRole('dialog', { name: 'Choose a day' }), '.weft-picker');
  await escape();
  await desk.caretAfter('Tick this line');
  await page.keyboard.press('Shift+Home');
  await stop('bubble', page.getByRole('toolbar', { name: 'Selection' }), '.weft-bubble');
  await page.keyboard.press('ControlOrMeta+k');
  await stop('link', page.getByRole('dialog', { name: 'Link' }), '.weft-link-field');
  await escape();
  const bar = page.getByRole('toolbar', { name: 'Formatting' });
  for (const name of [/^Block kind/, 'Colour', 'More formatting', /^Editing:/]) {
    await bar.getByRole('button', { name }).click();
    await stop(`menu ${String(name)}`, page.locator('[role=menu]:popover-open'), '[role=menu]:popover-open');
    await escape();
  }
  await page.keyboard.press('ControlOrMeta+Alt+f');
  await stop('find and replace', page.getByRole('search'), '.weft-find');
  await escape();
  await page.keyboard.press('ControlOrMeta+/');
  await stop('shortcuts', dialog, DIALOG);
  await escape();

  await desk.caretAfter('Tick this line');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('ControlOrMeta+Alt+m');
  await expect(page.getByRole('textbox', { name: 'Comment' })).toBeFocused();
  await page.keyboard.type('Why?');
  await page.keyboard.press('ControlOrMeta+Enter');
  await stop('comments', page.getByRole('article'), '.weft-panel');
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await stop('no open comments', page.getByText('Nothing open'), '.weft-panel');
  await desk.caretAfter('Select a few words');
  await page.keyboard.press('ControlOrMeta+Alt+Shift+x');
  await expect(page.getByRole('button', { name: /^Suggesting/ })).toBeVisible();
  await page.keyboard.type(' Indeed.');
  await page.getByRole('tab', { name: /^Suggestions/ }).click();
  await stop('suggestions', page.getByRole('button', { name: 'Accept all' }), '.weft-panel');
  await page.keyboard.press('ControlOrMeta+Alt+Shift+h');
  await page.getByRole('button', { name: 'Save a version' }).click();
  await expect(page.getByRole('textbox', { name: 'Name of the version' })).toBeFocused();
  await page.keyboard.type('First');
  await page.keyboard.press('Enter');
  await page.getByRole('switch', { name: 'Show who wrote what' }).click();
  await stop('history', page.getByRole('button', { name: 'Compare: First' }), '.weft-panel');
  await page.getByRole('button', { name: 'Compare: First' }).click();
  await stop('comparison', dialog, DIALOG);
  await escape();
  await page.getByRole('button', { name: 'Delete: First' }).click();
  await stop('question', dialog, DIALOG);
  await escape();
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await page.keyboard.press('ControlOrMeta+s');
  await stop('document', page.getByRole('region', { name: 'Notices' }));

  const more = page.getByRole('button', { name: 'More', exact: true });
  await more.click();
  await stop('document menu', menu('People and devices'), '[role=menu]:popover-open');
  await menu('People and devices').click();
  await page.getByRole('button', { name: /as a QR code/ }).click();
  await stop('people', dialog, DIALOG);
  await escape();
  await more.click();
  await menu('Save a copy').click();
  await stop('save a copy', dialog, DIALOG);
  await escape();
  await more.click();
  await menu('Export as…').click();
  await stop('export', dialog, DIALOG);
  await escape();
  await more.click();
  await menu('Summarize').click();
  await stop('summary', page.getByRole('button', { name: 'Summarize' }), '.weft-panel');
  for (const [item, tab, found] of [
    ['Proofread', 'Proofreading', page.getByRole('button', { name: /the the/ }).first()],
    ['Find tasks and days', 'Tasks', page.getByRole('checkbox', { name: /report/ })],
    ['Rewrite', 'Rewriting', page.getByText('Rewriting needs a language model')],
  ] as const) {
    await more.click();
    await menu(item).click();
    await stop(tab, page.getByRole('complementary', { name: tab }).filter({ has: found }), '.weft-panel');
  }
  await page.getByRole('tab', { name: 'Outline' }).click();
  await stop('outline', page.getByRole('button', { name: 'Write together' }), '.weft-panel');
  await page.getByRole('button', { name: 'Close the panel' }).click();
  await more.click();
  await menu('Connect directly').click();
  await stop('connect', dialog, DIALOG);
  await escape();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText('For another device of yours').click();
  await page.getByRole('checkbox', { name: 'Lock the link' }).check();
  await page.getByRole('button', { name: 'Copy edit link' }).click();
  await stop('share', page.getByRole('alert'), DIALOG);
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('over one, under one');
  await page.getByRole('button', { name: 'Copy view link' }).click();
  await expect(dialog.getByRole('status')).toHaveText('View link copied');
  const link = await page.evaluate(async () => await navigator.clipboard.readText());
  await escape();

  await page.getByRole('link', { name: 'Documents' }).click();
  await stop('library', page.getByRole('link', { name: /A walk/ }));
  const go = await slowFiles(page);
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…' }).click();
  const second = { name: 'second.txt', mimeType: 'text/plain', buffer: Buffer.from('Another walk') };
  await (await choosing).setFiles(second);
  await stop('import', page.getByRole('button', { name: 'Cancel' }), '.weft-notices');
  await go();
  await expect(desk.text).toContainText('Another walk');
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByRole('button', { name: 'Order' }).click();
  await stop('order', page.getByRole('menuitemradio', { name: 'Title' }), '[role=menu]:popover-open');
  await escape();
  await page.getByRole('button', { name: 'More about A walk' }).click();
  await menu('Folder…').click();
  await stop('folder', dialog, DIALOG);
  await page.keyboard.type('Walks');
  await page.keyboard.press('Enter');
  await stop('folders', page.getByRole('group', { name: 'Folders' }));
  await page.getByRole('button', { name: 'More about A walk' }).click();
  await menu('Move to the trash').click();
  await stop('notice with a way back', page.getByRole('button', { name: 'Undo' }), '.weft-notices');
  await page.getByRole('link', { name: 'Trash, 1 document' }).click();
  await stop('trash', page.getByRole('button', { name: 'Take back: A walk' }));
  await page.getByRole('button', { name: 'Delete for good: A walk' }).click();
  await stop('delete for good', dialog, DIALOG);
  await escape();
  await page.getByRole('button', { name: 'Take back: A walk' }).click();
  await stop('empty trash', page.getByRole('heading', { name: 'The trash is empty' }));
  await page.goto(link);
  await stop('passphrase', page.getByRole('heading', { name: 'This link is locked' }));
  await page.goto('/#AQPnot-all-of-it');
  await stop('failure', page.getByRole('alert'));
  expect(barriers()).toEqual([]);
});
