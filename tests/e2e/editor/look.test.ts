import type { Page } from '@playwright/test';
import { expect, focus, openEditors, test, type } from './fixture.ts';

const TEXT = `# Weaving without a loom⏎Two people write apart, and their **words** meet again. The relay between them carries *envelopes* it cannot open; see \`docs/protocol.md\` for the bytes, and the threat model for what is ~~promised~~ not promised.⏎## What travels⏎- The envelope, sealed and signed⏎⇥a header everyone can read, with enough words in it to fill a second line so that the hanging indent can be judged⏎⏎body⏎⏎1. First⏎second⏎third⏎⏎### Still to do⏎[x] Write the protocol down⏎Draw the carets over the text⏎⏎> Nothing is shown as saved, sent or seen unless the disk, the relay or a receipt said so.⏎A second line of the quote.⏎⏎---After the line comes code:⏎\`\`\` function seal(header, body) {⏎  return sign(header, body);⏎}`;

/** Not a comparison: pictures to look at, written where LOOK_DIR says; without it only that everything can be drawn. */
test('the look, light and dark, 900 and 390 wide', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 1300 });
  await openEditors(page, 'a', 'b');
  await focus(page, 'a');
  for (const [index, part] of TEXT.split('⇥').entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    await type(page, part);
  }
  await page.evaluate(() => {
    const { editor } = weft.peers['b'] as (typeof weft.peers)[string];
    editor.setUser({ name: 'Bea', color: '#b4318f' });
  });
  await focus(page, 'a', 'start');
  await page.keyboard.press('ArrowDown');
  await focus(page, 'b', 'start');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+End');
  await expect(page.locator('#a .weft-caret')).toHaveCount(1);
  const measure = await page.evaluate(() => {
    const text = [...document.querySelectorAll('#a .weft-text')][1] as HTMLElement;
    const style = getComputedStyle(text);
    const canvas = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    canvas.font = `${style.fontSize} ${style.fontFamily}`;
    const sample = text.textContent ?? '';
    return text.clientWidth / (canvas.measureText(sample).width / sample.length);
  });
  expect(measure).toBeGreaterThan(62);
  expect(measure).toBeLessThan(78);
  const folder = process.env['LOOK_DIR'];
  for (const width of [900, 390]) {
    await page.setViewportSize({ width, height: 1300 });
    // Nothing scrolls sideways.
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth))
      .toBe(true);
    await page.evaluate(() => scrollTo(0, 0));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      if (folder) await page.screenshot({ path: `${folder}/editor-${colorScheme}-${width}.png` });
    }
  }
});

/** How many blocks have not the height of their lines, and how many have one of their own. */
function heights(page: Page): Promise<{ wrong: number; own: number }> {
  return page.evaluate(() => {
    const blocks = [...document.querySelectorAll<HTMLElement>('#a .weft-block')];
    const heightOf = (element: Element): number => Number.parseFloat(getComputedStyle(element).height);
    // The browser counts in 64ths of a pixel.
    const wrong = blocks.filter((block) => Math.abs(heightOf(block) - heightOf(block.children[0] ?? block)) > 0.02);
    return { wrong: wrong.length, own: blocks.filter((block) => getComputedStyle(block).contain !== 'none').length };
  });
}

