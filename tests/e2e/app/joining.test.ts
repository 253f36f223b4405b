import { expect, test } from '../harness/index.ts';
import { openLink, startDocument } from '../scenarios/desk.ts';

test('who joins and goes to the text by keyboard adds to it: nothing that arrived was selected', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Letters', 'Shared beginning');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Shared beginning');
  await bens.text.focus();
  await bens.type('A ');
  for (const desk of [adas, bens]) await expect(desk.text).toHaveText('A Shared beginning');
});
