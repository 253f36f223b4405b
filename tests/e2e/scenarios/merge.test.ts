import { expect, test } from '../harness/index.ts';
import { comment } from './comment-desk.ts';
import { awaitNetworkLoss, openLink, startDocument } from './desk.ts';

test.use({ keepsApp: true });

// editor.md, measured with the usual schemas: the typed word is gone, or the block is doubled.
const kinds = [
  { label: 'Heading 1', kind: 'heading' },
  { label: 'Bulleted list', kind: 'bullet' },
  { label: 'Quote', kind: 'quote' },
  { label: 'To-do list', kind: 'task' },
];

test('who opens a link before anything is there adds to it; one changes the kinds of blocks while the other types in them, both offline: each block once, with all the words', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  await ada.page.goto('/');
  await awaitNetworkLoss(ada);
  ada.cable.cut();
  const adas = await startDocument(ada, 'Plans');
  for (const { label } of kinds) {
    await adas.type(`${label} to be`);
    await ada.page.keyboard.press('Enter');
  }
  // Nobody is there to get it from: Ben writes all the same, and begins no document of his own.
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await bens.text.click();
  await bens.type('Ben was early');
  await expect(adas.status).toContainText('not sent yet');
  ada.cable.join();
  const early = 'Ben was early';
  await expect(adas.text).toContainText(early);
  await expect.poll(bens.blocks).toHaveLength(kinds.length + 2);
  await expect(bens.title).toHaveValue('Plans');

  await awaitNetworkLoss(ben);
  ada.cable.cut();
  ben.cable.cut();
  for (const { label } of kinds) {
    await adas.turnInto(`${label} to be`, label);
    await bens.caretAfter(`${label} to be`);
    await bens.type(' in the spring');
  }
  await comment(bens, 'Quote to be', 'Whose?');
  await expect(adas.status).toContainText('not sent yet');
  await expect(bens.status).toContainText('not sent yet');
  await expect(adas.text).not.toContainText('spring');

  ada.cable.join();
  ben.cable.join();
  const merged = kinds.map(({ label, kind }) => ({ kind, text: `${label} to be in the spring` }));
  for (const desk of [adas, bens]) {
    const others = async () => (await desk.blocks()).filter(({ text }) => text !== early && text !== '');
    await expect.poll(others).toEqual(merged);
    expect((await desk.blocks()).map(({ text }) => text).sort()).toEqual(
      ['', early, ...merged.map(({ text }) => text)].sort(),
    );
    await expect(desk.text.locator('.weft-comment')).toHaveText('Quote to be');
    await desk.sent();
  }
});

test('SYN-5 what merging usually breaks, done by both while apart: joined twice, split at two places, made a list twice, moved twice, deleted twice, undone by one; words written at one place are all there, and the status says where they are', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Apart', 'Upper half');
  for (const words of [
    ' and lower half',
    'First. Second. Third.',
    'A line',
    'Goes',
    'Stays',
    'Moves',
    'Rests',
    'Between',
    'A title',
  ]) {
    await ada.page.keyboard.press('Enter');
    await adas.type(words);
  }
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect.poll(bens.blocks).toHaveLength(10);
  await bens.sent();

  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  await comment(bens, 'lower half', 'How low?');
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
    await desk.caretAfter('Moves');
    await keyboard.press(`Alt+Shift+Arrow${desk === adas ? 'Up' : 'Down'}`);
    await desk.caretAfter('Between');
    await keyboard.press('Enter');
    await desk.type(desk === adas ? 'Ada was here' : 'Ben was there');
  }
  await adas.turnInto('A title', 'Heading 1');
  await bens.caretAfter('A title');
  await bens.type(' of Ben’s');
  for (const { status } of [adas, bens]) {
    await expect(status).toContainText('Saved on this device');
    await expect(status).toContainText('not sent yet');
  }

  ada.cable.join();
  ben.cable.join();
  const seen = async (desk: typeof adas): Promise<string> =>
    (await desk.blocks()).map(({ kind, text }) => `${kind} ${text.trim()}`).join('\n');
  // Split at the first of two places, the second, or both, moved to one of two, and one's words before the other's: each is there once, in order.
  const P = String.raw`\nparagraph `;
  const moved = `(${P}Moves${P}Stays${P}Rests|${P}Stays${P}Rests${P}Moves)`;
  const written = `(${P}Ada was here${P}Ben was there|${P}Ben was there${P}Ada was here)`;
  const merged = (kind: string): RegExp =>
    new RegExp(
      String.raw`^paragraph Upper half and lower half${P}First\.( |${P})Second\.( |${P})Third\.\nbullet A line${moved}${P}Between${written}\n${kind} A title of Ben’s$`,
    );
  await expect.poll(async () => await seen(adas)).toMatch(merged('heading'));
  await expect.poll(async () => await seen(bens)).toMatch(merged('heading'));
  await adas.caretAfter('A title');
  await ada.page.keyboard.press('Control+z');
  for (const desk of [adas, bens]) {
    await expect.poll(async () => await seen(desk)).toMatch(merged('paragraph'));
    await expect(desk.text.locator('.weft-comment')).toHaveText('lower half');
    await desk.sent();
  }
  expect(await seen(adas)).toBe(await seen(bens));
  await expect(adas.status).toContainText('Seen by 1');
});
