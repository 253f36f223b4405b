import { expect, type Page } from '@playwright/test';
import { testOnPage } from '../harness/policed-page.ts';
import type { Harness } from './page.ts';

declare global {
  var weft: Harness;
}

/** `page` is an empty page with the harness in `globalThis.weft`. */
export const test: ReturnType<typeof testOnPage> = testOnPage({
  script: new URL('./page.ts', import.meta.url),
  sheets: ['tokens', 'content', 'suggestions'],
  css: 'body { margin: 0; padding: 24px 0; background: var(--weft-paper); } section { display: block; }',
});

/** Opens editors side by side in one page; the first seeds. */
export async function openEditors(page: Page, ...names: string[]): Promise<void> {
  await page.evaluate((all) => {
    for (const name of all) weft.open(name);
  }, names);
}

export function lines(page: Page, name = 'a'): Promise<string[]> {
  return page.evaluate((which) => weft.lines(which), name);
}

/** Waits until the editor reads like this, and checks that its Y.Doc says the same. */
export async function expectLines(page: Page, expected: readonly string[], name = 'a'): Promise<void> {
  await expect.poll(() => lines(page, name)).toEqual(expected);
  expect(await page.evaluate((which) => weft.isConsistent(which), name)).toBe(true);
}

/** Not by Ctrl+Home: ProseMirror takes a jump to the start within 200 ms of focus for the browser's and undoes it. */
export async function focus(page: Page, name = 'a', where: 'start' | 'end' = 'end'): Promise<void> {
  await page.evaluate(([which, at]) => weft.peers[which as string]?.editor.focus(at as 'start' | 'end'), [name, where]);
}

/** Types in the focused editor; `⏎` is Enter. */
export async function type(page: Page, text: string): Promise<void> {
  for (const [index, part] of text.split('⏎').entries()) {
    if (index > 0) await page.keyboard.press('Enter');
    if (part !== '') await page.keyboard.type(part);
  }
}

/** A paste as the browser would send it. */
export async function paste(page: Page, data: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((all) => {
    const transfer = new DataTransfer();
    for (const [kind, value] of Object.entries(all)) transfer.setData(kind, value);
    const target = document.activeElement ?? document.body;
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, data);
}

/** What a copy of the selection puts on the clipboard. */
export function copied(page: Page): Promise<{ html: string; text: string }> {
  return page.evaluate(() => {
    const transfer = new DataTransfer();
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData: transfer, bubbles: true, cancelable: true }),
    );
    return { html: transfer.getData('text/html'), text: transfer.getData('text/plain') };
  });
}

export { expect };
