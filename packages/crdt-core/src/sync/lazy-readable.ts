import type { Readable } from './readable.ts';

/** A readable that is worked out when someone asks. */
export interface LazyReadable<T> extends Readable<T> {
  /** What it is made of changed. */
  invalidate(): void;
}

/** @param read - what it costs is paid by whoever asks, once for each change */
export function createLazyReadable<T>(read: () => T): LazyReadable<T> {
  const listeners = new Set<(value: T) => void>();
  let held: { readonly value: T } | undefined;
  const get = (): T => {
    held ??= { value: read() };
    return held.value;
  };

  return {
    get,
    subscribe(listener) {
      const own = (value: T): void => listener(value);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    invalidate() {
      held = undefined;
      for (const listener of [...listeners]) listener(get());
    },
  };
}
