import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { type Cable, layCable } from './cable.ts';
import { toLaunchOptions } from './chromium.ts';
import { type Watch, watchContext } from './watch.ts';

/** How a person comes to a test. */
export interface PersonOptions extends Omit<BrowserContextOptions, 'proxy' | 'baseURL' | 'serviceWorkers'> {
  /**
   * A folder that holds the browser's profile. With it the person has a browser process of their own, which can be
   * closed and opened again with the same storage; without it, an isolated context of the shared browser.
   */
  readonly profile?: string;
  /** Their pages can connect to others directly. Left out, the cable is all they have: a cut one parts them from everybody. */
  readonly direct?: boolean;
  /**
   * Their browser keeps the app, as most do: it opens, and fetches what it loads on use, with no network. Left out, it forbids
   * service workers, as some private windows do: to keep the whole app costs the processor half of what it costs to open it and to write.
   */
  readonly keepsApp?: boolean;
}

/** Someone with a browser, storage, and a network cable of their own. */
export interface Person {
  readonly context: BrowserContext;
  /** Their first tab. */
  readonly page: Page;
  readonly cable: Cable;
  readonly watch: Watch;
  /** Opens another tab of the same browser, watched from before its first request. */
  newTab(): Promise<Page>;
  /** Closes the browser (or context) and the cable. Idempotent. */
  close(): Promise<void>;
}

/** Brings a person to the app at `origin`; they have not opened it yet: `person.page.goto('/')`. */
export async function createPerson(browser: Browser, origin: string, options: PersonOptions = {}): Promise<Person> {
  const { profile, direct = false, keepsApp = false, ...contextOptions } = options;
  const cable = await layCable();
  const settings = { ...contextOptions, baseURL: origin, proxy: { server: cable.proxy } };
  const context =
    profile === undefined
      ? await browser.newContext(settings)
      : await chromium.launchPersistentContext(profile, { ...toLaunchOptions(), ...settings });
  // Chromium tells pages their addresses only where they may use a camera.
  const media = direct ? ['camera', 'microphone'] : [];
  await context.grantPermissions(['clipboard-read', 'clipboard-write', ...media], { origin });
  if (!direct) await context.addInitScript(() => Reflect.deleteProperty(globalThis, 'RTCPeerConnection'));
  if (!keepsApp) await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  const watch = watchContext(context);
  const newTab = async (): Promise<Page> => {
    const page = await context.newPage();
    await watch.add(page);
    return page;
  };
  let isClosed = false;
  return {
    context,
    page: await newTab(),
    cable: {
      ...cable,
      join() {
        cable.join();
        // As a system tells its browser that there is a network again. That it was cut nobody says.
        for (const page of context.pages())
          void page.evaluate(() => dispatchEvent(new Event('online'))).catch(() => undefined);
      },
    },
    watch,
    newTab,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await context.close();
      await cable.close();
    },
  };
}
