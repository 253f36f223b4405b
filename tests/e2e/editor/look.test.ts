import { expect, focus, openEditors, test, type } from './fixture.ts';

const TEXT = `# Weaving without a loom⏎Two people write apart, and their **words** meet again. The relay between them carries *envelopes* it cannot open; see \`docs/protocol.md\` for the bytes, and the threat model for what is ~~promised~~ not promised.⏎## What travels⏎- The envelope, sealed and signed⏎⇥a header everyone can read, with enough words in it to fill a second line so that the hanging indent can be judged⏎⏎body⏎⏎1. First⏎second⏎third⏎⏎### Still to do⏎[x] Write the protocol down⏎Draw the carets over the text⏎⏎> Nothing is shown as saved, sent or seen unless the disk, the relay or a receipt said so.⏎A second line of the quote.⏎⏎---After the line comes code:⏎\`\`\` function seal(header, body) {⏎  return sign(header, body);⏎}`;

/** Not a comparison: pictures to look at, written where LOOK_DIR says; without it only that everything can be drawn. */
for (const [scheme, width] of [
  ['light', 900],
  ['dark', 900],
  ['light', 390],
] as const) {
  test(`the look, ${scheme}, ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 1300 });
    await page.emulateMedia({ colorScheme: scheme });
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
    if (width === 900) expect(measure).toBeGreaterThan(62);
    if (width === 900) expect(measure).toBeLessThan(78);
    // Nothing scrolls sideways.
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    const folder = process.env['LOOK_DIR'];
    await page.evaluate(() => scrollTo(0, 0));
    if (folder) await page.screenshot({ path: `${folder}/editor-${scheme}-${width}.png` });
  });
}
