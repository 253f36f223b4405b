/**
 * Takes the pictures of the README and the guides, in both themes: three people in one document on a wide window and on a phone, and the list
 * of documents on a tablet. They show the fonts of the system they are taken on.
 *
 *     node tests/e2e/app/picture.ts [FOLDER]
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../harness/chromium.ts';
import { startRelay } from '../harness/relay-process.ts';
import { type Desk, startDocument, toDesk } from '../scenarios/desk.ts';
import type { Shoot } from './shoot.ts';

const WIDE = { viewport: { width: 1440, height: 720 }, deviceScaleFactor: 1.25 } as const;
const TABLET = { width: 820, height: 560 } as const;
const PHONE = { viewport: { width: 390, height: 760 }, deviceScaleFactor: 2, hasTouch: true } as const;

/** Of what WebP has, 0 to 100. */
const QUALITY = 82;

const LINES = [
  'A plain weave is the oldest pattern there is: over one, under one, and the next row the other way round. Everything else is a variation.',
  '## Before we start',
  '[] wind the warp, forty turns',
  'two shuttles, one for each of us',
  '',
  '## What we know so far',
  '> The threads that run across are the weft. They hold the cloth together, and nobody looks at them.',
  '',
];

async function introduce(page: Page, name: string, color: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Your name and colour' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('radio', { name: color }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  // It is on the disk: the page may be left.
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** What stands in the list beside the document. */
const OTHERS = ['Letters to the dyer', 'What the loom costs', 'Patterns nobody has tried yet'];

const FOLDERS = [
  ['What the loom costs', 'Accounts'],
  ['Patterns nobody has tried yet', 'Patterns'],
  ['Notes on plain weave', 'Patterns'],
] as const;

async function takePicture(page: Page, path: string): Promise<void> {
  await page.evaluate(async () => {
    // What only lasts a moment ends; the names beside carets stay a while, and are to be seen.
    const entrances = document.getAnimations().filter((it) => Number(it.effect?.getComputedTiming().endTime) < 1000);
    await Promise.allSettled(entrances.map((it) => it.finished));
  });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  writeFileSync(path, Buffer.from(data, 'base64'));
}

async function write(desk: Desk): Promise<void> {
  for (const line of LINES) {
    await desk.type(line);
    await desk.page.keyboard.press('Enter');
  }
}

/** Says something of the last words of a block. */
async function comment(desk: Desk, block: string, words: number, text: string): Promise<void> {
  await desk.caretAfter(block);
  for (let at = 0; at < words; at++) await desk.page.keyboard.press('ControlOrMeta+Shift+ArrowLeft');
  await desk.page.keyboard.press('ControlOrMeta+Alt+m');
  await desk.page.getByRole('button', { name: 'Cancel' }).waitFor();
  await desk.type(text);
  await desk.page.keyboard.press('ControlOrMeta+Enter');
  await desk.page.getByRole('article').filter({ hasText: text }).waitFor();
}

async function shootAll(open: (how: BrowserContextOptions) => Promise<BrowserContext>, shoot: Shoot): Promise<void> {
  const page = await (await open(WIDE)).newPage();
  await introduce(page, 'Ada', 'Indigo');
  for (const title of OTHERS) {
    await (await startDocument({ page }, title)).sent();
    // The list knows a title once its document is closed.
    await page.getByRole('link', { name: 'Documents' }).click();
    await page.getByRole('listitem').filter({ hasText: title }).waitFor();
  }
  const desk = await startDocument({ page }, 'Notes on plain weave');
  await write(desk);
  const link = await desk.copyLink('edit');

  const bens = toDesk(await (await open(WIDE)).newPage());
  await introduce(bens.page, 'Ben', 'Rust');
  await bens.page.goto(link);
  await bens.caretAfter('two shuttles');
  await bens.page.keyboard.press('ControlOrMeta+Alt+Shift+x');
  await bens.type(' (I have mine)');
  const cleos = toDesk(await (await open(PHONE)).newPage());
  await introduce(cleos.page, 'Cleo', 'Teal');
  await cleos.page.goto(link);
  await cleos.caretAfter('What we know');
  await cleos.type(', and guess');
  await cleos.sent();
  await page.getByText('and guess').waitFor();
  await page.getByText('(I have mine)').waitFor();

  await comment(desk, 'wind the warp', 2, 'Forty, or forty-two?');
  await comment(bens, 'A plain weave', 2, 'And twill is the first of them.');
  await page.getByRole('article').filter({ hasText: 'twill' }).waitFor();
  await page.getByText('Seen by 2').first().waitFor();
  await desk.caretAfter('The threads that run');
  // Names stand beside carets that have just moved, so everyone moves once more.
  for (const tab of [bens.page, cleos.page, page]) {
    await tab.keyboard.press('ArrowLeft');
    await tab.keyboard.press('ArrowRight');
  }
  await page.locator('.weft-carets').getByText('Cleo').waitFor();
  // Presence is sent at most five times a second: the last of the moves is on its way.
  await page.waitForTimeout(500);
  await shoot(page, 'editor');

  await cleos.page.evaluate(() => scrollTo(0, 0));
  await shoot(cleos.page, 'phone');

  await page.setViewportSize(TABLET);
  await page.getByRole('link', { name: 'Documents' }).click();
  const choose = async (title: string, item: string): Promise<void> => {
    await page.getByRole('button', { name: `More about ${title}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('Notes on plain weave', 'Keep at the top');
  await page.getByRole('listitem').filter({ hasText: 'Kept at the top' }).waitFor();
  for (const [title, folder] of FOLDERS) {
    await choose(title, 'Folder…');
    await page.getByRole('combobox', { name: 'Name of the folder' }).fill(folder);
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: title }).filter({ hasText: folder }).waitFor();
  }
  await page.mouse.move(0, 0);
  await page.getByRole('button', { name: /^More about/ }).evaluateAll((buttons) => {
    for (const button of buttons) (button as HTMLElement).blur();
  });
  await shoot(page, 'library');
}

const [folder = 'docs/images'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const relay = await startRelay({ folder: mkdtempSync(join(tmpdir(), 'weft-picture-')) });
const browser: Browser = await chromium.launch(toLaunchOptions());
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const contexts: BrowserContext[] = [];
    const open = async (how: BrowserContextOptions): Promise<BrowserContext> => {
      const context = await browser.newContext({ baseURL: relay.origin, colorScheme, permissions, ...how });
      contexts.push(context);
      return context;
    };
    await shootAll(open, async (page, name) => takePicture(page, join(folder, `${name}-${colorScheme}.webp`)));
    for (const context of contexts) await context.close();
  }
} finally {
  await browser.close();
  await relay.stop();
}
