import type { Plugin } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { EditorPorts } from '../types.ts';
import { PLUGGED, type PluggedPart } from './part-host.ts';

/** ms after `compositionend` in which ProseMirror still reads the composed text from the DOM. */
const COMPOSITION_SETTLES = 60;

/** Where the plugins of parts that arrive go into an open editor. */
export interface Plugs {
  plug(part: PluggedPart, ...plugins: readonly Plugin[]): void;
  /** Resolves at once, but while an input method composes: then behind the end of that. */
  settled(): Promise<void>;
  compositionEnded(): void;
  destroy(): void;
}

export function createPlugs(view: () => EditorView, ports: Pick<EditorPorts, 'timeout'>): Plugs {
  const plugged = new Map<PluggedPart, readonly Plugin[]>();
  let waiting: (() => void)[] = [];
  let cancel: (() => void) | undefined;

  function release(): void {
    cancel = undefined;
    if (view().composing) return;
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
      view().composing
        ? new Promise((resolve) => {
            waiting.push(resolve);
          })
        : Promise.resolve(),
    compositionEnded() {
      cancel?.();
      if (waiting.length > 0) cancel = ports.timeout(COMPOSITION_SETTLES, release);
    },
    destroy() {
      cancel?.();
      // Whoever waits finds the editor ended.
      for (const resolve of waiting) resolve();
    },
  };
}
