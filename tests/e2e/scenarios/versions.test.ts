import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, introduce, openLink, startDocument } from './desk.ts';

test.use({ keepsApp: true });

test('a version is saved by name, seen and compared by another, and restored: what somebody types meanwhile stays', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  await introduce(ada, 'Ada');
  await introduce(ben, 'Ben');
  const adas = await startDocument(ada, 'Plans', 'The river rises');
  await adas.page.keyboard.press('Enter');
  await adas.type('Meeting on Tuesday');

  await adas.page.keyboard.press('Control+Alt+Shift+h');
  const versions = adas.page.getByRole('region', { name: 'Versions' });
  await expect(versions).toContainText('No versions yet');
  await versions.getByRole('button', { name: 'Save a version' }).press('Enter');
  await expect(versions.getByRole('textbox', { name: 'Name of the version' })).toBeFocused();
  await adas.page.keyboard.type('Sent to the printer');
  await adas.page.keyboard.press('Enter');
  await expect(versions.getByRole('listitem')).toContainText(['Sent to the printer']);
  await expect(versions.getByRole('button', { name: 'Save a version' })).toBeFocused();

  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.text).toContainText('Tuesday');
  await bens.caretAfter('The river');
  await bens.type(' in the spring');
  await bens.caretAfter('Meeting');
  for (let i = 0; i < 'Tuesday'.length; i++) await bens.page.keyboard.press('Backspace');
  await bens.type('no day');
  await expect(adas.text).toContainText('no day');
  await bens.page.keyboard.press('Control+Alt+Shift+h');
  const seen = bens.page.getByRole('region', { name: 'Versions' });
  await expect(seen.getByRole('listitem')).toContainText(/Sent to the printer\s*Ada · /);

  await versions.getByRole('button', { name: 'Compare: Sent to the printer' }).press('Enter');
  const dialog = adas.page.getByRole('dialog', { name: 'Since “Sent to the printer”' });
  const changed = dialog.getByRole('region', { name: 'What changed' });
  await expect(dialog.getByRole('listitem')).toContainText([/Ben: 5 added,\s*1 removed/]);
  await expect(changed.locator('ins').first()).toHaveAttribute('title', 'added by Ben');
  await expect(changed.locator('del').first()).toHaveAttribute('title', 'removed by Ben');
  await adas.page.keyboard.press('Escape');

  // Both apart: Ada restores, Ben writes on.
  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  await versions.getByRole('button', { name: 'Restore: Sent to the printer' }).press('Enter');
  await expect(adas.text).toContainText('Meeting on Tuesday');
  expect((await adas.blocks()).map(({ text }) => text)).toEqual(['The river rises', 'Meeting on Tuesday']);
  await expect(versions.getByRole('listitem').first()).toContainText('Before restoring “Sent to the printer”');
  await bens.caretAfter('The river');
  await bens.type(', says Ben');
  ada.cable.join();
  ben.cable.join();
  const lines = ['The river rises, says Ben', 'Meeting on Tuesday'];
  await expect.poll(async () => (await adas.blocks()).map(({ text }) => text)).toEqual(lines);
  await expect.poll(async () => (await bens.blocks()).map(({ text }) => text)).toEqual(lines);

  // The way back is a version too; names are anybody's to change.
  await seen.getByRole('button', { name: 'Rename: Sent to the printer' }).press('Enter');
  await bens.page.keyboard.type('Printed');
  await bens.page.keyboard.press('Enter');
  await expect(versions.getByRole('listitem')).toContainText([/Before restoring/, /Printed/]);
  await versions.getByRole('button', { name: /^Delete: Before restoring/ }).press('Enter');
  await adas.page.getByRole('dialog', { name: 'Delete this version?' }).getByRole('button', { name: 'Delete' }).click();
  await expect(versions.getByRole('listitem')).toHaveCount(1);
  await adas.page.reload();
  await expect(adas.text).toContainText('Tuesday');
  await adas.page.keyboard.press('Control+Alt+Shift+h');
  await expect(versions.getByRole('listitem')).toContainText(['Printed']);
});
