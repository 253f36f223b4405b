/**
 * Typing in the built app with suggestions on, against the same with suggestions off, in Chromium: from a key to its letter on
 * screen. And, by itself, from the last key to the suggestion on screen. `pnpm --filter @weft/web build` first.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import { startRelay } from '../e2e/harness/relay-process.ts';
import { startDocument } from '../e2e/scenarios/desk.ts';
import { median, report } from './compare.ts';

const ROUNDS = 5;
/** Milliseconds between two keys: a quick typist. */
const PAUSE = 120;
const TEXT =
  'The agency will publish the results of the review on the website so that the public can see what the government has done with the information. ';

/** What the page saw while somebody typed; times in ms. */
interface Seen {
  readonly letters: number[];
  readonly ghosts: number[];
  readonly longTasks: number[];
}

/** Watches from inside: the time of each key, of the frame that shows its letter, and of the frame that shows a suggestion. */
function watch(): void {
  const seen: Seen = { letters: [], ghosts: [], longTasks: [] };
  Object.assign(globalThis, { seen });
  let key = 0;
  let isWaiting = false;
  addEventListener(
    'keydown',
    (event) => {
      key = event.timeStamp;
      isWaiting = true;
    },
    true,
  );
  const onFrame = (act: (now: number) => void): void => {
    const of = key;
    requestAnimationFrame(() => setTimeout(() => act(performance.now() - of)));
  };
  addEventListener('input', () => onFrame((elapsed) => seen.letters.push(elapsed)), true);
  new MutationObserver((changes) => {
    const isShown = changes.some(({ addedNodes }) =>
      [...addedNodes].some((node) => node instanceof Element && node.matches('.weft-ghost')),
    );
    if (!isShown || !isWaiting) return;
    isWaiting = false;
    onFrame((elapsed) => seen.ghosts.push(elapsed));
  }).observe(document.body, { subtree: true, childList: true });
  new PerformanceObserver((list) => seen.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
}

async function typed(page: Page): Promise<Seen> {
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'seen'), { letters: [], ghosts: [], longTasks: [] }));
  await page.keyboard.type(TEXT, { delay: PAUSE });
  return await page.evaluate(() => Reflect.get(globalThis, 'seen') as Seen);
}

async function toggle(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))] ?? 0;
}

const relay = await startRelay({ folder: mkdtempSync(join(tmpdir(), 'weft-ghost-')) });
const browser = await chromium.launch(toLaunchOptions());
try {
  const page = await browser.newPage({ baseURL: relay.origin, viewport: { width: 1440, height: 900 } });
  const desk = await startDocument({ page }, 'Typing');
  await page.evaluate(watch);
  const ours: Seen[] = [];
  const theirs: Seen[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    await desk.text.press('Control+End');
    const without = await typed(page);
    if (without.ghosts.length > 0) throw new Error('suggested, though it is off');
    await toggle(page, 'Suggest words as I write');
    await page.getByText('Suggestions are on').waitFor();
    await desk.text.press('Control+End');
    const suggesting = await typed(page);
    if (suggesting.ghosts.length === 0) throw new Error('nothing suggested, though it is on');
    await toggle(page, 'Stop suggesting words');
    if (round === 0) continue;
    ours.push(suggesting);
    theirs.push(without);
  }
  const all = (seen: readonly Seen[], what: keyof Seen): number[] => seen.flatMap((one) => one[what]);
  const ghosts = all(ours, 'ghosts');
  report(
    'ghost-text',
    [
      {
        name: 'from a key to its letter on screen, with suggestions, in Chromium',
        peer: 'the same app with suggestions off',
        unit: 'ms (median)',
        ours: median(all(ours, 'letters')),
        theirs: median(all(theirs, 'letters')),
        bar: 1.2,
      },
    ],
    {
      'suggestions shown': ghosts.length,
      'from a key to its suggestion on screen, p50 ms (30 of them waiting)': Math.round(quantile(ghosts, 0.5)),
      'p95 ms': Math.round(quantile(ghosts, 0.95)),
      'letters p95 ms with': Math.round(quantile(all(ours, 'letters'), 0.95)),
      'letters p95 ms without': Math.round(quantile(all(theirs, 'letters'), 0.95)),
      'long tasks with': all(ours, 'longTasks').length,
      'long tasks without': all(theirs, 'longTasks').length,
    },
  );
} finally {
  await browser.close();
  await relay.stop();
}
