import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../../scripts/ensure-chromium.ts';

/** How a test's Chromium differs from the rest. */
export interface ChromiumOptions {
  /**
   * Lets pages connect to each other directly, over the loopback too (the pages need the permission for a camera besides, or
   * Chromium hides their addresses). Without it they cannot: a cable that is cut would not part them.
   */
  readonly direct?: boolean;
}

/** How every test starts Chromium: the machine's own, quiet, and without sandbox where it could not have one. */
export function toLaunchOptions({ direct = false }: ChromiumOptions = {}): LaunchOptions {
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
      ...(direct
        ? ['--allow-loopback-in-peer-connection']
        : ['--force-webrtc-ip-handling-policy=disable_non_proxied_udp']),
    ],
  };
}
