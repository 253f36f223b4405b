import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import { toLaunchOptions } from '../harness/chromium.ts';
import { expect, test } from '../harness/index.ts';
import { startDocument } from '../scenarios/desk.ts';
import { unlessThorough } from '../harness/unless-thorough.ts';

/** Chromium writes there which port it listens on. */
const PORT_FILE = 'DevToolsActivePort';

test('Lighthouse: accessibility 100 and best practices 95 or more, of the list and of a document', async ({
  relay,
}, testInfo) => {
  test.skip(...unlessThorough('half a minute of audits'));
  const profile = testInfo.outputPath('profile');
  const options = toLaunchOptions();
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    args: [...(options.args ?? []), '--remote-debugging-port=0'],
    baseURL: relay.origin,
  });
  try {
    const page = await context.newPage();
    const desk = await startDocument({ page }, 'Audited', 'Over one, under one');
    await desk.sent();
    const address = page.url();
    await page.close();
    await expect.poll(() => existsSync(join(profile, PORT_FILE))).toBe(true);
    const port = Number(readFileSync(join(profile, PORT_FILE), 'utf8').split('\n')[0]);
    for (const url of [`${relay.origin}/`, address]) {
      const result = await lighthouse(url, {
        port,
        onlyCategories: ['accessibility', 'best-practices'],
        disableStorageReset: true,
        throttlingMethod: 'provided',
        logLevel: 'error',
      });
      const { audits, categories } = result?.lhr ?? {};
      const failed = Object.values(audits ?? {})
        .filter(({ score }) => score !== null && score < 1)
        .map(
          ({ id, displayValue, details }) =>
            `${id} ${displayValue ?? ''} ${JSON.stringify(details ?? {}).slice(0, 600)}`,
        );
      expect(categories?.['accessibility']?.score, failed.join('\n')).toBe(1);
      expect(categories?.['best-practices']?.score, failed.join('\n')).toBeGreaterThanOrEqual(0.95);
    }
  } finally {
    await context.close();
  }
});
