import { expect, test } from '../harness/index.ts';
import { introduce, openLink, startDocument } from './desk.ts';

test('KEY-6 who wrote what is shown by colour and by name, from signed sessions, after a reload too', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  await introduce(ada, 'Ada');
  await introduce(ben, 'Ben');
  const adas = await startDocument(ada, 'Plans', 'Words of Ada');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await bens.caretAfter('Words of Ada');
  await bens.type(' and of Ben');
  await expect(adas.text).toContainText('and of Ben');
  await bens.sent();
  await adas.page.reload();
  await adas.caretAfter('Words of Ada');
  await adas.type(' and more');

  await adas.page.keyboard.press('Control+Alt+Shift+h');
  const authors = adas.page.getByRole('region', { name: 'Who wrote this' });
  const shown = adas.text.locator('.weft-author');
  await expect(shown).toHaveCount(0);
  await authors.getByRole('switch', { name: 'Show who wrote what' }).press('Space');
  await expect(shown).toHaveText(['Words of Ada', ' and of Ben', ' and more']);
  const titles = async (): Promise<(string | null)[]> =>
    await shown.evaluateAll((spans) => spans.map((span) => span.getAttribute('title')));
  await expect.poll(titles).toEqual(['You', 'Ben', 'You']);
  await expect(authors.getByRole('listitem')).toContainText([/You\s*66%/, /Ben\s*34%/]);
  // Who wrote the words at the caret is said, not only coloured.
  await adas.caretAfter('Words of Ada');
  for (let i = 0; i < ' and more'.length + 2; i++) await adas.page.keyboard.press('ArrowLeft');
  await expect(authors).toContainText('Written by Ben.');
  await adas.type('X');
  await expect(shown).toHaveText(['Words of Ada', ' and of B', 'X', 'en', ' and more']);
  await authors.getByRole('switch').click();
  await expect(shown).toHaveCount(0);
});
