import { createRandomness, type DeviceSeed, loadSodium, seedToDevice } from '@weft/crypto';
import { createBrowserTabPorts } from './links/tab-ports.ts';
import type { NetworkPort } from './links/relay-link.ts';
import type { SocketConstructor } from './links/guarded-socket.ts';
import type { DocumentPorts } from './open-options.ts';
import type { Timers } from './ports/index.ts';

/**
 * The machine's own clock, chance, timers, network and tabs: what a page hands to `openDocument`.
 *
 * @param deviceSeed - the same for all pages of one browser profile (`Library.deviceSeed`): what this device signs and opens
 *   with (KEY-6). It never leaves the device. Left out, this page is a device of its own.
 */
export async function browserPorts(deviceSeed?: DeviceSeed): Promise<DocumentPorts> {
  const sodium = await loadSodium();
  const random = createRandomness();
  return {
    sodium,
    random,
    clock: { now: () => Date.now() },
    timers: createMachineTimers(),
    device: seedToDevice(sodium, deviceSeed ?? (random(32) as Uint8Array as DeviceSeed)),
    tabs: createBrowserTabPorts(),
    WebSocket: globalThis.WebSocket as unknown as SocketConstructor,
    network: createBrowserNetwork(),
    webrtc: globalThis.RTCPeerConnection,
  };
}

/** The machine's timers. */
export function createMachineTimers(): Timers {
  return {
    set(ms, task) {
      // Beyond 2^31 ms a timer would fire at once.
      const timer = setTimeout(task, Math.min(ms, 0x7fffffff));
      return () => clearTimeout(timer);
    },
  };
}

function createBrowserNetwork(): NetworkPort | undefined {
  if (typeof window === 'undefined') return undefined;
  return {
    isOnline: () => navigator.onLine,
    subscribe(listener) {
      const online = (): void => listener(true);
      const offline = (): void => listener(false);
      window.addEventListener('online', online);
      window.addEventListener('offline', offline);
      return () => {
        window.removeEventListener('online', online);
        window.removeEventListener('offline', offline);
      };
    },
  };
}
