import { serveWork } from '../../bench/serve-work.ts';
import { ENTRY, expect, test } from '../harness/index.ts';
import { comment } from './comment-desk.ts';
import { awaitNetworkLoss, type Desk, openLink, startDocument } from './desk.ts';
import type * as Strange from './strange-page.ts';

// What breaks where an editor over a CRDT is built the usual way, each with two people in browsers of their own:
//
// | what would break | where two people try it |
// |---|---|
// | a kind, a list or a nesting takes words or doubles the block | merge.test.ts (kinds; made a list twice), here (nesting) |
// | both delete one child, or everything: the parent vanishes, or each writes a new one for ever | here (all deleted by both) |
// | a table grows by repairs | here (a row and a column; nothing is written in answer) |
// | an older version deletes what a newer one wrote | here (a newer version), shell.test.ts (its banner) |
// | both begin the document | merge.test.ts (who opens a link before anything is there) |
// | a block is moved twice, or while another writes in it | merge.test.ts (moved twice), merge-loss.test.ts (a paragraph is moved) |
// | words go with what they stood in | merge-loss.test.ts (one deletes a paragraph) |
// | the same words are joined, split or deleted by both | merge.test.ts, editor/together.test.ts (both press Enter) |
// | undo takes back another's words; what was opened can be undone | merge.test.ts (undone by one), here (nothing of it to undo) |
// | a comment loses its words: splits, kinds, joins, deletions | here, merge.test.ts (both), comments.test.ts (On deleted text) |
// | a composition is broken off by what others write | here, editor/together.test.ts (its time limit) |
// | carets, what is found, slips and ghost text are written into the text | here, app/ghost-text.test.ts |
// | a peer's name, colour, link or attribute is believed | here (a stranger), editor/together.test.ts (a hostile name) |
// | a shadow root has no ranges | examples.test.ts (the plain page), shell.test.ts (in a shadow root) |

const cells = ({ text }: Desk) => text.locator('.weft-cell');

test('a composition goes on while another writes in its line; carets, what is found and slips are nobody’s text; apart: nesting and words, a row and a column, a comment and a split, all deleted by both', async ({
  relay,
  openPerson,
}) => {
  const ada = await openPerson({ keepsApp: true });
  const ben = await openPerson({ keepsApp: true });
  const adas = await startDocument(ada, 'Traps', 'Words to speak about');
  await adas.page.keyboard.press('Enter');
  await adas.type('- Above the the line');
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

  // What is found and what is amiss is marked on the page of whoever looks. All that is written meanwhile is the envelope after it.
  const entries = ben.watch.count('received', ENTRY);
  await adas.page.keyboard.press('Control+f');
  await adas.page.getByRole('textbox', { name: 'Find' }).fill('nested');
  await expect(adas.page.locator('.weft-found')).toHaveText('Nested');
  await adas.page.keyboard.press('Escape');
  await expect(adas.page.locator('.weft-found')).toHaveCount(0);
  await adas.page.getByRole('button', { name: 'More', exact: true }).click();
  await adas.page.getByRole('menuitem', { name: 'Proofread' }).click();
  const slips = adas.page.getByRole('complementary', { name: 'Proofreading' });
  await slips.getByRole('button', { name: /^Show in the text: / }).click();
  await expect(adas.page.locator('.weft-place')).toHaveText('the the');
  await expect(bens.page.locator('.weft-found, .weft-place')).toHaveCount(0);
  await slips.getByRole('button', { name: 'Close the panel' }).click();

  // Whoever opened it has nothing of it to undo.
  await bens.caretAfter('Nested');
  await bens.page.keyboard.press('Control+z');
  await adas.caretAfter('Nested');
  await adas.page.keyboard.press('Home');
  const input = await ben.context.newCDPSession(bens.page);
  await input.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  // What Ada writes is at Ben's, and waits for him there.
  await adas.page.keyboard.insertText('Well ');
  await expect.poll(() => ben.watch.count('received', ENTRY)).toBeGreaterThan(entries);
  await input.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await input.send('Input.insertText', { text: '日本' });
  for (const { text } of [adas, bens]) await expect(text).toContainText('Well Nested日本');
  expect(ben.watch.count('received', ENTRY)).toBe(entries + 1);
  await expect(adas.page.locator('.weft-carets .weft-name')).toHaveCount(1);
  const blocks = await bens.blocks();
  expect(blocks.map(({ text }) => text).filter((text) => text !== '')).toEqual([
    'Words to speak about',
    'Above the the line',
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

  // Nobody's page answers a merge by writing: what completes the table, and the paragraph to write in where all is gone, are in no document.
  const written = await relay.countAppended();
  const cut = (): void => {
    ada.cable.cut();
    ben.cable.cut();
  };
  const meet = async (): Promise<void> => {
    for (const desk of [adas, bens]) await expect(desk.status).toContainText('not sent yet');
    ada.cable.join();
    ben.cable.join();
  };
  cut();
  for (const desk of [adas, bens]) {
    await desk.caretAfter('Words to');
    await desk.page.keyboard.press('Control+a');
    await desk.page.keyboard.press('Backspace');
    await expect(desk.text).toHaveText('');
  }
  await meet();
  // Each has left a paragraph, and each deletes the other's.
  const empty = { kind: 'paragraph', text: '' };
  for (const desk of [adas, bens]) await expect.poll(desk.blocks).toEqual([empty, empty]);
  cut();
  for (const [index, desk] of [adas, bens].entries()) {
    await desk.text.locator('.weft-block').nth(index).hover();
    await desk.page.getByRole('button', { name: 'Move or change this block' }).click();
    await desk.page.getByRole('menuitem', { name: 'Delete block' }).click();
    await expect.poll(desk.blocks).toEqual([empty]);
  }
  await meet();
  for (const desk of [adas, bens]) await expect.poll(desk.blocks).toEqual([]);
  expect(await relay.countAppended()).toBe(written + 4);
  for (const [desk, other] of [
    [adas, bens],
    [bens, adas],
  ] as const) {
    await desk.text.click();
    await desk.page.keyboard.insertText(desk === adas ? 'Ada again. ' : 'Ben again. ');
    await expect(other.text).toContainText(desk === adas ? 'Ada again.' : 'Ben again.');
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
