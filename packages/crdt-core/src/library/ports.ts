/** How tabs of one browser tell each other that the library changed. Messages carry no content. */
export interface LibraryChannel {
  post(message: string): void;
  /** At most one listener; it is not called for this tab's own messages. */
  listen(listener: (message: string) => void): void;
  close(): void;
}

/** What the library needs of the world. */
export interface LibraryPorts {
  readonly indexedDB: IDBFactory;
  readonly subtle: SubtleCrypto;
  /** `length` random bytes. */
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Calls back after `ms` milliseconds unless the returned function is called before. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Runs `work` while no other tab of this browser runs any. */
  readonly exclusively: <T>(work: () => Promise<T>) => Promise<T>;
  readonly channel: LibraryChannel;
}

const NAME = 'weft/library';

function browserChannel(): LibraryChannel {
  if (typeof BroadcastChannel === 'undefined') return { post: () => {}, listen: () => {}, close: () => {} };
  const channel = new BroadcastChannel(NAME);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.onmessage = (event: MessageEvent<unknown>): void => {
        if (typeof event.data === 'string') listener(event.data);
      };
    },
    close: () => channel.close(),
  };
}

/** One piece of work after another, within this tab. What a browser without Web Locks gets. */
export function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

/**
 * The browser's own storage, cryptography, clock and channels; undefined where there is no storage or no secure
 * context to be had.
 */
export function browserLibraryPorts(): LibraryPorts | undefined {
  // Reading the property itself throws where storage is blocked.
  let factory: IDBFactory | undefined;
  try {
    factory = globalThis.indexedDB;
  } catch {
    return undefined;
  }
  const crypto = globalThis.crypto as Crypto | undefined;
  if (factory === undefined || crypto?.subtle === undefined) return undefined;
  const locks = typeof navigator === 'undefined' ? undefined : (navigator.locks as LockManager | undefined);
  return {
    indexedDB: factory,
    subtle: crypto.subtle,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: () => Date.now(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    exclusively: locks === undefined ? createQueue() : async (work) => await locks.request(NAME, work),
    channel: browserChannel(),
  };
}
