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
  // What is out of sight waited for the first frame, and no longer.
  await expect(page.locator('[data-first]')).toHaveCount(0);
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
