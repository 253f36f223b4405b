/**
 * Typing in a document with 500 threads, some of them on words that are gone, against typing in the same document without comments: in
 * Chromium, each in a page of its own, each letter with its frame and its layout, a pause after every eighth in which the places of all
 * threads are worked out anew.
 */
import { type Browser, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import type * as Work from './comments-typing/work.ts';
import { median, report } from './compare.ts';
import { serveWork } from './serve-work.ts';
import { CONTENT_CSS } from './typing/css.ts';

const ROUNDS = 15;
const LETTERS = 100;

declare global {
  var typist: Work.Typist;
}

const server = await serveWork(new URL('comments-typing/work.ts', import.meta.url));

async function open(browser: Browser, isCommented: boolean): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.origin}/`);
  await page.addStyleTag({ content: CONTENT_CSS });
  await page.evaluate(async (which) => {
    const { prepare } = (await import('/work.js' as string)) as typeof Work;
    globalThis.typist = await prepare(which);
  }, isCommented);
  return page;
}

/** Types so many letters; answers with the time, and with what there is to see of threads. */
async function type(page: Page): Promise<{ time: number; placed: number; lost: number; highlights: number }> {
  return await page.evaluate((letters) => {
    const time = globalThis.typist.type(letters);
    const [placed, lost] = globalThis.typist.threads();
    return { time, placed, lost, highlights: globalThis.typist.highlights() };
  }, LETTERS);
}

const browser = await chromium.launch(toLaunchOptions());
try {
  const [commented, plain] = [await open(browser, true), await open(browser, false)];
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const without = await type(plain);
    const withThreads = await type(commented);
    const { placed, lost, highlights } = withThreads;
    if (placed !== 480 || lost !== 20) throw new Error(`${placed} placed, ${lost} lost`);
    if (highlights < placed) throw new Error('not all of them are drawn');
    if (without.highlights !== 0 || without.placed !== 0) throw new Error('comments where there are none');
    if (round === 0) continue;
    theirs.push(without.time);
    ours.push(withThreads.time);
  }
  report('comments-typing', [
    {
      name: 'typing a letter, with its frame and layout, in a document with 500 threads, in Chromium',
      peer: 'the same editor and document without comments',
      unit: 'ms per letter',
      ours: median(ours) / LETTERS,
      theirs: median(theirs) / LETTERS,
      bar: 1.3,
    },
  ]);
} finally {
  await browser.close();
  server.close();
}
