import type { Plugin } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { PLUGGED, type PluggedPart } from './part-host.ts';

/** Where the plugins of parts that arrive go into an open editor. */
export interface Plugs {
  plug(part: PluggedPart, ...plugins: readonly Plugin[]): void;
  /** Resolves at once, but while an input method composes: then behind the end of that. */
  settled(): Promise<void>;
  /** An input method begins, or ended and what it composed has been read. */
  composition(isActive: boolean): void;
  destroy(): void;
}

export function createPlugs(view: () => EditorView): Plugs {
  const plugged = new Map<PluggedPart, readonly Plugin[]>();
  let waiting: (() => void)[] = [];
  let isComposing = false;

  function release(): void {
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  }

  return {
    plug(part, ...plugins) {
      plugged.set(part, plugins);
      // What the editor began with is its own.
      if (!plugged.has('own')) plugged.set('own', view().state.plugins);
      const all = PLUGGED.flatMap((name) => plugged.get(name) ?? []);
      view().updateState(view().state.reconfigure({ plugins: all }));
    },
    settled: () =>
      isComposing
        ? new Promise((resolve) => {
            waiting.push(resolve);
          })
        : Promise.resolve(),
    composition(isActive) {
      isComposing = isActive;
      if (!isActive) release();
    },
    // Whoever waits finds the editor ended.
    destroy: release,
  };
}
