import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
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
import type { ShellPage } from './shell-page.ts';

declare global {
  var shellPage: ShellPage;
}

/** The policy the app is served with. */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'";
const ORIGIN = 'http://shell.test';
const SHEETS = ['tokens', 'ui', 'content'];
const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shell</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/page.css">
${SHEETS.map((name) => `<link rel="stylesheet" href="/${name}.css">`).join('')}
</head><body><div id="place"></div><script src="/page.js"></script></body></html>`;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function bundle(): Promise<string> {
  const entryPoints = [here('./shell-page.ts')];
  const result = await build({
    entryPoints,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    logLevel: 'error',
  });
  return result.outputFiles[0]?.text ?? '';
}

interface WorkerFixtures {
  readonly files: ReadonlyMap<string, readonly [string, string]>;
}

/** `page` has the shell's bundle and its stylesheets; a violation of the policy or an error fails the test. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & WorkerFixtures
> = base.extend<{ page: Page }, WorkerFixtures>({
  files: [
    // Playwright reads what is needed from the pattern, and nothing is.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const files = new Map<string, readonly [string, string]>([
        ['/', ['text/html', HTML]],
        ['/page.js', ['text/javascript', await bundle()]],
        ['/page.css', ['text/css', 'body { margin: 0; }']],
      ]);
      for (const name of SHEETS) {
        const path = here(`../../../packages/editor-ui/src/styles/${name}.css`);
        files.set(`/${name}.css`, ['text/css', await readFile(path, 'utf8')]);
      }
      await use(files);
    },
    { scope: 'worker' },
  ],
  page: async ({ page, files }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.route(`${ORIGIN}/**`, (route) => {
      const file = files.get(new URL(route.request().url()).pathname);
      if (file === undefined) return route.fulfill({ status: 204 });
      const headers = { 'content-security-policy': POLICY };
      return route.fulfill({ contentType: `${file[0]}; charset=utf-8`, body: file[1], headers });
    });
    await page.goto(`${ORIGIN}/`);
    await use(page);
    expect(problems).toEqual([]);
  },
});

export { expect };
