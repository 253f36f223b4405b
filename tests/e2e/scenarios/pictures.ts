import { expect, type Locator, type Page } from '@playwright/test';
import type { Desk } from './desk.ts';

/** Puts a picture of this size and colour onto the clipboard, as copying one elsewhere does. */
export async function copyPicture(page: Page, width = 320, height = 200, color = '#2a7'): Promise<void> {
  await page.evaluate(
    async ([w, h, fill]) => {
      const canvas = new OffscreenCanvas(w, h);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.fillStyle = fill;
      context.fillRect(0, 0, w, h);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
    },
    [width, height, color] as const,
  );
}

/** The pictures of a text, as figures. */
export function pictures(desk: Desk): Locator {
  return desk.text.locator('figure.weft-attachment');
}

/** Waits until a figure's picture is drawn, and answers with its own size: the bytes were opened, sniffed and decoded. */
export async function drawn(figure: Locator): Promise<string> {
  const image = figure.locator('img');
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
  return await image.evaluate(
    (element: HTMLImageElement) => `${new URL(element.src).protocol} ${element.naturalWidth}x${element.naturalHeight}`,
  );
}

/** The files of a text that are in the document. */
export function files(desk: Desk): Locator {
  return desk.text.locator('div.weft-attachment:not(.weft-pending)');
}

/** Drops files onto the end of the text. `size`: of a file of zeros. */
export async function dropFiles(
  page: Page,
  given: readonly { readonly name: string; readonly type: string; readonly content?: string; readonly size?: number }[],
): Promise<void> {
  await page.getByRole('textbox', { name: 'Document', exact: true }).evaluate((text, all) => {
    const transfer = new DataTransfer();
    for (const { name, type, content, size } of all) {
      transfer.items.add(new File([content ?? new Uint8Array(size ?? 0)], name, { type }));
    }
    const last = text.lastElementChild ?? text;
    const { left, bottom } = last.getBoundingClientRect();
    const at = { clientX: left + 4, clientY: bottom - 4, bubbles: true, cancelable: true, dataTransfer: transfer };
    const isTaken = !last.dispatchEvent(new DragEvent('drop', at));
    if (!isTaken) throw new Error('the browser would open the file in place of the page');
  }, given);
}
