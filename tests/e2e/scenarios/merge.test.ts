import { expect, test } from '../harness/index.ts';
import { awaitNetworkLoss, openLink, startDocument } from './desk.ts';

// editor.md, measured with the usual schemas: the typed word is gone, or the block is doubled.
const kinds = [
  { label: 'Heading 1', kind: 'heading' },
  { label: 'Bulleted list', kind: 'bullet' },
  { label: 'Quote', kind: 'quote' },
  { label: 'To-do list', kind: 'task' },
];

test('one changes the kinds of blocks while the other types in them, both offline: each block once, with all the words', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Plans', `${kinds[0]?.label} to be`);
  for (const { label } of kinds.slice(1)) {
    await ada.page.keyboard.press('Enter');
    await adas.type(`${label} to be`);
  }
  await adas.sent();
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect.poll(bens.blocks).toHaveLength(kinds.length);
  await bens.sent();

  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  for (const { label } of kinds) {
    await adas.turnInto(`${label} to be`, label);
    await bens.caretAfter(`${label} to be`);
    await bens.type(' in the spring');
  }
  await expect(adas.status).toContainText('not sent yet');
  await expect(bens.status).toContainText('not sent yet');
  await expect(adas.text).not.toContainText('spring');

  ada.cable.join();
  ben.cable.join();
  const merged = kinds.map(({ label, kind }) => ({ kind, text: `${label} to be in the spring` }));
  await expect.poll(adas.blocks).toEqual(merged);
  await expect.poll(bens.blocks).toEqual(merged);
  await adas.sent();
  await bens.sent();
});

test('SYN-5: words written by both while apart are all there, once each, and the status says where they are', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Letters', 'Shared beginning');
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(bens.title).toHaveValue('Letters');
  await expect(bens.text).toContainText('Shared beginning');

  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  await adas.caretAfter('Shared beginning');
  await adas.page.keyboard.press('Enter');
  await adas.type('Ada was here');
  await bens.caretAfter('Shared beginning');
  await bens.page.keyboard.press('Enter');
  await bens.type('Ben was there');
  await expect(adas.status).toContainText(/Saved on this device/);
  await expect(adas.status).toContainText(/not sent yet/);

  ada.cable.join();
  ben.cable.join();
  for (const desk of [adas, bens]) {
    await expect(desk.text).toContainText('Ada was here');
    await expect(desk.text).toContainText('Ben was there');
    await desk.sent();
  }
  expect(await adas.blocks()).toEqual(await bens.blocks());
  expect(await adas.blocks()).toHaveLength(3);
  await expect(adas.status).toContainText('Seen by 1');
});

test('what merging usually breaks, done by both while apart: joined twice, split at two places, made a list twice, deleted twice, undone by one', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Apart', 'Upper half');
  for (const words of [' and lower half', 'First. Second. Third.', 'A line', 'Goes', 'A title']) {
    await ada.page.keyboard.press('Enter');
    await adas.type(words);
  }
  await adas.sent();
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect.poll(bens.blocks).toHaveLength(6);
  await bens.sent();

  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  for (const desk of [adas, bens]) {
    const { keyboard } = desk.page;
    await desk.caretAfter('Upper half');
    await keyboard.press('Delete');
    await desk.caretAfter('First. Second.');
    for (let i = 0; i < (desk === adas ? 'Second. Third.' : 'Third.').length; i++) await keyboard.press('ArrowLeft');
    await keyboard.press('Enter');
    await desk.turnInto('A line', 'Bulleted list');
    await desk.caretAfter('Goes');
    await keyboard.press('Shift+Home');
    await keyboard.press('Backspace');
    await keyboard.press('Backspace');
  }
  await adas.turnInto('A title', 'Heading 1');
  await bens.caretAfter('A title');
  await bens.type(' of Ben’s');

  ada.cable.join();
  ben.cable.join();
  const seen = async (desk: typeof adas): Promise<string> =>
    (await desk.blocks()).map(({ kind, text }) => `${kind} ${text.trim()}`).join('\n');
  // Of the two places the first, the second, or both: the words are there once, in order.
  const merged = (kind: string): RegExp =>
    new RegExp(
      `^paragraph Upper half and lower half\\nparagraph First\\.( |\\nparagraph )Second\\.( |\\nparagraph )Third\\.\\nbullet A line\\n${kind} A title of Ben’s$`,
    );
  await expect.poll(async () => await seen(adas)).toMatch(merged('heading'));
  await expect.poll(async () => await seen(bens)).toMatch(merged('heading'));
  await adas.caretAfter('A title');
  await ada.page.keyboard.press('Control+z');
  for (const desk of [adas, bens]) {
    await expect.poll(async () => await seen(desk)).toMatch(merged('paragraph'));
    await desk.sent();
  }
  expect(await seen(adas)).toBe(await seen(bens));
});
