/**
 * Takes pictures of every screen, in both themes and three widths, to be looked at by a person:
 *
 *     node tests/e2e/app/screens.ts FOLDER [ORIGIN] [FILTER]
 *
 * Without ORIGIN it starts a relay of its own, which serves the app as it was last built. FILTER: a regular expression
 * over `light-1440`, `dark-390` and so on. WEFT_ALONE leaves out what takes several people, WEFT_PEOPLE all but the document's people,
 * WEFT_FILES all but its images and files, WEFT_READING all but what reads along, WEFT_WRITING all but what a text may hold. WEFT_RTL lays the interface out from right to left, in
 * the words it has.
 */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../harness/chromium.ts';
import { startRelay } from '../harness/relay-process.ts';
import { shootFiles } from './file-screens.ts';
import { shootComments } from './comment-screens.ts';
import { shootHelp } from './help-screens.ts';
import { shootHistory } from './history-screens.ts';
import { shootPeople } from './people-screens.ts';
import { shootReading } from './reading-screens.ts';
import { shootWriters } from './writer-screens.ts';
import { shootWriting } from './writing-screens.ts';
import type { Shoot } from './shoot.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 820, height: 1000 },
  { width: 390, height: 844 },
] as const;

const isMac = process.platform === 'darwin';
const mod = isMac ? 'Meta' : 'Control';

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

async function write(page: Page, title: string, lines: readonly string[]): Promise<void> {
  await page.getByRole('textbox', { name: 'Title' }).fill(title);
  await page.getByRole('textbox', { name: 'Title' }).press('Enter');
  for (const line of lines) {
    await page.keyboard.type(line);
    await page.keyboard.press('Enter');
  }
}

const KINDS = [
  'A document is a thing people make together, mostly while apart. This one holds a little of everything.',
  '# A heading of the first rank',
  'Under it some ordinary text, long enough to run over the end of a line and show how lines stand above each other when nobody is in a hurry.',
  '## One of the second',
  '- a list of things',
  'that were noticed on the way',
  '',
  '1. and one of things',
  'that follow each other',
  '',
  '### And the third',
  '[] something to do',
  '',
  '> What is written without effort is in general read without pleasure.',
  '',
  '```',
  'const answer = 6 * 7;',
];

async function makeDocument(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^New( document)?$/ }).click();
  await page.getByRole('textbox', { name: 'Title' }).waitFor();
}

async function copyLink(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press('Escape');
  return link;
}

async function toLibrary(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Documents' }).click();
  await page.getByRole('heading', { name: 'Documents' }).waitFor();
}

async function shootLibrary(page: Page, shoot: Shoot): Promise<void> {
  await page.getByRole('button', { name: 'New document' }).waitFor();
  await shoot(page, '01-library-empty');
  await page.getByRole('button', { name: 'Settings' }).click();
  await shoot(page, '02-settings');
  await page.getByRole('menuitem', { name: 'Your name and colour' }).click();
  await shoot(page, '03-person');
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Open a link' }).click();
  await page.getByRole('textbox', { name: 'Link' }).fill('https://weft.example/#not-all-of-it');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await shoot(page, '04-open-link');
  await page.keyboard.press('Escape');
}

async function shootDocuments(page: Page, shoot: Shoot): Promise<string> {
  await page.getByRole('button', { name: 'Or try things out in a sample document' }).click();
  await page.getByRole('textbox', { name: 'Title' }).waitFor();
  await shoot(page, '05-sample');
  await toLibrary(page);
  await makeDocument(page);
  await shoot(page, '06-document-empty');
  await write(page, 'Minutes of the weavers’ meeting', ['Present: everyone who had thread.']);
  await toLibrary(page);
  await makeDocument(page);
  await write(page, 'All the kinds of block', KINDS);
  await shoot(page, '07-document-kinds');
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole('button', { name: /^Block kind/ }).click();
  await shoot(page, '08-kind-menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More formatting' }).click();
  await shoot(page, '09-more-menu');
  await page.keyboard.press('Escape');
  await page.getByText('A document is a thing').dblclick({ position: { x: 60, y: 12 } });
  await shoot(page, '10-bubble');
  await page.keyboard.press(`${mod}+k`);
  await page.getByRole('textbox', { name: 'Address' }).fill('no address');
  await page.keyboard.press('Enter');
  await shoot(page, '11-link');
  await page.getByRole('textbox', { name: 'Address' }).fill('example.org/weaving');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await shoot(page, '12-link-bubble');
  await page.keyboard.press(`${mod}+/`);
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await shoot(page, '13-shortcuts');
  await page.keyboard.press('Escape');
  await page.keyboard.press(`${mod}+s`);
  await shoot(page, '14-saved');
  await page.getByRole('button', { name: 'Share' }).click();
  await shoot(page, '15-share');
  await page.getByRole('checkbox', { name: 'Lock the link' }).check();
  await page.getByRole('button', { name: 'Copy edit link' }).click();
  await shoot(page, '16-share-passphrase');
  await page.keyboard.press('Escape');
  await shootConnect(page, shoot);
  return page.url();
}

async function shootConnect(page: Page, shoot: Shoot): Promise<void> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await shoot(page, '24-document-menu');
  await page.getByRole('menuitem', { name: 'Connect directly' }).click();
  await shoot(page, '25-connect');
  await page.getByRole('button', { name: 'Show my code' }).click();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  await page.getByLabel('Answer of the other device').fill('half a text');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await shoot(page, '26-connect-code');
  await page.keyboard.press('Escape');
}

