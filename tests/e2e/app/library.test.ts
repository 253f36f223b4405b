import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, startDocument, toDesk } from '../scenarios/desk.ts';

test('a new document begins in its title, is listed by it, and opens again where it was', async ({ openPerson }) => {
  const ada = await openPerson();
  const { page } = ada;
  await page.goto('/');
  await page.getByRole('button', { name: 'New document' }).click();
  const desk = toDesk(page);
  await expect(desk.title).toBeFocused();
  await desk.title.fill('Minutes');
  await desk.title.press('Enter');
  await desk.type('Present: everyone');
  await desk.sent();
  await page.getByRole('link', { name: 'Documents' }).click();
  const listed = page.getByRole('listitem').getByRole('link', { name: /^Minutes/ });
  await expect(listed).toBeVisible();
  const more = page.getByRole('button', { name: 'More about Minutes' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Keep at the top' }).click();
  await expect(listed).toContainText('Kept at the top');
  await more.click();
  await page.getByRole('menuitem', { name: 'Folder…' }).click();
  await page.getByRole('combobox', { name: 'Name of the folder' }).fill('Meetings');
  await page.keyboard.press('Enter');
  await expect(listed).toContainText('Meetings');
  await page.getByRole('button', { name: 'Meetings' }).click();
  await expect(listed).not.toContainText('Meetings');
  await listed.click();
  await expect(desk.text).toContainText('Present: everyone');
  await page.reload();
  await expect(desk.text).toContainText('Present: everyone');
});

test('the sample document can be written in at once', async ({ openPerson }) => {
  const ada = await openPerson();
  await ada.page.goto('/');
  await ada.page.getByRole('button', { name: /sample document/ }).click();
  const desk = toDesk(ada.page);
  await expect(desk.title).toHaveValue('Try things out');
  const before = (await desk.blocks()).length;
  await desk.caretAfter('Tick this line');
  await ada.page.keyboard.press('Enter');
  await desk.type('mine');
  await expect.poll(async () => (await desk.blocks()).length).toBe(before + 1);
  await desk.sent();
});

test('SYN-5 a document goes to the trash and comes back; deleting it for good warns of what was never sent, and asks first', async ({
  openPerson,
}) => {
  const ada = await openPerson({ keepsApp: true });
  const desk = await startDocument(ada, 'Doomed', 'Sent');
  const { page } = ada;
  await desk.sent();
  await awaitNetworkLoss(ada);
  ada.cable.cut();
  await expect(desk.status).toContainText('Offline');
  await desk.type(' and not sent');
  await expect(desk.status).toContainText(/not sent yet/);
  await expect(desk.status).toContainText('Saved on this device');
  await page.getByRole('link', { name: 'Documents' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Doomed' })).toContainText('not sent yet');

  await page.getByRole('button', { name: 'More about Doomed' }).click();
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(1);

  await page.getByRole('button', { name: 'More about Doomed' }).click();
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
  // Its own address says where it is.
  await page.goBack();
  await page.getByRole('button', { name: 'Take back and open' }).click();
  await expect(desk.text).toContainText('Sent and not sent');
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByRole('button', { name: 'More about Doomed' }).click();
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await page.getByRole('link', { name: 'Trash, 1 document' }).click();
  await expect(page.getByRole('listitem')).toContainText('never sent: stays until you delete it');
  await page.getByRole('button', { name: 'Delete for good: Doomed' }).click();
  const question = page.getByRole('dialog', { name: 'Delete “Doomed” for good?' });
  await expect(question).toContainText('never sent');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Take back: Doomed' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Weft' })).toBeFocused();
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByRole('button', { name: 'More about Doomed' }).click();
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await page.getByRole('link', { name: 'Trash, 1 document' }).click();
  await page.getByRole('button', { name: 'Delete for good: Doomed' }).click();
  await question.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await page.getByRole('link', { name: 'Documents' }).click();
  await expect(page.getByRole('button', { name: 'New document' })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(0);
});

test('a link is opened by pasting it, and a damaged one is told before anything happens', async ({ openPerson }) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Shared', 'By link');
  const link = await adas.copyLink('edit');
  const { page } = ben;
  await page.goto('/');
  await page.getByRole('button', { name: 'Open a link' }).click();
  const field = page.getByRole('textbox', { name: 'Link' });
  await field.fill(link.slice(0, -30));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Copy the whole link again');
  await field.fill(`  ${link}\n`);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(toDesk(page).text).toContainText('By link');
  await expect(page).toHaveURL(/#\/d\/[\w-]+$/);
});

test('a theme is kept, and holds in every tab', async ({ openPerson }) => {
  const ada = await openPerson({ colorScheme: 'light' });
  const { page } = ada;
  await page.goto('/');
  const other = await ada.newTab();
  await other.goto('/');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  for (const tab of [page, other]) await expect(tab.locator('html')).toHaveCSS('color-scheme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
});
