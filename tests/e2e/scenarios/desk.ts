import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '../harness/index.ts';

/** A block as a person sees it: its kind and its words. */
export interface SeenBlock {
  readonly kind: string;
  readonly text: string;
}

/** One tab with a document, driven through what a person can see and reach. */
export interface Desk {
  readonly page: Page;
  readonly text: Locator;
  readonly title: Locator;
  readonly status: Locator;
  blocks(): Promise<readonly SeenBlock[]>;
  /** Puts the caret at the end of the block that contains these words. */
  caretAfter(words: string): Promise<void>;
  /** Types at the caret, key by key. */
  type(words: string): Promise<void>;
  /** Turns the block that contains these words into another kind, by the menu of the toolbar. */
  turnInto(words: string, kind: string): Promise<void>;
  copyLink(grant: 'edit' | 'comment' | 'view' | 'owner'): Promise<string>;
  /** Waits until everything is on this device, and at the relay. */
  sent(): Promise<void>;
}

/** The desk of a tab that shows, or is about to show, a document. */
export function toDesk(page: Page): Desk {
  const text = page.getByRole('textbox', { name: 'Document', exact: true });
  const title = page.getByRole('textbox', { name: 'Title' });
  const status = page.getByRole('group', { name: 'Document status' });
  const block = (words: string): Locator => text.locator('.weft-block').filter({ hasText: words });
  const caretAfter = async (words: string): Promise<void> => {
    await block(words).locator('.weft-text').click();
    await page.keyboard.press('End');
  };
  return {
    page,
    text,
    title,
    status,
    blocks: async () =>
      await text.locator('.weft-block').evaluateAll((elements) =>
        elements.map((element) => ({
          kind: element.getAttribute('data-kind') ?? '',
          text: element.querySelector('.weft-text')?.textContent ?? '',
        })),
      ),
    caretAfter,
    type: async (words) => await page.keyboard.type(words),
    turnInto: async (words, kind) => {
      await caretAfter(words);
      await page.getByRole('button', { name: /^Block kind/ }).click();
      await page.getByRole('menuitemradio', { name: kind }).click();
    },
    copyLink: async (grant) => {
      await page.getByRole('button', { name: 'Share' }).click();
      const dialog = page.getByRole('dialog', { name: 'Share' });
      if (grant === 'owner') await dialog.getByText('For another device of yours').click();
      await dialog.getByRole('button', { name: `Copy ${grant} link` }).click();
      await expect(dialog.getByRole('status')).not.toBeEmpty();
      const link = await page.evaluate(async () => await navigator.clipboard.readText());
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      return link;
    },
    sent: async () => {
      await expect(status.locator('[data-part="saved"][data-tone="calm"]')).toHaveCount(1);
      await expect(status.locator('[data-part="sent"][data-tone="calm"]')).toBeVisible();
    },
  };
}

/** Creates a document with a title and a first line. */
export async function startDocument(person: Pick<Person, 'page'>, title: string, words = ''): Promise<Desk> {
  await person.page.goto('/');
  await person.page.getByRole('button', { name: /^New/ }).first().click();
  const desk = toDesk(person.page);
  await desk.title.fill(title);
  await desk.title.press('Enter');
  await expect(desk.text).toBeFocused();
  if (words !== '') await desk.type(words);
  return desk;
}

/** Opens a link somebody gave, and waits for the text: the link's, not that of a document the tab has shown until now. */
export async function openLink({ page }: Pick<Person, 'page'>, link: string): Promise<Desk> {
  const desk = toDesk(page);
  const isSamePage = page.url().replace(/#.*$/, '') === link.replace(/#.*$/, '');
  const before = isSamePage ? await desk.text.elementHandles() : [];
  await page.goto(link);
  for (const text of before) await text.waitForElementState('hidden');
  await expect(desk.text).toBeVisible();
  return desk;
}

/** Gives a person a name, as others see it. */
export async function introduce({ page }: Person, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitem', { name: 'Your name and colour' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  // It is on the disk: the page may be left.
  await expect(page.getByRole('dialog')).toBeHidden();
}

/** The list of people of a document. */
export interface PeopleList {
  readonly dialog: Locator;
  /** The numbers of the device of this name. */
  numbers(name: string): Promise<string>;
}

/** Opens the list of people of a document. */
export async function toPeople({ page }: Desk): Promise<PeopleList> {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'People and devices' }).click();
  const dialog = page.getByRole('dialog', { name: 'People and devices' });
  await expect(dialog).toBeVisible();
  return {
    dialog,
    async numbers(name) {
      const groups = dialog.getByRole('listitem').filter({ hasText: name }).locator('.app-numbers > span');
      await expect(groups).toHaveCount(6);
      return (await groups.allTextContents()).join(' ');
    },
  };
}

/**
 * Before a cable is cut or a relay ends: waits until the app is wholly on each person's device (what is cut short there is
 * reported by the browser in many ways), and excuses what it says of connections that fail. Nothing else is excused.
 */
export async function awaitNetworkLoss(...people: readonly Pick<Person, 'page' | 'watch'>[]): Promise<void> {
  for (const { watch, page } of people) {
    await page.evaluate(async () => {
      if (!('serviceWorker' in navigator))
        throw new Error('bring them with keepsApp: the app must outlast its network');
      const { serviceWorker } = navigator;
      const taken = new Promise((resolve) =>
        serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
      await serviceWorker.ready;
      // What the editor fetches on use comes from it from now on.
      if (serviceWorker.controller === null) await taken;
    });
    watch.expectProblem(
      /WebSocket connection to .* failed: .*net::ERR_(CONNECTION_|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|PROXY_|TUNNEL_)/,
    );
    // So says Chromium when the relay ended after it accepted the connection, and before it answered.
    watch.expectProblem(/WebSocket connection to .* failed: Connection closed before receiving a handshake response/);
    watch.expectProblem(/Failed to load resource: net::ERR_(CONNECTION_|EMPTY_RESPONSE|PROXY_|TUNNEL_)/);
  }
}

export const MEGABYTE = 1_000_000;

/** Limits what the origin may store; the limit lasts as long as the session it answers with, and can be set anew. */
export async function limitStorage(page: Page, origin: string): Promise<(bytes: number) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  return async (quotaSize) => {
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  };
}
