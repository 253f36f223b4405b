/**
 * 200 pages (99,000 words) in the editor, with 500 threads, 1,000 suggestions, a search that is open, six people and suggestions while writing, against
 * ProseMirror alone with the same document, its suggestions marks there, too, looking the same: opening, until what is in the window is laid out and until
 * all is (ProseMirror alone lays out all at once), and typing with the frame and the layout of each letter. And fifty letters of somebody else that come in one frame, against the same one by one. In Chromium; what is
 * seen is checked.
 */
import { type Browser, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../e2e/harness/chromium.ts';
import { median, report } from './compare.ts';
import type * as Work from './editor/work.ts';
import { serveWork } from './serve-work.ts';
import { CONTENT_CSS, PEER_CSS } from './typing/css.ts';

const OPENINGS = 15;
const ROUNDS = 9;
const LETTERS = 100;
const REMOTE = 50;

declare global {
  var full: Work.Full;
  var plain: Work.Plain;
}

const server = await serveWork(new URL('editor/work.ts', import.meta.url));

async function newPage(browser: Browser, content: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.origin}/`);
  await page.addStyleTag({ content });
  return page;
}

async function openFull(): Promise<number> {
  const work = (await import('/work.js' as string)) as typeof Work;
  globalThis.full = await work.openFull();
  return globalThis.full.all;
}

async function openPlain(): Promise<void> {
  const work = (await import('/work.js' as string)) as typeof Work;
  globalThis.plain = work.openPlain();
}

interface MarkEvent {
  readonly cat: string;
  readonly name: string;
  /** What the thread has worked so far, in µs. */
  readonly tts?: number;
}

/** Opens, and says how many ms the page's thread worked until each stage: what else the machine does meanwhile is not in it. */
async function measure<T>(page: Page, open: () => Promise<T>): Promise<{ until(stage: Work.Stage): number; said: T }> {
  await browser.startTracing(page, { categories: ['blink.user_timing'] });
  const said = await page.evaluate(open);
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: MarkEvent[] };
  const at = (stage: Work.Stage): number => {
    const mark = trace.traceEvents.findLast(({ cat, name }) => cat === 'blink.user_timing' && name === stage);
    if (mark?.tts === undefined) throw new Error(`the trace does not say when it was ${stage}`);
    return mark.tts / 1000;
  };
  return { until: (stage) => at(stage) - at('begin'), said };
}

const { args = [], ...launch } = toLaunchOptions();
const browser = await chromium.launch({ ...launch, args: [...args, '--js-flags=--expose-gc'] });
try {
  const [ours, theirs] = [await newPage(browser, CONTENT_CSS), await newPage(browser, CONTENT_CSS + PEER_CSS)];
  const opened: Record<'ours' | 'laid' | 'all' | 'theirs', number[]> = { ours: [], laid: [], all: [], theirs: [] };
  for (let round = 0; round <= OPENINGS; round++) {
    if (round > 0) {
      await ours.evaluate(() => globalThis.full.close());
      await theirs.evaluate(() => globalThis.plain.close());
    }
    const openTheirs = async (): Promise<void> => {
      const { until } = await measure(theirs, openPlain);
      if (round > 0) opened.theirs.push(until('laid'));
    };
    const openOurs = async (): Promise<void> => {
      const { until, said } = await measure(ours, openFull);
      if (round === 0) return;
      opened.ours.push(until('shown'));
      opened.laid.push(until('laid'));
      opened.all.push(said);
    };
    // Each goes first as often as the other.
    for (const open of round % 2 === 0 ? [openTheirs, openOurs] : [openOurs, openTheirs]) await open();
  }
  const typed: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const [plain, more] = await theirs.evaluate((letters) => {
      const before = globalThis.plain.text();
      return [globalThis.plain.type(letters), globalThis.plain.text() - before] as const;
    }, LETTERS);
    const [full, others, seen, misfits] = await ours.evaluate((letters) => {
      const { type, text, seen: see, misfits: count } = globalThis.full;
      const before = text();
      return [type(letters), text() - before, see(), count()] as const;
    }, LETTERS);
    if (misfits > 0) throw new Error('a block has not the height of its lines');
    if (more !== LETTERS || others !== LETTERS) throw new Error('the letters that were typed are not there');
    const { threads, suggestions, found, people } = seen;
    if (threads !== 500 || suggestions !== 1_000 || found < 1_000 || people !== 6) {
      throw new Error(`not all is there: ${JSON.stringify(seen)}`);
    }
    if (round === 0) continue;
    typed.theirs.push(plain);
    typed.ours.push(full);
  }
  const received: { together: number[]; apart: number[] } = { together: [], apart: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const isTogether of [true, false]) {
      const [time, more] = await ours.evaluate(
        ([letters, together]) => {
          const before = globalThis.full.text();
          return [globalThis.full.receive(letters, together), globalThis.full.text() - before] as const;
        },
        [REMOTE, isTogether] as const,
      );
      if (more !== REMOTE) throw new Error('the letters that came are not there');
      if (round > 0) received[isTogether ? 'together' : 'apart'].push(time);
    }
  }
  report(
    'editor',
    [
      {
        name: '200 pages until the first of them are on screen, in Chromium',
        peer: 'ProseMirror alone, which lays out all of them',
        unit: 'ms of the page’s thread',
        ours: median(opened.ours),
        theirs: median(opened.theirs),
        bar: 1.25,
      },
      {
        name: 'all 200 pages laid out',
        peer: 'ProseMirror alone',
        unit: 'ms of the page’s thread',
        ours: median(opened.laid),
        theirs: median(opened.theirs),
        bar: 1.25,
      },
      {
        name: 'typing a letter with its frame and layout, with 500 threads, 1,000 suggestions, search, six people and ghost text on',
        peer: 'ProseMirror alone',
        unit: 'ms per letter',
        ours: median(typed.ours) / LETTERS,
        theirs: median(typed.theirs) / LETTERS,
        bar: 1.3,
      },
      {
        name: 'fifty letters of somebody else in one frame',
        peer: 'the same letters in fifty frames',
        unit: 'ms',
        ours: median(received.together),
        theirs: median(received.apart),
        bar: 0.1,
      },
    ],
    {
      'ms until threads, suggestions, search and people are there too': Math.round(median(opened.all)),
    },
  );
} finally {
  await browser.close();
  server.close();
}
