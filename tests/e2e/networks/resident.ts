import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { toLaunchOptions } from '../harness/chromium.ts';
import { type Watch, watchContext } from '../harness/watch.ts';
import type { Machine } from './lab.ts';
import { addProbe, describeConnections } from './probe.ts';
import { recordStory } from './story.ts';

/** Someone with a browser on a machine of a lab. */
export interface Resident {
  readonly machine: Machine;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly watch: Watch;
  /** Stops every process of the browser, as a lid that closes. */
  sleep(): void;
  wake(): void;
  /** SIGKILL to every process of the browser, in mid-sentence. Settles when it is gone. */
  crash(): Promise<void>;
  /** What its first page knows and shows, for the report of a failed test; its picture and its HTML lie in the folder. */
  describe(): Promise<string>;
  /** Idempotent, whatever state the browser is in. */
  close(): Promise<void>;
}

export interface ResidentOptions {
  /** The browser's files: its profile, and how it is started. What it stored is there again for the next with the same folder. */
  readonly folder: string;
  /** Where the app is. */
  readonly origin: string;
  /** Tells pages the machine's addresses, as Chromium does where they may use a camera; otherwise they get mDNS names. */
  readonly showsAddresses?: boolean;
}

/** Not for loopback: in a lab there are real cables. */
const UNWANTED = '--allow-loopback-in-peer-connection';

/** A program that is the browser, started on the machine, and says what its number is. */
function writeStarter(machine: Machine, browser: string, folder: string): { program: string; pidFile: string } {
  const program = join(folder, 'browser.sh');
  const pidFile = join(folder, 'browser.pid');
  const command = machine.toCommand(browser, []).join(' ');
  writeFileSync(program, `#!/bin/sh\necho $$ > '${pidFile}'\nexec ${command} "$@"\n`, { mode: 0o755 });
  return { program, pidFile };
}

/** Starts a browser on a machine. */
export async function openResident(machine: Machine, options: ResidentOptions): Promise<Resident> {
  const { folder, origin, showsAddresses = true } = options;
  mkdirSync(folder, { recursive: true });
  const launch = toLaunchOptions();
  const { program, pidFile } = writeStarter(machine, launch.executablePath ?? 'chromium', folder);
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    ...launch,
    executablePath: program,
    args: [
      ...(launch.args ?? []).filter((arg) => arg !== UNWANTED),
      // The origin is an address of the lab, where nobody gives out certificates.
      `--unsafely-treat-insecure-origin-as-secure=${origin}`,
    ],
    baseURL: origin,
  });
  // The starter became the browser, which leads the process group that Playwright made for it.
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name);
    } catch {
      // It is gone.
    }
  };
  const media = showsAddresses ? ['camera', 'microphone'] : [];
  await context.grantPermissions(['clipboard-read', 'clipboard-write', ...media], { origin });
  await addProbe(context);
  const watch = watchContext(context);
  const page = await context.newPage();
  await watch.add(page);
  const story = recordStory(page, folder);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  context.once('close', () => resolve());
  let isClosed = false;
  let isAsleep = false;
  const crash = async (): Promise<void> => {
    isClosed = true;
    signal('SIGKILL');
    await closed;
  };
  return {
    machine,
    context,
    page,
    watch,
    sleep() {
      isAsleep = true;
      signal('SIGSTOP');
    },
    wake() {
      isAsleep = false;
      signal('SIGCONT');
    },
    crash,
    async describe() {
      if (isClosed || isAsleep) return `${machine.namespace} is gone or asleep\n${story.lines().join('\n')}`;
      const told = await describeConnections(page).catch((error: unknown) => String(error));
      return `${machine.namespace}\n${told}\n${(await story.end()).join('\n')}`;
    },
    async close() {
      if (isClosed) return;
      if (isAsleep) return await crash();
      isClosed = true;
      await context.close();
    },
  };
}
