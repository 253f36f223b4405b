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
import type { Harness } from './page.ts';

declare global {
  var weft: Harness;
}

/** The policy the app is served with; the editor has to work under it. */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; require-trusted-types-for 'script'";
const ORIGIN = 'http://editor.test';
const HTML = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Editor</title>
<link rel="stylesheet" href="/tokens.css"><link rel="stylesheet" href="/content.css"><link rel="stylesheet" href="/page.css">
</head><body><script src="/page.js"></script></body></html>`;
const PAGE_CSS = 'body { margin: 0; padding: 24px 0; background: var(--weft-paper); } section { display: block; }';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: [here('./page.ts')],
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

/** `page` is an empty page with the harness in `globalThis.weft`; a violation of the policy or an error fails the test. */
export const test: TestType<
  PlaywrightTestArgs & PlaywrightTestOptions,
  PlaywrightWorkerArgs & PlaywrightWorkerOptions & WorkerFixtures
> = base.extend<{ page: Page }, WorkerFixtures>({
  files: [
    // Playwright reads what is needed from the pattern, and nothing is.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const style = (name: string): Promise<string> =>
        readFile(here(`../../../packages/editor-ui/src/styles/${name}`), 'utf8');
      await use(
        new Map([
          ['/', ['text/html', HTML]],
          ['/page.js', ['text/javascript', await bundle()]],
          ['/page.css', ['text/css', PAGE_CSS]],
          ['/tokens.css', ['text/css', await style('tokens.css')]],
          ['/content.css', ['text/css', await style('content.css')]],
        ]),
      );
    },
    { scope: 'worker' },
  ],
  page: async ({ page, files }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.route(`${ORIGIN}/**`, (route) => {
      const file = files.get(new URL(route.request().url()).pathname);
      if (!file) return route.fulfill({ status: 204 });
      return route.fulfill({
        contentType: `${file[0]}; charset=utf-8`,
        body: file[1],
        headers: { 'content-security-policy': POLICY },
      });
    });
    await page.goto(`${ORIGIN}/`);
    await use(page);
    expect(problems).toEqual([]);
  },
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

export { expect };
