import type { Readable } from '@weft/crdt-core';

/** A part of the editor that is fetched when it is first needed: undefined until it is here. */
export interface Late<T> extends Readable<T | undefined> {
  /** Fetches it, once. Undefined where it cannot be had now, which was said; the next call tries again. */
  load(): Promise<T | undefined>;
  /** Fetches it ahead of its use: where it cannot be had, nothing is said. */
  prepare(): void;
}

/** As the editor has it. */
export interface OwnLate<T> extends Late<T> {
  destroy(): void;
}

export interface LateOptions<M, T> {
  /** `import()`; rejects where the part is out of reach. */
  fetch(): Promise<M>;
  /** Resolves when the editor may be changed: a composition is not disturbed. */
  settled(): Promise<void>;
  attach(module: M): T;
  /** It could not be fetched. */
  failed(): void;
}

/** What a part may want to undo. */
export interface Attached {
  destroy?(): void;
}

/** A part of one editor. Ended while it is fetched, it never comes to be. */
export function createLate<M, T extends Attached>(options: LateOptions<M, T>): OwnLate<T> {
  const listeners = new Set<(value: T | undefined) => void>();
  let value: T | undefined;
  let loading: Promise<T | undefined> | undefined;
  let isEnded = false;
  let isAsked = false;

  async function load(): Promise<T | undefined> {
    let module: M;
    try {
      module = await options.fetch();
    } catch {
      if (!isEnded && isAsked) options.failed();
      return undefined;
    }
    await options.settled();
    if (isEnded) return undefined;
    value = options.attach(module);
    for (const listener of listeners) listener(value);
    return value;
  }

  function once(): Promise<T | undefined> {
    if (value !== undefined || isEnded) return Promise.resolve(value);
    loading ??= load().finally(() => {
      loading = undefined;
      isAsked = false;
    });
    return loading;
  }

  return {
    get: () => value,
    subscribe(listener) {
      const own = (next: T | undefined): void => listener(next);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    load() {
      isAsked = true;
      return once();
    },
    prepare() {
      void once();
    },
    destroy() {
      isEnded = true;
      listeners.clear();
      value?.destroy?.();
      value = undefined;
    },
  };
}
