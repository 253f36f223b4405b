import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { build } from 'esbuild';

/** Browsers offer WebGPU, caches and files of their own to pages of this machine and of https. */
const ORIGIN = 'http://localhost';

/**
 * A page that runs one script, on an origin that keeps things.
 *
 * @param files paths, and the files of this machine that are served there
 */
export async function openLocalPage(
  browser: Browser,
  script: URL,
  files: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const bundle = await build({
    entryPoints: [fileURLToPath(script)],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    logLevel: 'error',
  });
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = files[path];
    if (file !== undefined) return await route.fulfill({ contentType: 'application/wasm', path: file });
    if (path === '/page.js') {
      return await route.fulfill({ contentType: 'text/javascript', body: bundle.outputFiles[0]?.text ?? '' });
    }
    return await route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/page.js"></script>' });
  });
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction(() => 'localPage' in globalThis);
  return page;
}
