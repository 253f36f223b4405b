/**
 * The service worker keeps the app itself on the device, so that it opens with no server in reach. A new version waits
 * until a person says so: nobody's writing is interrupted.
 */
import { Workbox } from 'workbox-window';
import { toTrustedScript } from './trusted-script.ts';

/**
 * Registers the worker.
 * @param onReady called with the way to change over when a new version waits; that reloads the page
 */
export async function registerServiceWorker(onReady: (reload: () => void) => void): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const workbox = new Workbox(toTrustedScript('weft-service-worker', '/sw.js'), { scope: '/' });
  let asked = false;
  workbox.addEventListener('waiting', () => {
    onReady(() => {
      asked = true;
      workbox.messageSkipWaiting();
    });
  });
  // Another tab may have changed over: only the tab that asked reloads.
  workbox.addEventListener('controlling', () => {
    if (asked) location.reload();
  });
  try {
    await workbox.register();
  } catch {
    // Private windows and some settings forbid workers. The app works as long as the server is in reach.
  }
}
