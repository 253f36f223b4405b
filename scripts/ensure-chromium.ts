import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { startGroup } from './processes.ts';
import { ROOT } from './workspace.ts';

/** Where a browser was found, or the sentence to show a person when there is none. */
export type Found = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly sentence: string };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const HELP = 'Install Chromium or Chrome, or set CHROMIUM_PATH to its program, and run the same command again.';

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Chromium that Playwright downloaded for itself, where someone ran `playwright install`. */
function findPlaywrights(): string | undefined {
  try {
    const requireFromTests = createRequire(join(ROOT, 'tests/package.json'));
    const { chromium } = requireFromTests('@playwright/test') as { chromium: { executablePath(): string } };
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Looks for a Chromium: CHROMIUM_PATH, the path, the usual folders, Playwright's own. Installs nothing. */
export function findChromium(): Found {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (isProgram(named)) return { ok: true, path: named };
    return { ok: false, sentence: `CHROMIUM_PATH names ${named}, which is not a program that can be run. ${HELP}` };
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = [...onPath, ...FIXED].find(isProgram) ?? findPlaywrights();
  return path === undefined ? { ok: false, sentence: `No Chromium was found. ${HELP}` } : { ok: true, path };
}

/** How this person may install Debian packages: as root, by sudo without a password, or not at all. */
function findAptGet(): readonly string[] | undefined {
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) {
    return undefined;
  }
  if (process.getuid?.() === 0) return ['apt-get'];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n', 'apt-get'] : undefined;
}

async function runAptGet(aptGet: readonly string[], args: readonly string[]): Promise<boolean> {
  const [command = 'apt-get', ...before] = [...aptGet, '-o', 'DPkg::Lock::Timeout=600', '-q', ...args];
  const group = startGroup(command, before, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return (await group.ended).code === 0;
}

/**
 * Finds a Chromium and, where there is none and this is Debian or its kin, installs the distribution's own.
 * Downloading a browser of one's own is not tried: it does not work everywhere, a distribution's package does.
 */
export async function ensureChromium(): Promise<Found> {
  const found = findChromium();
  if (found.ok || process.env['CHROMIUM_PATH']) return found;
  const aptGet = findAptGet();
  if (aptGet === undefined) return found;
  process.stdout.write('No Chromium here: installing Debian’s chromium and fonts-liberation.\n');
  const isInstalled =
    (await runAptGet(aptGet, ['update'])) &&
    (await runAptGet(aptGet, ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation']));
  if (!isInstalled) return { ok: false, sentence: `Chromium could not be installed by apt-get. ${HELP}` };
  return findChromium();
}
