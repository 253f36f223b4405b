/**
 * As `reopen.ts`, in a real browser with its real IndexedDB: wall time in the page, in turn, each opening a database that is closed.
 * Run by hand with a Chromium at CHROMIUM_PATH, on the path, or in one of the usual folders.
 */
import { readTrace, type SequentialTrace } from '../traces/trace.ts';
import { chromium } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import { median, report } from './compare.ts';
import type * as Work from './reopen/work.ts';
import { serveWork } from './serve-work.ts';

const ROUNDS = 41;

const server = await serveWork(new URL('reopen/work.ts', import.meta.url));

const trace = readTrace<SequentialTrace>('automerge-paper');
const patches = trace.txns.flatMap((txn) => txn.patches);
const browser = await chromium.launch(toLaunchOptions());
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/`);
  const times = await page.evaluate(
    async ({ history, wanted, rounds }) => {
      const { prepareReopening } = (await import('/work.js' as string)) as typeof Work;
      const { openWeft, openYjs } = await prepareReopening(history, 'paper');
      const measure = async (work: () => Promise<string>): Promise<number> => {
        const begin = performance.now();
        const content = await work();
        if (content !== wanted) throw new Error('the document came back with other content');
        return performance.now() - begin;
      };
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const one = await measure(openWeft);
        const other = await measure(openYjs);
        if (round === 0) continue;
        ours.push(one);
        theirs.push(other);
      }
      return { ours, theirs };
    },
    { history: patches, wanted: trace.endContent, rounds: ROUNDS },
  );
  report('reopen-chromium', [
    {
      name: 'reopening a sealed, compacted document with a tail of 480, in Chromium',
      peer: 'y-indexeddb with a plain snapshot and tail',
      unit: 'ms',
      ours: median(times.ours),
      theirs: median(times.theirs),
      bar: 1.2,
    },
  ]);
} finally {
  await browser.close();
  server.close();
}
