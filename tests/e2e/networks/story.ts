import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** What happened on a page, for a person who wonders why a test failed. */
export interface Story {
  /** Everything so far, each line with the milliseconds since the beginning. */
  lines(): readonly string[];
  /** As `lines`, and how the page stands now; its picture and its HTML are written to the folder. Never rejects. */
  end(): Promise<readonly string[]>;
}

/** A page that hangs must not keep the report from being written. */
const PATIENCE_MS = 10_000;

/** What is on the device, by how many records each store of each database holds. */
async function countStored(page: Page): Promise<string> {
  return await page.evaluate(async () => {
    const counts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(String(opening.error)));
      });
      for (const store of database.objectStoreNames) {
        const count = await new Promise<number>((resolve, reject) => {
          const counting = database.transaction(store).objectStore(store).count();
          counting.onsuccess = () => resolve(counting.result);
          counting.onerror = () => reject(new Error(String(counting.error)));
        });
        counts.push(`${name.slice(0, 16)} ${store}: ${count}`);
      }
      database.close();
    }
    return `stored: ${counts.join(', ')}`;
  });
}

/** What a person sees of the document: its status, what stands before it, its blocks. */
async function readShown(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const words = (selector: string): string =>
      [...document.querySelectorAll(selector)].map((found) => JSON.stringify(found.textContent?.trim())).join(' ');
    return [
      `shown: ${document.visibilityState}, focus ${String(document.hasFocus())} on ${document.activeElement?.outerHTML.slice(0, 200)}`,
      `status: ${words('[data-part]')}`,
      `dialogs: ${words('dialog[open], [role="dialog"], [role="alert"]')}`,
      `blocks: ${words('.weft-block')}`,
    ].join('\n');
  });
}

/** Writes down what happens on a page from now on. */
export function recordStory(page: Page, folder: string): Story {
  const began = performance.now();
  const lines: string[] = [];
  const note = (line: string): void => {
    lines.push(`${Math.round(performance.now() - began)} ms: ${line}`);
  };
  page.on('console', (message) => note(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => note(`uncaught ${error.stack ?? error.message}`));
  // The fragment holds the key.
  page.on('framenavigated', (frame) => note(`is at ${frame.url().replace(/#.*/, '#…')}`));
  page.on('load', () => note('loaded'));
  page.on('crash', () => note('crashed'));
  page.on('close', () => note('closed'));
  page.on('requestfailed', (request) =>
    note(`failed ${request.url().replace(/#.*/, '')} ${request.failure()?.errorText}`),
  );
  const tell = async (what: string, telling: () => Promise<string>): Promise<void> => {
    const late = new Promise<string>((resolve) => setTimeout(resolve, PATIENCE_MS, `${what}: no answer`));
    note(await Promise.race([telling(), late]).catch((error: unknown) => `${what}: ${String(error)}`));
  };
  return {
    lines: () => lines,
    async end() {
      await tell('shown', async () => await readShown(page));
      await tell('stored', async () => await countStored(page));
      await tell('picture', async () => {
        await page.screenshot({ path: join(folder, 'page.png'), timeout: PATIENCE_MS });
        return 'its picture is page.png';
      });
      await tell('html', async () => {
        writeFileSync(join(folder, 'page.html'), await page.content());
        return 'its HTML is page.html';
      });
      return lines;
    },
  };
}
