import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../../scripts/ensure-chromium.ts';

/** How every test starts Chromium: the machine's own, quiet, and without sandbox where it could not have one. */
export function toLaunchOptions(): LaunchOptions {
  const found = findChromium();
  if (!found.ok) throw new Error(found.sentence);
  return {
    executablePath: found.path,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Where there is no other network, pages may still connect to each other directly.
      '--allow-loopback-in-peer-connection',
    ],
  };
}
