import type { Page } from '@playwright/test';
import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, startDocument } from './desk.ts';

test.use({ keepsApp: true });

const CANARY = 'zeppelin-tapioca-4417';

/** Everything this origin has stored, as text: values of all databases, caches' addresses, and the two small stores. */
async function storedText(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('a store cannot be read'));
      });
    const latin = new TextDecoder('latin1');
    const toText = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return latin.decode(value);
      if (ArrayBuffer.isView(value)) return latin.decode(value);
      if (typeof value !== 'object' || value === null) return String(value);
      return Object.entries(value)
        .map(([name, inner]) => `${name}:${toText(inner)}`)
        .join('\n');
    };
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store);
        texts.push(name, store, toText(await done(all.getAllKeys())), toText(await done(all.getAll())));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) texts.push(url);
    }
    return texts.join('\n');
  });
}

test('what reads along works with no network, leaves nothing in the clear, and can be deleted', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const { page } = ada;
  const desk = await startDocument(ada, 'Aloft', `The ${CANARY} rises over the harbour in the early morning.`);
  await page.keyboard.press('Enter');
  await desk.type(`Everybody in the harbour has seen the ${CANARY} before.`);
  await desk.sent();
  await awaitNetworkLoss(ada);
  // The service worker keeps what the page it serves asks for.
  await page.reload();
  await expect(desk.text).toContainText(CANARY);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Suggest words as I write' }).click();
  await expect(page.getByText('Suggestions are on')).toBeVisible();
  // Asked once with a network, the word vectors stay.
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Find by meaning' }).click();
  const tab = page.getByRole('complementary', { name: 'By meaning' });
  const question = tab.getByRole('searchbox', { name: 'Find by words and meaning' });
  await expect(question).toBeFocused();
  await question.fill('boats at sunrise');
  const place = tab.getByRole('button', { name: /^Similar in meaning/ });
  await expect(place).toContainText(['rises over the harbour']);
  await question.press('Enter');
  await expect(page.locator('.weft-place')).toContainText('rises over the harbour');
  ada.cable.cut();

  await desk.caretAfter('Everybody');
  await page.keyboard.press('Enter');
  const ghost = page.locator('.weft-ghost');
  await desk.type(`The ${CANARY} was made in the United Sta`);
  await expect(ghost).toHaveText(/^tes/);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Summarize' }).click();
  const sentences = page
    .getByRole('complementary', { name: 'Summary' })
    .getByRole('button', { name: /^Show in the text: / });
  await expect(sentences.first()).toContainText(CANARY);
  await desk.caretAfter('was made in');
  await page.keyboard.press('Enter');
  await desk.type(`To do: moor the the ${CANARY}`);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Proofread' }).click();
  const slips = page.getByRole('complementary', { name: 'Proofreading' });
  await slips.getByRole('button', { name: 'Suggest it' }).click();
  await expect(desk.text.locator('del')).toHaveText(/the/);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Find tasks and days' }).click();
  const tasks = page.getByRole('complementary', { name: 'Tasks' });
  await expect(tasks.getByRole('listitem').first()).toContainText(CANARY);
  await tasks.getByRole('button', { name: 'Insert as a checklist' }).click();
  await expect(desk.text.locator('.weft-block[data-kind="task"]')).toContainText(CANARY);
  await page.getByRole('link', { name: 'Documents' }).click();
  const field = page.getByRole('searchbox', { name: 'Search in all documents' });
  await field.fill('zeppelin');
  await expect(page.getByRole('search').locator('mark').first()).toHaveText('zeppelin');
  await field.fill('boats at sunrise');
  await expect(page.getByRole('search').getByRole('link', { name: /^Similar in meaning/ })).toContainText('harbour');
  await field.press('Escape');

  expect(ada.cable.requests()).not.toContain(CANARY);
  for (const { bytes } of ada.watch.frames) expect(Buffer.from(bytes).includes(CANARY)).toBe(false);
  const stored = await storedText(page);
  expect(stored).toContain('weft-models');
  expect(stored).toContain('text/');
  expect(stored).not.toContain(CANARY);
  expect(stored).not.toContain('Aloft');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'What reads along…' }).click();
  const dialog = page.getByRole('dialog', { name: 'What reads along' });
  await expect(dialog).toContainText('The words of 1 document are kept');
  await dialog.getByRole('button', { name: 'Delete the model' }).click();
  await expect(dialog).toContainText('The model is not here.');
  await expect(dialog.getByRole('switch', { name: /^Suggestions while writing/ })).not.toBeChecked();
  await dialog.getByRole('button', { name: 'Delete the word vectors' }).click();
  await expect(dialog).toContainText('The word vectors are not here.');
  await expect(dialog.getByRole('switch', { name: /^Search by meaning/ })).not.toBeChecked();
  await dialog.getByRole('switch', { name: /^Search in closed documents/ }).uncheck();
  await expect(dialog).toContainText('No words are kept.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await field.fill('zeppelin');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('Nothing found for “zeppelin”.');
  await field.fill('aloft');
  await expect(page.getByRole('search').locator('mark')).toHaveText('Aloft');
});
