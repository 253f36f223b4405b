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
