import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type ConsoleMessage,
  expect,
  type Page,
  type PlaywrightTestArgs,
  type PlaywrightTestOptions,
  type PlaywrightWorkerArgs,
  type PlaywrightWorkerOptions,
  test as base,
  type TestType,
} from '@playwright/test';
import { build } from 'esbuild';

/** The policy the app is served with; whatever runs in these pages has to work under it. */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; require-trusted-types-for 'script'";
const ORIGIN = 'http://editor.test';

/** A page that holds one script and the editor's stylesheets. */
export interface PolicedPage {
  /** The script's source: it is bundled once per worker. */
  readonly script: URL;
  /** Names of stylesheets of editor-ui, in order. */
  readonly sheets: readonly string[];
  readonly css: string;
  /** Elements the script finds. */
  readonly body?: string;
}

interface WorkerFixtures {
  readonly files: ReadonlyMap<string, readonly [type: string, content: string]>;
  /** The page that a worker's tests have one after another, loaded anew for each: a renderer of its own takes a second to start. */
  readonly shared: Page;
}

const VIEWPORT = { width: 1280, height: 720 };

async function toFiles({ script, sheets, css, body = '' }: PolicedPage): Promise<WorkerFixtures['files']> {
  const entryPoints = [fileURLToPath(script)];
  const target = 'es2023';
  const bundle = await build({ entryPoints, bundle: true, write: false, format: 'iife', target, logLevel: 'error' });
  const links = [...sheets, 'page'].map((name) => `<link rel="stylesheet" href="/${name}.css">`).join('');
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<meta name="viewport" content="width=device-width">${links}</head><body>${body}<script src="/page.js"></script></body></html>`;
  const files = new Map<string, readonly [string, string]>([
    ['/', ['text/html', html]],
    ['/page.js', ['text/javascript', bundle.outputFiles[0]?.text ?? '']],
    ['/page.css', ['text/css', css]],
  ]);
  for (const name of sheets) {
    const sheet = new URL(`../../../packages/editor-ui/src/styles/${name}.css`, import.meta.url);
    files.set(`/${name}.css`, ['text/css', await readFile(sheet, 'utf8')]);
  }
  return files;
}

/** Playwright's `test` whose `page` shows this one; a violation of the policy or an error fails the test. */
export function testOnPage(
  policed: PolicedPage,
): TestType<
  PlaywrightTestArgs & PlaywrightTestOptions,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & WorkerFixtures
> {
  return base.extend<object, WorkerFixtures>({
    files: [
      // Playwright reads what is needed from the pattern, and nothing is.
      // oxlint-disable-next-line no-empty-pattern
      async ({}, use) => await use(await toFiles(policed)),
      { scope: 'worker' },
    ],
    shared: [
      async ({ browser, files }, use) => {
        const page = await (await browser.newContext()).newPage();
        await page.route(`${ORIGIN}/**`, async (route) => {
          const file = files.get(new URL(route.request().url()).pathname);
          if (file === undefined) return await route.fulfill({ status: 204 });
          const headers = { 'content-security-policy': POLICY };
          return await route.fulfill({ contentType: `${file[0]}; charset=utf-8`, body: file[1], headers });
        });
        await use(page);
        await page.context().close();
      },
      { scope: 'worker' },
    ],
    context: async ({ shared }, use) => await use(shared.context()),
    page: async ({ shared: page }, use) => {
      const problems: string[] = [];
      const onThrown = (error: Error): unknown => problems.push(error.message);
      const onSaid = (message: ConsoleMessage): unknown => message.type() === 'error' && problems.push(message.text());
      page.on('pageerror', onThrown);
      page.on('console', onSaid);
      await page.setViewportSize(VIEWPORT);
      await page.emulateMedia({ colorScheme: null, media: null, reducedMotion: null });
      await page.goto(`${ORIGIN}/`);
      await use(page);
      page.off('pageerror', onThrown);
      page.off('console', onSaid);
      for (const other of page.context().pages()) if (other !== page) await other.close();
      expect(problems).toEqual([]);
    },
  });
}
