/**
 * As `reopen.ts`, in a real browser with its real IndexedDB: wall time in the page, in turn, each opening a database that is closed.
 * Run by hand with a Chromium at CHROMIUM_PATH, on the path, or in one of the usual folders.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { readTrace, type SequentialTrace } from '../traces/trace.ts';
import { chromium } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import { median, report } from './compare.ts';
import type * as Work from './reopen/work.ts';

const ROUNDS = 41;

const bundle = await build({
  entryPoints: [join(import.meta.dirname, 'reopen/work.ts')],
  bundle: true,
  format: 'esm',
  minify: true,
  write: false,
  platform: 'browser',
  external: ['node:*'],
});
const [script] = bundle.outputFiles;
const server = createServer((request, response) => {
  const isScript = request.url === '/work.js';
  response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
  response.end(isScript ? script?.text : '<!doctype html><title>reopen</title>');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no port');

const trace = readTrace<SequentialTrace>('automerge-paper');
const patches = trace.txns.flatMap((txn) => txn.patches);
const browser = await chromium.launch(toLaunchOptions());
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${address.port}/`);
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
