import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/index.ts';
import { type Desk, awaitNetworkLoss, openLink, startDocument } from './desk.ts';

/** Saves a copy with the keyboard alone; the file's place on disk and its proposed name. */
async function saveCopy(page: Page): Promise<{ path: string; name: string }> {
  await page.getByRole('button', { name: 'More', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('sav'); // the first letters of the item
  await expect(page.getByRole('menuitem', { name: 'Save a copy (.weft)' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Save a copy' });
  await expect(dialog.getByLabel('Name of the file')).toBeFocused();
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const download = await downloading;
  await expect(dialog).toBeHidden();
  return { path: await download.path(), name: download.suggestedFilename() };
}

async function addFrom(
  { page }: Desk,
  files: string | { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: 'Add from a .weft file' }).click();
  await (await choosing).setFiles(files);
}

test('LED-6: written offline, saved as a file, and read by someone with the link and no network', async ({
  openPerson,
}) => {
  const ada = await openPerson({ keepsApp: true });
  const ben = await openPerson({ keepsApp: true });
  const adas = await startDocument(ada, 'By hand', 'Sent before. ');
  const link = await adas.copyLink('edit');
  // Ben has used Weft before, on another document: the app is on his device.
  await startDocument(ben, 'Something else', 'of his own');
  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();

  await adas.caretAfter('Sent before.');
  await adas.type('Written offline.');
  const saved = await saveCopy(ada.page);
  expect(saved.name).toMatch(/^document \d{4}-\d\d-\d\d\.weft$/);
  const bytes = await readFile(saved.path);
  for (const secret of ['By hand', 'Written offline', link.split('#')[1]!.slice(-40)]) {
    expect(bytes.includes(secret)).toBe(false);
  }

  const bens = await openLink(ben, link);
  await expect(bens.text).not.toContainText('Written offline.');
  await addFrom(bens, saved.path);
  // Nothing stands twice: what he opened empty was not begun anew.
  await expect.poll(bens.blocks).toEqual([{ kind: 'paragraph', text: 'Sent before. Written offline.' }]);
  await expect(bens.title).toHaveValue('By hand');
  const notices = ben.page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText(/changes? (was|were) added from the file\./);
  await expect(bens.status).toContainText('Saved on this device');
  await ben.page.reload();
  await expect(bens.text).toContainText('Sent before. Written offline.');

  // And back, through the list of documents.
  await bens.caretAfter('Written offline.');
  await bens.type(' Answered.');
  const answer = await saveCopy(ben.page);
  await ada.page.getByRole('link', { name: 'Documents' }).click();
  await ada.page.getByRole('button', { name: 'Settings' }).click();
  const choosing = ada.page.waitForEvent('filechooser');
  await ada.page.getByRole('menuitem', { name: 'Open a .weft file' }).click();
  await (await choosing).setFiles(answer.path);
  await expect(adas.text).toContainText('Written offline. Answered.');
});

test('LED-6: a damaged file, another document’s and no Weft file: a sentence each, and the words stay', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const desk = await startDocument(ada, 'Whole', 'These words stay');
  const own = await readFile((await saveCopy(ada.page)).path);
  const notices = ada.page.getByRole('region', { name: 'Notices' });
  const give = async (name: string, buffer: Buffer): Promise<void> =>
    await addFrom(desk, { name, mimeType: 'application/octet-stream', buffer });

  const damaged = Buffer.from(own);
  damaged[600] = damaged[600]! ^ 1;
  await give('damaged.weft', damaged);
  await expect(notices).toContainText(/is damaged \(at byte \d+\): the rest was added/);
  await give('cut.weft', own.subarray(0, own.length - 60));
  await expect(notices).toContainText(/ends too early/);
  await give('notes.weft', Buffer.from('# Notes'));
  await expect(notices).toContainText('This is not a Weft file.');

  await ada.page.getByRole('link', { name: 'Documents' }).click();
  const other = await startDocument(ada, 'Other', 'Another document');
  await addFrom(other, { name: 'whole.weft', mimeType: 'application/octet-stream', buffer: own });
  await expect(notices).toContainText('a copy of another document');
  await expect(other.text).not.toContainText('These words stay');

  // Dropped on the list of documents, the file finds its own.
  await ada.page.getByRole('link', { name: 'Documents' }).click();
  await expect(ada.page.getByRole('heading', { name: 'Documents' })).toBeVisible();
  await ada.page.evaluate(
    (content) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(content)], 'whole.weft'));
      document
        .querySelector('main')!
        .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [...own],
  );
  await expect(desk.title).toHaveValue('Whole');
  await expect(desk.text).toContainText('These words stay');
  await expect(notices).toContainText('Nothing new');
});
