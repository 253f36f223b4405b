import { expect, test } from '@playwright/test';
import type { DiskPage } from './disk-page.ts';
import { openLocalPage } from './local-page.ts';

test('models are kept alike in files of the origin and in a cache', async ({ browser }) => {
  const page = await openLocalPage(browser, new URL('disk-page.ts', import.meta.url));
  const hands = await page.evaluateHandle(() => (globalThis as unknown as { localPage: DiskPage }).localPage);
  for (const kind of ['folder', 'cache'] as const) {
    expect(await hands.evaluate((disk, what) => disk.check(what), kind), kind).toEqual([]);
  }
  await page.close();
});
