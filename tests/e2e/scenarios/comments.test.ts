import { findBarriers } from '../app/axe.ts';
import { expect, test } from '../harness/index.ts';
import { comment, mod, selectWords, toComments as toPanel } from './comment-desk.ts';
import { awaitNetworkLoss, type Desk, introduce, openLink, startDocument } from './desk.ts';

test('a commenter who may not write comments, offline too; the editor answers, resolves while the other replies, deletes the text', async ({
  openPerson,
}) => {
  const ada = await openPerson({ viewport: { width: 1440, height: 900 } });
  const ben = await openPerson({ keepsApp: true, viewport: { width: 1440, height: 900 } });
  await introduce(ada, 'Ada');
  await introduce(ben, 'Ben');
  const adas = await startDocument(ada, 'Plain weave', 'Over one, under one, and the next row the other way round.');
  const bens = await openLink(ben, await adas.copyLink('comment'));
  await expect(ben.page.getByRole('note').filter({ hasText: 'You can read and comment' })).toBeVisible();
  await expect(bens.text).toHaveAttribute('contenteditable', 'false');
  await comment(bens, 'the next row', 'Which row is that?');
  await expect(bens.text.locator('.weft-comment')).toHaveText('the next row');

  // The editor hears of it, with the name that Ben’s device signed.
  const button = adas.page.getByRole('button', { name: 'Comments, 1 new comment' });
  await expect(button).toBeVisible();
  await button.click();
  const card = toPanel(adas).getByRole('article').filter({ hasText: 'Which row is that?' });
  await expect(card).toContainText('Ben');
  await expect(card).toContainText('New');
  await card.click();
  await card.getByRole('textbox', { name: 'Reply' }).fill('The one above, @Be');
  await adas.page.getByRole('option', { name: 'Ben' }).click();
  await adas.page.keyboard.type('!');
  await card.getByRole('button', { name: 'Reply' }).click();
  await expect(card.locator('.weft-mention')).toHaveText('@Ben');
  await expect(toPanel(bens).getByRole('article')).toContainText('The one above, @Ben');
  await card.getByRole('button', { name: 'React to Ben' }).click();
  await adas.page.getByRole('menuitemradio', { name: 'Love it' }).click();
  await expect(card.getByRole('button', { name: 'Love it: you' })).toBeVisible();
  expect(await findBarriers(adas.page)).toEqual([]);

  // Ben answers offline while Ada resolves: his words are not put away with what she had read.
  await awaitNetworkLoss(ben);
  ben.cable.cut();
  const bensCard = toPanel(bens).getByRole('article');
  await bensCard.focus();
  await bens.page.keyboard.press('Enter');
  await expect(bensCard.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await bens.page.keyboard.type('I still do not see it.');
  await bens.page.keyboard.press(`${mod}+Enter`);
  await expect(bensCard).toContainText('I still do not see it.');
  await card.getByRole('button', { name: 'Resolve' }).click();
  await expect(card).toHaveCount(0);
  await expect(adas.text.locator('.weft-comment')).toHaveCount(0);
  await adas.sent();
  ben.cable.join();
  await expect(card).toContainText('2 replies New');
  await card.click();
  await expect(card).toContainText('I still do not see it.');
  await expect(adas.text.locator('.weft-comment')).toHaveText('the next row');

  // Once she has read that too, it is resolved for both, and can be opened again.
  await card.getByRole('button', { name: 'Resolve' }).click();
  await expect(bensCard).toHaveCount(0);
  await toPanel(bens)
    .getByRole('button', { name: /^Resolved/ })
    .click();
  await expect(bensCard).toContainText('Resolved by Ada');
  await bensCard.getByRole('button', { name: 'Open again' }).click();
  await expect(card).toHaveCount(1);

  // A split keeps the thread on its words; deleting them leaves it with its quote.
  await adas.caretAfter('Over one');
  await adas.page.keyboard.press('Home');
  for (let at = 0; at < 'Over one, under one, and the'.length; at += 1) await adas.page.keyboard.press('ArrowRight');
  await adas.page.keyboard.press('Enter');
  await toPanel(bens)
    .getByRole('button', { name: /^Open \d/ })
    .click();
  await expect(bens.text.locator('.weft-comment')).toHaveCount(2);
  await expect(bens.text.locator('.weft-comment').first()).toHaveText('the');
  await selectWords(adas, 'the');
  await adas.page.keyboard.press('Delete');
  await selectWords(adas, ' next row');
  await adas.page.keyboard.press('Delete');
  for (const desk of [adas, bens]) {
    const lost = toPanel(desk).getByRole('article').filter({ hasText: 'On deleted text' });
    await expect(lost).toContainText('the next row');
    await expect(desk.text.locator('.weft-comment')).toHaveCount(0);
  }
});

test('one’s own words can be changed, deleted and brought back; a draft outlives the tab; a viewer sees none of it', async ({
  openPerson,
}) => {
  const ada = await openPerson({ viewport: { width: 1440, height: 900 } });
  const ben = await openPerson();
  await introduce(ada, 'Ada');
  const adas = await startDocument(ada, 'Plain weave', 'Over one, under one.');
  const view = await adas.copyLink('view');
  await comment(adas, 'under', 'Or over?');
  const panel = toPanel(adas);
  const card = panel.getByRole('article');
  await card.click();
  await card.getByRole('button', { name: 'Change or delete your comment' }).click();
  await adas.page.getByRole('menuitem', { name: 'Change' }).click();
  const field = card.getByRole('textbox', { name: 'Change your comment' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('Or over?');
  await field.fill('Or over two?');
  await field.press(`${mod}+z`);
  await expect(field).toHaveValue('Or over?');
  await expect(adas.text).toContainText('Over one, under one.');
  await field.fill('Or over two?');
  await field.press(`${mod}+Enter`);
  await expect(card).toContainText('Or over two?');
  await expect(card).toContainText('changed');
  await card.getByRole('button', { name: /^React to/ }).click();
  await adas.page.getByRole('menuitemradio', { name: 'Agree' }).click();
  await expect(card.getByRole('button', { name: 'Agree: you' })).toHaveAttribute('aria-pressed', 'true');

  await card.getByRole('button', { name: 'Change or delete your comment' }).click();
  await adas.page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(card).toHaveCount(0);
  await adas.page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(card).toContainText('Or over two?');

  await card.getByRole('textbox', { name: 'Reply' }).fill('Not said yet');
  await adas.page.keyboard.press('Escape');
  await expect(card).toBeFocused();
  // The draft is sealed and written a moment later: reloading asks where it is not.
  await expect.poll(async () => await keptBytes(adas)).toBeGreaterThan(0);
  await adas.sent();
  await adas.page.reload();
  await adas.page.getByRole('button', { name: /^Comments/ }).click();
  await card.click();
  await expect(card.getByRole('textbox', { name: 'Reply' })).toHaveValue('Not said yet');

  // A link to the thread leads there, for those who have the document; it gives it to nobody else.
  await card.getByRole('button', { name: 'Copy a link to this thread' }).click();
  await expect(adas.page.getByText('The link was copied.')).toBeVisible();
  const link = await adas.page.evaluate(async () => await navigator.clipboard.readText());
  await adas.page.getByRole('link', { name: 'Documents' }).click();
  await expect(adas.page.getByRole('heading', { name: 'Documents' })).toBeVisible();
  await adas.page.goto(link);
  await expect(card).toBeFocused();
  await expect(card).toContainText('Or over two?');
  await ben.page.goto(link);
  await expect(ben.page.getByText('in a document that is not on this device')).toBeVisible();

  const bens = await openLink(ben, view);
  await expect(ben.page.getByRole('note').filter({ hasText: 'nor see its comments' })).toBeVisible();
  await expect(bens.page.getByRole('button', { name: /^Comments/ })).toHaveCount(0);
  await expect(bens.text.locator('.weft-comment')).toHaveCount(0);
});

/** The size of what this device keeps of the comments for itself; sealed, so that its bytes say nothing. */
async function keptBytes({ page }: Desk): Promise<number> {
  return await page.evaluate(
    async () =>
      await new Promise<number>((resolve, reject) => {
        const request = indexedDB.open('weft/library');
        request.onerror = () => reject(new Error('the library did not open'));
        request.onsuccess = () => {
          const store = request.result.transaction('device').objectStore('device');
          const entries = store.getAll();
          const keys = store.getAllKeys();
          keys.onsuccess = () => {
            const at = keys.result.findIndex((key) => String(key).includes('comments'));
            const record = entries.result[at] as { body?: Uint8Array } | undefined;
            request.result.close();
            if (record?.body !== undefined && new TextDecoder().decode(record.body).includes('Not said yet')) {
              reject(new Error('a draft lies on this device in the clear'));
            }
            resolve(record?.body?.length ?? 0);
          };
        };
      }),
  );
}
