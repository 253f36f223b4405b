import { expect, test } from '../harness/index.ts';
import { startDocument, toDesk } from '../scenarios/desk.ts';

test('KEY-7 a locked link opens with its passphrase alone, and a wrong one loses nothing', async ({ openPerson }) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Locked', 'Behind a door');
  await adas.sent();
  await ada.page.getByRole('button', { name: 'Share' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Share' });
  await dialog.getByRole('checkbox', { name: 'Lock the link with a passphrase' }).check();
  await dialog.getByLabel('Passphrase', { exact: true }).fill('short');
  await dialog.getByRole('button', { name: 'Copy edit link' }).click();
  await expect(dialog.getByRole('alert')).toContainText('at least 8 characters');
  await dialog.getByLabel('Passphrase', { exact: true }).fill('three blue shuttles');
  await dialog.getByRole('button', { name: 'Copy edit link' }).click();
  await expect(dialog.getByRole('status')).toContainText('copied');
  const link = await ada.page.evaluate(async () => await navigator.clipboard.readText());

  const { page } = ben;
  await page.goto(link);
  const field = page.getByLabel('Passphrase');
  await field.fill('two red shuttles');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This passphrase does not open this link');
  expect(page.url()).toBe(link);
  await field.fill('three blue shuttles');
  await page.keyboard.press('Enter');
  await expect(toDesk(page).text).toContainText('Behind a door');
  await expect(page).toHaveURL(/#\/d\/[\w-]+$/);
});
