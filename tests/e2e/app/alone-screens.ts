/** Pictures of what one person sees: the library, a document with the kinds of block, sharing, and what cannot be opened. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { shootReading } from './reading-screens.ts';
import type { Shoot } from './shoot.ts';

const isMac = process.platform === 'darwin';
const mod = isMac ? 'Meta' : 'Control';

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

async function shootOthers(browser: Browser, page: Page, options: BrowserContextOptions, shoot: Shoot): Promise<void> {
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

/** @param origin - of a relay that serves the app */
export async function shootAlone(
  browser: Browser,
  origin: string,
  look: BrowserContextOptions,
  shoot: Shoot,
): Promise<void> {
  const options = { ...look, baseURL: origin };
  const permissions = ['clipboard-read', 'clipboard-write', 'camera', 'microphone'];
  const context = await browser.newContext({ ...options, permissions });
  const page = await context.newPage();
  await page.goto('/');
  await shootLibrary(page, shoot);
  await shootDocuments(page, shoot);
  await shootOthers(browser, page, options, shoot);
  await shootFailures(page, shoot);
  await shootReading(page, shoot);
  await context.close();
}
