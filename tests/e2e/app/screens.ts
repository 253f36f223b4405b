/**
 * Takes pictures of every screen, in both themes and three widths, to be looked at by a person:
 *
 *     node tests/e2e/app/screens.ts FOLDER [ORIGIN] [FILTER]
 *
 * Without ORIGIN it starts a relay of its own, which serves the app as it was last built. FILTER: a regular expression
 * over `light-1440`, `dark-390` and so on. WEFT_PARTS=people,comments takes some of the pictures only. WEFT_GERMAN takes them in German,
 * WEFT_RTL lays the interface out from right to left, in the words it has, WEFT_FORCED takes the system’s colours where it has few.
 * WEFT_AXE tells of each barrier that axe finds on any of them, and ends with 1 where there is one.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../harness/chromium.ts';
import { startRelay } from '../harness/relay-process.ts';
import { shootAlone } from './alone-screens.ts';
import { findBarriers } from './axe.ts';
import { shootComments } from './comment-screens.ts';
import { shootFiles } from './file-screens.ts';
import { shootHelp } from './help-screens.ts';
import { shootHistory } from './history-screens.ts';
import { lookInGerman } from './in-german.ts';
import { shootPeople } from './people-screens.ts';
import type { Shoot } from './shoot.ts';
import { shootTools } from './tool-screens.ts';
import { shootWriters } from './writer-screens.ts';
import { shootWriting } from './writing-screens.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 820, height: 1000 },
  { width: 390, height: 844 },
] as const;

const PARTS = {
  files: shootFiles,
  people: shootPeople,
  history: shootHistory,
  help: shootHelp,
  comments: shootComments,
  writers: shootWriters,
  writing: shootWriting,
  tools: shootTools,
  alone: shootAlone,
} as const;

const has = (variable: string): boolean => process.env[variable] !== undefined;
const isWanted = (part: string): boolean => (process.env['WEFT_PARTS'] ?? part).split(',').includes(part);

/** Lets entrances end, so that no picture shows half of one. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const entrances = document.getAnimations().filter((it) => it.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(entrances.map((it) => it.finished));
  });
}

/** As for a language that is written so: whatever takes its direction from the language. What says its own in its markup keeps it. */
function layOutFromTheRight(): void {
  Object.defineProperty(HTMLElement.prototype, 'dir', {
    get(this: HTMLElement) {
      return this.getAttribute('dir') ?? '';
    },
    set(this: HTMLElement, dir: string) {
      this.setAttribute('dir', dir === 'ltr' ? 'rtl' : dir);
    },
  });
}

/** Whatever is opened in it is told of errors, and speaks and looks as was asked for. */
function prepare(browser: Browser): void {
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const asked: BrowserContextOptions = {
      ...(has('WEFT_GERMAN') ? { locale: 'de-DE' } : {}),
      ...(has('WEFT_FORCED') ? { forcedColors: 'active', contrast: 'more' } : {}),
    };
    const context = await open({ ...options, ...asked });
    if (has('WEFT_RTL')) await context.addInitScript(layOutFromTheRight);
    const tell = (text: string | undefined): boolean => process.stdout.write(`  ${text ?? ''}\n`);
    context.on('weberror', (error) => tell(error.error().stack));
    context.on('console', (message) => message.type() === 'error' && tell(message.text()));
    return context;
  };
}

async function shootAll(origin: string, folder: string, filter: RegExp): Promise<number> {
  const browser = await chromium.launch(toLaunchOptions());
  prepare(browser);
  if (has('WEFT_GERMAN')) lookInGerman(await browser.newPage());
  let barriers = 0;
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of SIZES) {
      const suffix = `${colorScheme}-${viewport.width}`;
      if (!filter.test(suffix)) continue;
      const look = { viewport, colorScheme, hasTouch: viewport.width < 500 };
      const shoot: Shoot = async (page, name) => {
        await settle(page);
        await page.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
        if (!has('WEFT_AXE')) return;
        const found = await findBarriers(page);
        await page.emulateMedia({ colorScheme });
        barriers += found.length;
        for (const barrier of found) process.stdout.write(`  ${name}: ${barrier}\n`);
      };
      for (const [part, shootPart] of Object.entries(PARTS)) {
        if (!isWanted(part)) continue;
        await shootPart(browser, origin, look, shoot);
        process.stdout.write(`${suffix} ${part}\n`);
      }
    }
  }
  await browser.close();
  return barriers;
}

const [folder = 'screens', given = '', filter = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const relay = given === '' ? await startRelay({ folder: mkdtempSync(join(tmpdir(), 'weft-screens-')) }) : undefined;
try {
  const barriers = await shootAll(relay?.origin ?? given, folder, new RegExp(filter));
  if (barriers > 0) process.exitCode = 1;
} finally {
  await relay?.stop();
}
