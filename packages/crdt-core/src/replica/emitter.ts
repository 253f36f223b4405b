/** A typed set of listeners. */
export interface Emitter<Events> {
  on<E extends keyof Events>(event: E, listener: Events[E]): () => void;
  emit<E extends keyof Events>(event: E, ...args: Parameters<Extract<Events[E], (...args: never[]) => void>>): void;
  clear(): void;
}

/** Listeners run at once, in the order in which they came; those that leave or come meanwhile count from the next event on. */
export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(...args: unknown[]) => void>>();
  return {
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      // Wrapped, so that one function may listen twice.
      const own = (...args: unknown[]): void => (listener as (...args: unknown[]) => void)(...args);
      set.add(own);
      return () => void set.delete(own);
    },
    emit(event, ...args) {
      for (const listener of [...(listeners.get(event) ?? [])]) listener(...args);
    },
    clear: () => listeners.clear(),
  };
}
