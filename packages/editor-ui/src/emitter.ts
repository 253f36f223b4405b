/** Named events with typed values. */
export interface Emitter<E extends object> {
  on<K extends keyof E>(event: K, listener: (value: E[K]) => void): () => void;
  /** Returns whether anybody listens. */
  emit<K extends keyof E>(event: K, value: E[K]): boolean;
  clear(): void;
}

export function createEmitter<E extends object>(): Emitter<E> {
  const listeners = new Map<keyof E, Set<(value: never) => void>>();
  return {
    on(event, listener) {
      const own = (value: Parameters<typeof listener>[0]): void => listener(value);
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(own));
      return () => all.delete(own);
    },
    emit(event, value) {
      const all = listeners.get(event);
      for (const listener of all ?? []) (listener as (value: unknown) => void)(value);
      return all !== undefined && all.size > 0;
    },
    clear: () => listeners.clear(),
  };
}
