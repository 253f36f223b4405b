/**
 * Takes the pictures of the README: two people writing in one document, in both themes.
 *
 *     node tests/e2e/app/picture.ts [FOLDER]
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../harness/chromium.ts';
import { type RelayProcess, startRelay } from '../harness/relay-process.ts';
import { toDesk } from '../scenarios/desk.ts';

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
}

async function shoot(
  browser: Browser,
  relay: RelayProcess,
  colorScheme: 'light' | 'dark',
  folder: string,
): Promise<void> {
  const baseURL = relay.origin;
  const viewport = { width: 1180, height: 760 };
  const permissions = ['clipboard-read', 'clipboard-write'];
  const open = () => browser.newContext({ baseURL, viewport, colorScheme, permissions, deviceScaleFactor: 1.5 });
  const mine = await open();
  const page = await mine.newPage();
  await introduce(page, 'Ada', 'Indigo');
  await page.getByRole('button', { name: 'New document' }).click();
  const desk = toDesk(page);
  await desk.title.fill('Notes on plain weave');
  await desk.title.press('Enter');
  for (const line of LINES) {
    await desk.type(line);
    await page.keyboard.press('Enter');
  }
  const link = await desk.copyLink('edit');
  const others = [
    { name: 'Ben', color: 'Rust', after: 'two shuttles', words: ' (I have mine)' },
    { name: 'Cleo', color: 'Teal', after: 'nobody looks', words: ' Until one is missing.' },
  ];
  for (const other of others) {
    const theirs = await open();
    const guest = await theirs.newPage();
    await introduce(guest, other.name, other.color);
    await guest.goto(link);
    const guests = toDesk(guest);
    await guests.caretAfter(other.after);
    await guests.type(other.words);
    await guests.sent();
  }
  await page.getByText('Until one is missing.').waitFor();
  await page.getByText('Seen by 2').first().waitFor();
  await desk.caretAfter('A plain weave');
  // Names stand beside carets that have just moved, so everyone moves once more.
  for (const context of browser.contexts()) {
    const [tab] = context.pages();
    await tab?.keyboard.press('ArrowLeft');
    await tab?.keyboard.press('ArrowRight');
  }
  await page.locator('.weft-carets').getByText('Cleo').waitFor();
  // Presence is sent at most five times a second: the last of the moves is on its way.
  await page.waitForTimeout(500);
  await page.waitForFunction(() => document.querySelectorAll('.weft-status-part[data-tone="calm"]').length === 3);
  await page.screenshot({ path: join(folder, `editor-${colorScheme}.png`) });
  for (const context of browser.contexts()) await context.close();
}

const [folder = 'docs/images'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const relay = await startRelay({ folder: mkdtempSync(join(tmpdir(), 'weft-picture-')) });
const browser = await chromium.launch(toLaunchOptions());
try {
  for (const scheme of ['light', 'dark'] as const) await shoot(browser, relay, scheme, folder);
} finally {
  await browser.close();
  await relay.stop();
}
