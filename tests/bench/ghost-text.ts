/**
 * Typing in the built app with suggestions on, against the same with suggestions off, in Chromium: from a key to its letter on
 * screen, tasks of the page's main thread that are too long, memory. And, by itself, from the last key to the suggestion on
 * screen. `pnpm --filter @weft/web build` first.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import { startRelay } from '../e2e/harness/relay-process.ts';
import { startDocument } from '../e2e/scenarios/desk.ts';
import { median, report } from './compare.ts';

const ROUNDS = 3;
/** Milliseconds between two keys: a quick typist. */
const PAUSE = 120;
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
] as const;

/** What the page saw while somebody typed; times in ms. */
interface Seen {
  readonly letters: number[];
  readonly ghosts: number[];
  /** Those of `ghosts` that nothing was shown of before. */
  readonly fresh: number[];
}

/** A task of a page's main thread that takes longer is in the way of a frame; in ms of processor time. */
const LONG = 8;

/** Watches from inside: the time of each key, of the frame that shows its letter, and of the frame that shows a suggestion. */
function watch(): void {
  const seen: Seen = { letters: [], ghosts: [], fresh: [] };
  Object.assign(globalThis, { seen });
  const isGhost = (node: Node | null): boolean => node instanceof Element && node.matches('.weft-ghost');
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
    const isFresh = changes.some(({ addedNodes }) => [...addedNodes].some(isGhost));
    // What is left of a suggestion whose letters are typed is on screen with the letter.
    const isRest = changes.some(({ type, target }) => type === 'characterData' && isGhost(target.parentElement));
    if ((!isFresh && !isRest) || !isWaiting) return;
    isWaiting = false;
    onFrame((elapsed) => {
      seen.ghosts.push(elapsed);
      if (isFresh) seen.fresh.push(elapsed);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

async function typed(page: Page, text: string): Promise<Seen> {
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'seen'), { letters: [], ghosts: [], fresh: [] }));
  await page.keyboard.type(`${text} `, { delay: PAUSE });
  return await page.evaluate(() => Reflect.get(globalThis, 'seen') as Seen);
}

async function toggle(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: beginning, length, and how much of it the thread had a processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly type?: string; readonly url?: string; readonly functionName?: string };
  };
}

/** Tasks of the page's main thread, in ms of processor time; of those that were too long: those that carried a letter, and all others. */
interface Tasks {
  /** What each letter's task took, frame not included; all of them. */
  readonly letters: readonly number[];
  readonly typing: readonly number[];
  readonly other: readonly number[];
  /** What the others did longest. */
  readonly names: readonly string[];
}

async function tasksDuring(browser: Browser, page: Page, act: () => Promise<void>): Promise<Tasks> {
  const categories = ['disabled-by-default-devtools.timeline', 'devtools.timeline', '__metadata'];
  await browser.startTracing(page, { categories });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const onMain = traceEvents.filter(({ pid, tid }) => mains.some((main) => main.pid === pid && main.tid === tid));
  const keys = onMain.filter(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'keypress');
  const tasks = onMain.filter(({ name }) => name === 'RunTask');
  if (tasks.length === 0 || keys.length === 0) throw new Error('nothing was traced');
  const long = tasks.filter(({ tdur = 0 }) => tdur > 1000 * LONG);
  const carries = ({ ts, dur = 0, pid }: TraceEvent): boolean =>
    keys.some((key) => key.pid === pid && key.ts >= ts && key.ts <= ts + dur);
  const toTimes = (list: readonly TraceEvent[]): readonly number[] => list.map(({ tdur = 0 }) => tdur / 1000);
  return {
    letters: toTimes(tasks.filter(carries)),
    typing: toTimes(long.filter(carries)),
    other: toTimes(long.filter((task) => !carries(task))),
    names: long.filter((task) => !carries(task)).map((task) => describe(task, onMain)),
  };
}

