import { expect, test } from '../harness/index.ts';
import { openLink, startDocument } from './desk.ts';

test('ENV-5: a view link shows everything, live, and offers no way to write', async ({ openPerson }) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'For reading', 'First words');
  const bens = await openLink(ben, await adas.copyLink('view'));
  await expect(bens.text).toContainText('First words');
  await expect(bens.title).toHaveValue('For reading');
  await expect(bens.text).toHaveAttribute('contenteditable', 'false');
  await expect(bens.title).not.toBeEditable();
  await expect(ben.page.getByRole('toolbar', { name: 'Formatting' })).toHaveCount(0);
  await expect(ben.page.getByText('You are reading.')).toBeVisible();

  // Typing, pasting and cutting change nothing, here or there.
  await bens.text.click();
  await ben.page.keyboard.press('ControlOrMeta+A');
  await bens.type('overwritten');
  await ben.page.keyboard.press('Delete');
  await ben.page.keyboard.press('ControlOrMeta+X');
  await ben.page.evaluate(async () => await navigator.clipboard.writeText('pasted'));
  await ben.page.keyboard.press('ControlOrMeta+V');

  await adas.caretAfter('First words');
  await adas.type(', then more');
  await expect(bens.text).toContainText('First words, then more');
  expect(await bens.blocks()).toEqual([{ kind: 'paragraph', text: 'First words, then more' }]);
  expect(await adas.blocks()).toEqual(await bens.blocks());

  // What a reader may hand on is the view link alone.
  await ben.page.getByRole('button', { name: 'Share' }).click();
  const dialog = ben.page.getByRole('dialog', { name: 'Share' });
  await expect(dialog.getByRole('button', { name: 'Copy view link' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Copy edit link' })).toHaveCount(0);
});

test('ENV-5: a comment link shows the text live and does not change it, and is called what it is', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'For comments', 'First words');
  const bens = await openLink(ben, await adas.copyLink('comment'));
  await expect(bens.text).toContainText('First words');
  await expect(bens.text).toHaveAttribute('contenteditable', 'false');
  await expect(bens.title).not.toBeEditable();
  await expect(ben.page.getByText('This link does not let you change the text.')).toBeVisible();
  await expect(ben.page.getByText('You are reading.')).toHaveCount(0);

  await bens.text.click();
  await ben.page.keyboard.press('ControlOrMeta+A');
  await bens.type('overwritten');
  await adas.caretAfter('First words');
  await adas.type(', then more');
  await expect(bens.text).toContainText('First words, then more');
  expect(await adas.blocks()).toEqual(await bens.blocks());

  // What a commenter may hand on: what they have, and less.
  await ben.page.getByRole('button', { name: 'Share' }).click();
  const dialog = ben.page.getByRole('dialog', { name: 'Share' });
  await expect(dialog.getByRole('button', { name: 'Copy comment link' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Copy view link' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Copy edit link' })).toHaveCount(0);
  await ben.page.keyboard.press('Escape');
  await ben.page.getByRole('link', { name: 'Documents' }).click();
  await expect(ben.page.getByRole('listitem').filter({ hasText: 'For comments' })).toContainText('Can comment');
});

test('a broken link, and a link for another version, get one sentence that says what to do', async ({ openPerson }) => {
  const ada = await openPerson();
  const adas = await startDocument(ada, 'Links', '');
  const link = await adas.copyLink('edit');
  const ben = await openPerson();

  await ben.page.goto(link.slice(0, -20));
  await expect(ben.page.getByRole('alert')).toContainText('Copy the whole link again');

  const [origin = '', text = ''] = link.split('#');
  const bytes = Buffer.from(text, 'base64url');
  bytes[0] = 9;
  await ben.page.goto('about:blank');
  await ben.page.goto(`${origin}#${bytes.toString('base64url')}`);
  await expect(ben.page.getByRole('alert')).toContainText('another version of Weft');

  // Nothing was kept of either.
  await ben.page.goto('/');
  await expect(ben.page.getByRole('button', { name: 'New document' })).toBeVisible();
});

test('an oversized paste is refused with one sentence, and nothing is lost', async ({ openPerson }) => {
  const ada = await openPerson();
  const adas = await startDocument(ada, 'Pasting', 'Kept words');
  await ada.page.evaluate(async () => await navigator.clipboard.writeText('x'.repeat(2_200_000)));
  await ada.page.keyboard.press('ControlOrMeta+V');
  await expect(ada.page.getByText('That is more than 2 MB of text')).toBeVisible();
  expect(await adas.blocks()).toEqual([{ kind: 'paragraph', text: 'Kept words' }]);
});