test('in a long text the block that is written in has the height of its lines, whatever changes them', async ({
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await openEditors(page, 'a');
  await focus(page, 'a');
  await page.evaluate(() => {
    const { view } = (weft.peers['a'] as (typeof weft.peers)[string]).editor;
    const block = view.state.schema.nodes['block'];
    const blocks = Array.from({ length: 120 }, (_, at) =>
      block?.create({ id: `b${at}` }, view.state.schema.text('Warp.')),
    );
    view.dispatch(
      view.state.tr.insert(
        view.state.doc.content.size,
        blocks.filter((each) => each !== undefined),
      ),
    );
  });
  // What is far below the window is there behind the first frame; before, where it is gone to.
  const opened = await page.evaluate(() => {
    const drawn = (name: string): number => document.querySelectorAll(`#${name} .weft-block`).length;
    const { peers } = weft as { peers: Record<string, (typeof weft.peers)[string]> };
    weft.open('b');
    const first = drawn('b');
    weft.open('c');
    peers['c']?.editor.focus('end');
    const goneTo = drawn('c');
    const last = document.querySelector('#c .weft-block:last-child');
    const isAtEnd = last?.contains(getSelection()?.anchorNode ?? null);
    weft.open('d');
    const { view } = (peers['b'] as (typeof weft.peers)[string]).editor;
    view.dispatch(view.state.tr.insertText(' Weft.', view.state.doc.content.size - 1));
    const fresh = view.state.schema.nodes['block']?.create({ id: 'fresh' });
    const { content, lastChild } = view.state.doc;
    if (fresh && lastChild) view.dispatch(view.state.tr.insert(content.size - lastChild.nodeSize, fresh));
    return { first, goneTo, isAtEnd };
  });
  expect(opened).toEqual({ first: 60, goneTo: 121, isAtEnd: true });
  for (const name of ['b', 'c', 'd']) {
    await expect(page.locator(`#${name} .weft-block`)).toHaveCount(122);
    await expect(page.locator(`#${name} .weft-block`).last()).toHaveText('Warp. Weft.');
    expect(await page.evaluate((which) => weft.isConsistent(which), name)).toBe(true);
  }
  await page.evaluate(() => weft.peers['a']?.editor.focus());
  await page.waitForFunction(() =>
    weft.peers['a']?.editor.view.state.plugins.some((plugin) => 'key' in plugin && plugin.key === 'weft-height$'),
  );
  const words = ' Two people write apart, and their words meet again between them.';
  await page.keyboard.insertText('One line.');
  expect(await heights(page)).toEqual({ wrong: 0, own: 1 });
  const before = await page.locator('#a .weft-content').evaluate(({ scrollHeight }) => scrollHeight);
  await page.keyboard.insertText(words.repeat(3));
  expect(await heights(page)).toEqual({ wrong: 0, own: 1 });
  expect(await page.locator('#a .weft-content').evaluate(({ scrollHeight }) => scrollHeight)).toBeGreaterThan(before);

  // What the editor has not read yet, and what is no change of the text.
  const devtools = await page.context().newCDPSession(page);
  const text = words.repeat(3);
  await devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await expect.poll(() => heights(page)).toMatchObject({ wrong: 0 });
  await devtools.send('Input.insertText', { text: 'woven' });
  await expect.poll(() => heights(page)).toMatchObject({ wrong: 0 });
  await page.setViewportSize({ width: 420, height: 700 });
  await expect.poll(() => heights(page)).toEqual({ wrong: 0, own: 0 });
  await page.keyboard.insertText('x');
  expect(await heights(page)).toEqual({ wrong: 0, own: 1 });

  // Somebody else: in this block, and of another look.
  await page.evaluate((more) => {
    const { view } = (weft.peers['b'] as (typeof weft.peers)[string]).editor;
    view.dispatch(view.state.tr.insertText(more, 1));
  }, words.repeat(4));
  await expect.poll(() => heights(page)).toEqual({ wrong: 0, own: 1 });
  await page.evaluate(() => {
    const { view } = (weft.peers['b'] as (typeof weft.peers)[string]).editor;
    view.dispatch(view.state.tr.setNodeAttribute(0, 'kind', 'quote'));
  });
  await expect(page.locator('#a [data-kind="quote"]')).toHaveCount(1);
  expect(await heights(page)).toEqual({ wrong: 0, own: 0 });

  await page.keyboard.insertText('y');
  expect(await heights(page)).toEqual({ wrong: 0, own: 1 });
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('z');
  expect(await heights(page)).toEqual({ wrong: 0, own: 1 });
});
