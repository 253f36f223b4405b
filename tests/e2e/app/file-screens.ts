/** Pictures of images and files in a document: shown, selected, described, large, on their way, and where nobody has them. */
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { openLink, startDocument } from '../scenarios/desk.ts';
import { drawn, dropFiles, files, pictures } from '../scenarios/pictures.ts';
import type { Shoot } from './shoot.ts';

/** A picture with something in it, onto the clipboard. */
async function copyWeave(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(960, 600);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    for (let row = 0; row < 15; row++) {
      for (let column = 0; column < 24; column++) {
        context.fillStyle = (row + column) % 2 === 0 ? '#8aa2c8' : '#e6d8b8';
        context.fillRect(column * 40 + 2, row * 40 + 2, 36, 36);
      }
    }
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': await canvas.convertToBlob() })]);
  });
}

export async function shootFiles(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions,
  shoot: Shoot,
): Promise<void> {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await browser.newContext({ ...options, baseURL: origin, permissions });
  const page = await context.newPage();
  const desk = await startDocument({ page }, 'Patterns', 'A plain weave, over one and under one:');
  await page.keyboard.press('Enter');
  await copyWeave(page);
  await page.keyboard.press('ControlOrMeta+V');
  await drawn(pictures(desk));
  await dropFiles(page, [
    { name: 'The draft of the loom, second attempt.pdf', type: 'application/pdf', size: 345_678 },
  ]);
  await files(desk).first().waitFor();
  await shoot(page, '50-files');
  await pictures(desk).locator('img').click();
  await page.keyboard.press('Tab');
  await shoot(page, '51-image-selected');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Blue and sand-coloured squares');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Forty turns of the warp.');
  await shoot(page, '52-image-described');
  await page.keyboard.press('Enter');
  await pictures(desk).getByRole('slider').focus();
  for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowLeft');
  await shoot(page, '53-image-narrower');
  await pictures(desk).locator('img').dblclick();
  await page.getByRole('dialog').waitFor();
  await shoot(page, '54-image-full');
  await page.keyboard.press('Escape');
  await desk.sent();
  const link = await desk.copyLink('view');

  await context.setOffline(true);
  await desk.caretAfter('A plain weave');
  await dropFiles(page, [{ name: 'thread.txt', type: 'text/plain', content: 'blue' }]);
  await files(desk).filter({ hasText: 'thread.txt' }).waitFor();
  await shoot(page, '55-file-waiting');

  const other = await browser.newContext({ ...options, baseURL: origin, permissions });
  const reading = await other.newPage();
  // Only the chunks are kept away: the words arrive, and nobody has the picture.
  await reading.addInitScript(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
      if (bytes instanceof Uint8Array && bytes[1] === 0x09) return;
      send.call(this, data);
    };
  });
  const readers = await openLink({ page: reading }, link);
  await readers.text.getByText('Fetching').waitFor();
  await shoot(reading, '56-image-fetching');
  await other.close();
  await context.close();
}
