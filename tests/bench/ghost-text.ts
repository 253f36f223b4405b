/**
 * Typing in the built app with suggestions on, against the same with suggestions off, in Chromium: from a key to its letter on
 * screen, tasks of the page's main thread that are too long, memory. And, by itself, from the last key to the suggestion on
 * screen. `pnpm --filter @weft/web build` first.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CDPSession, chromium, type Page, type Request } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import { startRelay } from '../e2e/harness/relay-process.ts';
import { startDocument } from '../e2e/scenarios/desk.ts';
import { median, report } from './compare.ts';
import { LONG, type Tasks, tasksDuring } from './ghost-text/tasks.ts';
import { type Letter, medianOverFrame, type Seen, typed, watch } from './ghost-text/typing.ts';

const ROUNDS = 3;
/** Prose of everyday, each typed once: what was typed before is learned, and suggested as it was. */
const TEXTS = [
  'We walked down to the harbour before the shops had opened, and the old man who mends the nets was already at work on the quay.',
  'The council will publish the results of the review next week, so that the public can see what has been done with the money.',
  'She asked me whether there was anything else I wanted to know about the house, and I said that I would like to see the garden.',
  'In the meantime people share their cars, and the school starts half an hour later than it used to when there was still a bus.',
  'I think that most of us would rather have a reliable boat than a fast one, and that is what I wrote in my letter to the minister.',
  'There is no reason to believe that the new rules will make it harder for small companies to take part in the next round.',
  'He had never been able to understand why anybody should want to live so far from the sea, and he said so to everyone he met.',
  'If you have any questions about the report, please send them to the office before the end of the month, or call us at any time.',
  'My sister says that the best way to learn the names of the birds is to go out early and to write down what you have heard.',
] as const;

/** One text, typed. */
interface Round {
  readonly seen: Seen;
  readonly tasks: Tasks;
}

/** Milliseconds after which what was typed has been learned. */
const LEARNED = 3000;

async function toggle(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
}

/** Bytes that belong to the page's processes alone. */
async function memoryOf(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return renderers.reduce((sum, { id }) => {
    const lines = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').matchAll(/^Private_\w+:\s+(\d+) kB$/gmu);
    return sum + [...lines].reduce((kilobytes, [, amount]) => kilobytes + Number(amount), 0) * 1024;
  }, 0);
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
  const session = await browser.newBrowserCDPSession();
  const off: Round[] = [];
  const on: Round[] = [];
  /** Types the next text with suggestions as they are. */
  let texts = 0;
  const typeNext = async (): Promise<Seen> => {
    await desk.text.press('Control+End');
    return await typed(page, TEXTS[texts++] ?? '');
  };
  const runRound = async (): Promise<Round> => {
    let seen: Seen = { letters: [], ghosts: [], fresh: [] };
    const tasks = await tasksDuring(browser, page, async () => {
      seen = await typeNext();
    });
    return { seen, tasks };
  };
  const turnOn = async (): Promise<void> => {
    await toggle(page, 'Suggest words as I write');
    await page.getByText('Suggestions are on').waitFor();
  };
  // What came with suggestions: what these scripts run, and the timers and frames they ask for, is theirs.
  const scripts = new Set<string>();
  const note = (request: Request): void => {
    if (request.resourceType() === 'script') scripts.add(request.url());
  };
  let before = 0;
  let memory = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const without = await runRound();
    if (round === 0) before = await memoryOf(session);
    if (without.seen.ghosts.length > 0) throw new Error('suggested, though it is off');
    page.on('request', note);
    await turnOn();
    const suggesting = await runRound();
    page.off('request', note);
    if (suggesting.seen.ghosts.length === 0) throw new Error('nothing suggested, though it is on');
    if (round === 0) memory = (await memoryOf(session)) - before;
    await toggle(page, 'Stop suggesting words');
    if (round === 0) continue;
    on.push(suggesting);
    off.push(without);
  }
  // From being turned on until what was typed is learned.
  const actOnce = async (): Promise<void> => {
    await turnOn();
    await typeNext();
    await page.waitForTimeout(LEARNED);
  };
  const attributed = await tasksDuring(browser, page, actOnce, (url) => scripts.has(url));
  if (attributed.theirs.length === 0) throw new Error('no task of suggestions was seen');
  const letters = (rounds: readonly Round[]): readonly Letter[] => rounds.flatMap(({ seen }) => seen.letters);
  const elapsed = (rounds: readonly Round[]): readonly number[] => letters(rounds).map((letter) => letter.elapsed);
  const ghosts = on.flatMap(({ seen }) => seen.ghosts);
  const fresh = on.flatMap(({ seen }) => seen.fresh);
  const toHundredths = (rounds: readonly Round[]): number =>
    Math.round(100 * median(rounds.flatMap(({ tasks }) => tasks.letters))) / 100;
  const count = (rounds: readonly Round[], what: 'longTyping' | 'longOther'): number =>
    rounds.flatMap(({ tasks }) => tasks[what]).length;
  const names = [...on.flatMap(({ tasks }) => tasks.names), ...attributed.names];
  for (const name of names) console.log(`a long task, with suggestions on: ${name}`);
  report(
    'ghost-text',
    [
      {
        name: 'from a key to its letter on screen, with suggestions, in Chromium',
        peer: 'the same app with suggestions off',
        unit: 'ms (median, keys coming evenly over a frame)',
        ours: medianOverFrame(letters(on)),
        theirs: medianOverFrame(letters(off)),
        bar: 1.05,
      },
      {
        name: 'from the last key to the suggestion on screen, half of them',
        peer: 'what is asked for',
        unit: 'ms',
        ours: quantile(ghosts, 0.5),
        theirs: 20,
        bar: 1,
      },
      {
        name: 'the same, 95 of 100',
        peer: 'what is asked for',
        unit: 'ms',
        ours: quantile(ghosts, 0.95),
        theirs: 40,
        bar: 1,
      },
      {
        name: 'the longest task of the main thread that is of suggestions',
        peer: 'what is asked for',
        unit: 'ms of processor time',
        ours: Math.max(...attributed.theirs),
        theirs: LONG,
        bar: 1,
      },
      {
        name: "memory of the page's process beyond what it had before, with the model at work",
        peer: 'what is asked for',
        unit: 'MB',
        ours: memory / 1e6,
        theirs: 80,
        bar: 1,
      },
    ],
    {
      'suggestions shown': ghosts.length,
      'of them fresh, not the rest of one': fresh.length,
      'fresh, ms, half of them': Math.round(quantile(fresh, 0.5)),
      'fresh, ms, 95 of 100': Math.round(quantile(fresh, 0.95)),
      'letters typed with suggestions': letters(on).length,
      'letters p95 ms with': Math.round(quantile(elapsed(on), 0.95)),
      'letters p95 ms without': Math.round(quantile(elapsed(off), 0.95)),
      "letter's task, ms of processor time, with": toHundredths(on),
      "letter's task, ms of processor time, without": toHundredths(off),
      [`letters whose task took over ${LONG} ms, with`]: count(on, 'longTyping'),
      [`letters whose task took over ${LONG} ms, without`]: count(off, 'longTyping'),
      'tasks of suggestions': attributed.theirs.length,
      'the median of them, ms of processor time': Math.round(100 * median(attributed.theirs)) / 100,
      [`other tasks over ${LONG} ms, with`]: count(on, 'longOther'),
      [`other tasks over ${LONG} ms, without`]: count(off, 'longOther'),
    },
  );
} finally {
  await browser.close();
  await relay.stop();
}
