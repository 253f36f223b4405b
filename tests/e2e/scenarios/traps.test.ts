import { serveWork } from '../../bench/serve-work.ts';
import { expect, test } from '../harness/index.ts';
import { comment } from './comment-desk.ts';
import { awaitNetworkLoss, type Desk, openLink, startDocument } from './desk.ts';
import type * as Strange from './strange-page.ts';

// What breaks where an editor over a CRDT is built the usual way, each with two people in browsers of their own. Kinds of blocks, joins, splits, both
// deleting, undo and moves are in merge.test.ts and merge-loss.test.ts.

const cells = ({ text }: Desk) => text.locator('.weft-cell');

test('a composition goes on while another writes in its line; carets and what is found are nobody’s text; apart: nesting and words, a row and a column, a comment and a split', async ({
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Traps', 'Words to speak about');
  await adas.page.keyboard.press('Enter');
  await adas.type('- Above');
  await adas.page.keyboard.press('Enter');
  await adas.type('Nested');
  await adas.page.keyboard.press('Enter');
  await adas.page.keyboard.press('Enter');
  await adas.type('/table 2x2');
  await adas.page.keyboard.press('Enter');
  await expect(adas.text.getByRole('table')).toBeVisible();
  for (const word of ['a', 'b', 'c', 'd']) {
    await adas.type(word);
    if (word !== 'd') await adas.page.keyboard.press('Tab');
  }
  await expect(cells(adas)).toHaveText(['a', 'b', 'c', 'd']);
  const bens = await openLink(ben, await adas.copyLink('edit'));
  await expect(cells(bens)).toHaveText(['a', 'b', 'c', 'd']);

  // Whoever opened it has nothing of it to undo.
  await bens.caretAfter('Nested');
  await bens.page.keyboard.press('Control+z');
  const input = await ben.context.newCDPSession(bens.page);
  await input.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  // ENTRY: what Ada writes is at Ben's, and waits for him there.
  const entries = (): number =>
    ben.watch.frames.filter(({ direction, bytes }) => direction === 'received' && bytes[1] === 0x43).length;
  const before = entries();
  await adas.caretAfter('Nested');
  await adas.page.keyboard.press('Home');
  await adas.type('Well ');
  await expect.poll(entries).toBeGreaterThan(before);
  await input.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await input.send('Input.insertText', { text: '日本' });
  for (const { text } of [adas, bens]) await expect(text).toContainText('Well Nested日本');
  await expect(adas.page.locator('.weft-carets .weft-name')).toHaveCount(1);
  await adas.page.keyboard.press('Control+f');
  await adas.page.getByRole('textbox', { name: 'Find' }).fill('nested');
  await expect(adas.page.locator('.weft-found')).toHaveText('Nested');
  await adas.page.keyboard.press('Escape');
  await expect(adas.page.locator('.weft-found')).toHaveCount(0);
  const blocks = await bens.blocks();
  expect(blocks.map(({ text }) => text).filter((text) => text !== '')).toEqual([
    'Words to speak about',
    'Above',
    'Well Nested日本',
  ]);

  await awaitNetworkLoss(ada, ben);
  ada.cable.cut();
  ben.cable.cut();
  await adas.caretAfter('Nested');
  await adas.page.keyboard.press('Tab');
  await bens.caretAfter('Nested');
  await bens.type(', and on');
  await cells(adas).getByText('d').click();
  await adas.page.keyboard.press('Tab');
  await adas.type('mine');
  await cells(bens).getByText('b').click();
  await bens.page.getByRole('button', { name: 'Rows, columns and cells' }).click();
  await bens.page.getByRole('menuitem', { name: 'Insert column after' }).click();
  await bens.type('yours');
  await adas.caretAfter('Words to');
  for (let i = 0; i < ' about'.length; i++) await adas.page.keyboard.press('ArrowLeft');
  await adas.page.keyboard.press('Enter');
  await comment(bens, 'speak about', 'To whom?');
  await expect(adas.status).toContainText('not sent yet');
  await expect(bens.status).toContainText('not sent yet');

  ada.cable.join();
  ben.cable.join();
  for (const desk of [adas, bens]) {
    await expect(cells(desk)).toHaveText(['a', 'b', 'yours', 'c', 'd', '', 'mine', '', '']);
    await expect(desk.text.locator('.weft-block[data-indent="1"]')).toHaveText('Well Nested日本, and on');
    await expect(desk.text.locator('.weft-comment')).toHaveText(['speak', ' about']);
    await expect(desk.text).toContainText('Words to speak');
  }
  expect(await bens.blocks()).toEqual(await adas.blocks());
});

test('what a stranger says of itself, of a link and of a block is not believed; what a newer version wrote is shown, and touched by nobody', async ({
  relay,
  openPerson,
}) => {
  const ada = await openPerson();
  const ben = await openPerson();
  const adas = await startDocument(ada, 'Strange', 'Known words');
  const link = await adas.copyLink('edit');
  const server = await serveWork(new URL('strange-page.ts', import.meta.url));
  await ben.page.goto(server.origin);
  const strange = await ben.page.evaluateHandle(async () => (await import('/work.js' as string)) as typeof Strange);
  const there = await strange.evaluate((it, [to, address]) => it.join(to, address), [link, relay.address] as const);
  expect(there).toContain('block');

  await strange.evaluate((it) => it.deceive());
  await expect(adas.text).toContainText('press me');
  await expect(adas.text.locator('a')).toHaveCount(0);
  await expect(adas.page.locator('img[src="x"]')).toHaveCount(0);
  await adas.caretAfter('Known words');
  await adas.type(' and mine');
  await adas.sent();

  await strange.evaluate((it) => it.writeNewer());
  await expect(adas.page.getByRole('note')).toContainText('shown read-only');
  await expect(adas.title).not.toBeEditable();
  await expect.poll(() => strange.evaluate((it) => it.read())).toContain('Known words and mine');
  const before = await strange.evaluate((it) => it.read());
  await adas.text.getByText('Known words').click();
  await adas.page.keyboard.press('Control+a');
  await adas.page.keyboard.press('Backspace');
  await adas.type('gone');
  await expect(adas.text).toContainText('Known words and mine');
  await expect(adas.text).toContainText('kept as it is');
  expect(await strange.evaluate((it) => it.read())).toBe(before);
  expect(await adas.page.evaluate(() => 'hacked' in globalThis)).toBe(false);
  server.close();
});