/** A task's length, and what of it took half of that or more. */
function describe(task: TraceEvent, all: readonly TraceEvent[]): string {
  const { ts, dur = 0, tdur = 0, pid } = task;
  const inner = all.filter((one) => one !== task && one.pid === pid && one.ts >= ts && one.ts <= ts + dur);
  const parts = inner
    .filter((one) => (one.tdur ?? 0) * 2 > tdur)
    .map(({ name, args }) =>
      [name, args?.data?.functionName, args?.data?.url?.split('/').at(-1)].filter(Boolean).join(' '),
    );
  return `${(tdur / 1000).toFixed(1)} ms: ${[...new Set(parts)].join(' > ')}`;
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
  const ours: Seen[] = [];
  const theirs: Seen[] = [];
  const long: { readonly ours: Tasks[]; readonly theirs: Tasks[] } = { ours: [], theirs: [] };
  let before = 0;
  let memory = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    await desk.text.press('Control+End');
    let without: Seen = { letters: [], ghosts: [], fresh: [] };
    const longWithout = await tasksDuring(browser, page, async () => {
      without = await typed(page, TEXTS[2 * round] ?? '');
    });
    if (round === 0) before = await memoryOf(session);
    if (without.ghosts.length > 0) throw new Error('suggested, though it is off');
    await toggle(page, 'Suggest words as I write');
    await page.getByText('Suggestions are on').waitFor();
    await desk.text.press('Control+End');
    let suggesting: Seen = { letters: [], ghosts: [], fresh: [] };
    const longWith = await tasksDuring(browser, page, async () => {
      suggesting = await typed(page, TEXTS[2 * round + 1] ?? '');
    });
    if (suggesting.ghosts.length === 0) throw new Error('nothing suggested, though it is on');
    if (round === 0) memory = (await memoryOf(session)) - before;
    await toggle(page, 'Stop suggesting words');
    if (round === 0) continue;
    ours.push(suggesting);
    theirs.push(without);
    long.ours.push(longWith);
    long.theirs.push(longWithout);
  }
  const all = (seen: readonly Seen[], what: keyof Seen): number[] => seen.flatMap((one) => one[what]);
  const ghosts = all(ours, 'ghosts');
  const toHundredths = (rounds: readonly Tasks[]): number =>
    Math.round(100 * median(rounds.flatMap(({ letters }) => letters))) / 100;
  const count = (rounds: readonly Tasks[], what: 'typing' | 'other'): number =>
    rounds.flatMap((one) => one[what]).length;
  for (const name of long.ours.flatMap(({ names }) => names)) console.log(`a long task, with suggestions: ${name}`);
  report(
    'ghost-text',
    [
      {
        name: 'from a key to its letter on screen, with suggestions, in Chromium',
        peer: 'the same app with suggestions off',
        unit: 'ms (median)',
        ours: median(all(ours, 'letters')),
        theirs: median(all(theirs, 'letters')),
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
      'of them fresh, not the rest of one': all(ours, 'fresh').length,
      'fresh, ms, half of them': Math.round(quantile(all(ours, 'fresh'), 0.5)),
      'fresh, ms, 95 of 100': Math.round(quantile(all(ours, 'fresh'), 0.95)),
      'letters typed with suggestions': all(ours, 'letters').length,
      'letters p95 ms with': Math.round(quantile(all(ours, 'letters'), 0.95)),
      'letters p95 ms without': Math.round(quantile(all(theirs, 'letters'), 0.95)),
      "letter's task, ms of processor time, with": toHundredths(long.ours),
      "letter's task, ms of processor time, without": toHundredths(long.theirs),
      [`letters whose task took over ${LONG} ms, with`]: count(long.ours, 'typing'),
      [`letters whose task took over ${LONG} ms, without`]: count(long.theirs, 'typing'),
      [`other tasks over ${LONG} ms, with`]: count(long.ours, 'other'),
      [`other tasks over ${LONG} ms, without`]: count(long.theirs, 'other'),
    },
  );
} finally {
  await browser.close();
  await relay.stop();
}
