/** A value that changes and says so. */
export interface Told<T> {
  get(): T;
  subscribe(listener: (value: T) => void): () => void;
}

export interface Telling<T> extends Told<T> {
  set(value: T): void;
}

export function createTold<T>(initial: T): Telling<T> {
  const listeners = new Set<(value: T) => void>();
  let value = initial;
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of [...listeners]) listener(next);
    },
    subscribe(listener) {
      const own = (next: T): void => listener(next);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
