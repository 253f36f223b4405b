/** A value that changes and says so. `subscribe` does not call the listener at once; it answers with the way to stop. */
export interface Readable<T> {
  get(): T;
  subscribe(listener: (value: T) => void): () => void;
}

/** A readable that its owner can change. */
export interface Writable<T> extends Readable<T> {
  set(value: T): void;
}

/** A value and those who want to know when it changes. Listeners run in the turn of the change. */
export function createWritable<T>(initial: T): Writable<T> {
  const listeners = new Set<(value: T) => void>();
  let value = initial;
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    subscribe(listener) {
      // Wrapped, so that one function may be subscribed twice and each stop ends its own.
      const own = (next: T): void => listener(next);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
