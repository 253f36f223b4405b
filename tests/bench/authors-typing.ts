/**
 * Typing with the text coloured by who wrote it, against typing without: a document of 400 blocks by six authors, in Chromium, each letter with its
 * frame and its layout, a pause after every eighth.
 */
import { chromium } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import type * as Work from './authors-typing/work.ts';
import { median, report } from './compare.ts';
import { serveWork } from './serve-work.ts';
import { CONTENT_CSS } from './typing/css.ts';

const ROUNDS = 15;
const LETTERS = 100;

const server = await serveWork(new URL('authors-typing/work.ts', import.meta.url));
const browser = await chromium.launch(toLaunchOptions());
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.origin}/`);
  await page.addStyleTag({ content: CONTENT_CSS });
  const times = await page.evaluate(
    async ({ rounds, letters }) => {
      const { prepare } = (await import('/work.js' as string)) as typeof Work;
      const typist = prepare();
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const plain = await typist.type(false, letters);
        if (typist.coloured() !== 0) throw new Error('coloured, though it is off');
        const coloured = await typist.type(true, letters);
        if (typist.coloured() < 50) throw new Error('not coloured, though it is on');
        if (round === 0) continue;
        theirs.push(plain);
        ours.push(coloured);
      }
      return { ours, theirs };
    },
    { rounds: ROUNDS, letters: LETTERS },
  );
  report('authors-typing', [
    {
      name: 'typing a letter, with its frame and layout, the text coloured by author, in Chromium',
      peer: 'the same editor with the colours off',
      unit: 'ms per letter',
      ours: median(times.ours) / LETTERS,
      theirs: median(times.theirs) / LETTERS,
      bar: 1.3,
    },
  ]);
} finally {
  await browser.close();
  server.close();
}
