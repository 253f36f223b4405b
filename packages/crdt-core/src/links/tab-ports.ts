/** What tabs of one browser share, as ports: a channel to each other, and a lock only one of them holds (SYN-8). */

/** A broadcast channel: what one end posts, all other ends of the same name receive. */
export interface TabChannel {
  post(message: unknown): void;
  subscribe(listener: (message: unknown) => void): () => void;
  close(): void;
}

export interface TabPorts {
  /** `undefined` where there are no channels: then every tab is alone. */
  openChannel(name: string): TabChannel | undefined;
  /**
   * Waits for a lock, calls `onHeld` once it is held, and holds it until released or until the tab ends, however it ends.
   * Answers with the way to release it, or to stop waiting. Without locks, `onHeld` is called at once.
   */
  acquireLock(name: string, onHeld: () => void): () => void;
}

/** The ports of a browser; in a browser without BroadcastChannel or Web Locks, of a tab that is alone. */
export function createBrowserTabPorts(): TabPorts {
  return {
    openChannel(name) {
      if (typeof BroadcastChannel === 'undefined') return undefined;
      const channel = new BroadcastChannel(name);
      return {
        post: (message) => channel.postMessage(message),
        subscribe(listener) {
          const onMessage = (event: MessageEvent<unknown>): void => listener(event.data);
          channel.addEventListener('message', onMessage);
          return () => channel.removeEventListener('message', onMessage);
        },
        close: () => channel.close(),
      };
    },
    acquireLock(name, onHeld) {
      const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
      if (locks === undefined || typeof BroadcastChannel === 'undefined') {
        onHeld();
        return () => undefined;
      }
      const waiting = new AbortController();
      let release: () => void = () => waiting.abort();
      locks
        .request(name, { signal: waiting.signal }, () => {
          const held = new Promise<void>((resolve) => {
            release = resolve;
          });
          onHeld();
          return held;
        })
        .catch(() => undefined); // aborted: the document was closed while it waited
      return () => release();
    },
  };
}