async function shootOthers(
  browser: Browser,
  page: Page,
  options: Parameters<Browser['newContext']>[0],
  shoot: Shoot,
): Promise<void> {
  const edit = await copyLink(page, 'Copy edit link');
  const comment = await copyLink(page, 'Copy comment link');
  const view = await copyLink(page, 'Copy view link');
  const other: BrowserContext = await browser.newContext({ ...options, viewport: { width: 900, height: 700 } });
  const guest = await other.newPage();
  await guest.goto(edit);
  await guest.getByText('A document is a thing').click();
  await guest.keyboard.press('End');
  await guest.keyboard.type(' Ben was here.');
  await page.getByText('Ben was here.').waitFor();
  await page
    .getByText(/Seen by 1/)
    .first()
    .waitFor();
  await shoot(page, '17-with-someone');
  await other.close();
  const reader = await browser.newContext(options);
  const reading = await reader.newPage();
  await reading.goto(view);
  await reading.getByText('A document is a thing').waitFor();
  await shoot(reading, '18-view-link');
  await reader.close();
  const commenter = await browser.newContext(options);
  const commenting = await commenter.newPage();
  await commenting.goto(comment);
  await commenting.getByText('A document is a thing').waitFor();
  await shoot(commenting, '19-comment-link');
  await commenting.getByRole('button', { name: 'Share' }).click();
  await shoot(commenting, '19-comment-link-share');
  await commenter.close();
}

async function shootFailures(page: Page, shoot: Shoot): Promise<void> {
  await toLibrary(page);
  await shoot(page, '20-library');
  await page
    .getByRole('button', { name: /^More about/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await shoot(page, '21-trashed');
  await page.getByRole('link', { name: /^Trash/ }).click();
  await shoot(page, '21-trash');
  await page.goto('/#AQPnot-all-of-it');
  await page.getByRole('alert').waitFor();
  await shoot(page, '22-broken-link');
  await page.goto('/#/d/nowhere');
  await page.getByText('not on this device').waitFor();
  await shoot(page, '23-not-here');
}

async function shootAll(origin: string, folder: string, filter: RegExp): Promise<void> {
  const browser = await chromium.launch(toLaunchOptions());
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const viewport of SIZES) {
      const suffix = `${colorScheme}-${viewport.width}`;
      if (!filter.test(suffix)) continue;
      const options = { baseURL: origin, viewport, colorScheme, hasTouch: viewport.width < 500 };
      const context = await browser.newContext({
        ...options,
        permissions: ['clipboard-read', 'clipboard-write', 'camera', 'microphone'],
      });
      if (process.env['WEFT_RTL'] !== undefined) await context.addInitScript(layOutFromTheRight);
      const page = await context.newPage();
      page.on('pageerror', (error) => process.stdout.write(`${suffix}: ${error.stack}\n`));
      page.on(
        'console',
        (message) => message.type() === 'error' && process.stdout.write(`${suffix}: ${message.text()}\n`),
      );
      const shoot: Shoot = async (of, name) => {
        await settle(of);
        await of.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
      };
      if (process.env['WEFT_READING'] !== undefined) {
        await shootReading(page, shoot);
        await context.close();
        process.stdout.write(`${suffix}\n`);
        continue;
      }
      if (process.env['WEFT_WRITING'] !== undefined) {
        const look = { viewport, colorScheme, hasTouch: viewport.width < 500 };
        await shootWriters(browser, origin, look, shoot);
        await shootWriting(browser, origin, look, shoot);
        process.stdout.write(`${suffix}\n`);
        continue;
      }
      if (process.env['WEFT_PEOPLE'] === undefined && process.env['WEFT_COMMENTS'] === undefined) {
        await shootFiles(browser, origin, { viewport, colorScheme, hasTouch: viewport.width < 500 }, shoot);
      }
      if (process.env['WEFT_FILES'] !== undefined) continue;
      if (process.env['WEFT_ALONE'] === undefined) {
        const look = { viewport, colorScheme, hasTouch: viewport.width < 500 };
        if (process.env['WEFT_COMMENTS'] === undefined) await shootPeople(browser, origin, look, shoot);
        if (process.env['WEFT_COMMENTS'] === undefined) await shootHistory(browser, origin, look, shoot);
        if (process.env['WEFT_COMMENTS'] === undefined) await shootHelp(browser, origin, look, shoot);
        if (process.env['WEFT_PEOPLE'] === undefined) await shootComments(browser, origin, look, shoot);
      }
      if (process.env['WEFT_PEOPLE'] !== undefined || process.env['WEFT_COMMENTS'] !== undefined) continue;
      await page.goto('/');
      await shootLibrary(page, shoot);
      await shootDocuments(page, shoot);
      if (process.env['WEFT_ALONE'] === undefined) await shootOthers(browser, page, options, shoot);
      await shootFailures(page, shoot);
      await shootReading(page, shoot);
      await context.close();
      process.stdout.write(`${suffix}\n`);
    }
  }
  await browser.close();
}

const [folder = 'screens', origin = '', filter = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
if (origin !== '') await shootAll(origin, folder, new RegExp(filter));
else {
  const relay = await startRelay({ folder: mkdtempSync(join(tmpdir(), 'weft-screens-')) });
  try {
    await shootAll(relay.origin, folder, new RegExp(filter));
  } finally {
    await relay.stop();
  }
}
