/** Loads what devices do for each other once another device is in the document: most of the time nobody is. */
import type { SummaryHelpers } from '@weft/editor-ui/summary';
import type { SummaryTask } from '@weft/local-ai';
import { loadOnce } from '../load.ts';
import type { DocumentHelp, HelpOptions, PeerWriter } from './help.ts';

/** A document's help, before and after it is loaded. */
export interface HelpWatch {
  /** Those that may be asked; `own` summarizes where they do not. */
  helpers(own: SummaryTask): SummaryHelpers;
  /** Other devices that write when asked. */
  writers(): readonly PeerWriter[];
  subscribe(listener: () => void): () => void;
  stop(): void;
}

export function watchHelp(options: HelpOptions): HelpWatch {
  const { company } = options.shared.errands;
  const load = loadOnce(() => import('./help.ts'));
  /** Panels that were made before there was anybody to ask. */
  const waiting = new Set<() => void>();
  let help: DocumentHelp | undefined;
  let hasStopped = false;

  async function start(): Promise<void> {
    if (help !== undefined || company.get().length === 0) return;
    // A part that does not come now is tried again with the next who comes; nothing that was asked for is missing.
    const loaded = await load();
    if (!loaded.ok || hasStopped || help !== undefined) return;
    help = loaded.value.startHelp(options);
    for (const tell of waiting) tell();
    waiting.clear();
  }
  const stopCompany = company.subscribe(() => void start());
  void start();

  function subscribe(listener: () => void): () => void {
    let stop: (() => void) | undefined;
    const follow = (): void => {
      stop = help?.subscribe(listener);
      listener();
    };
    if (help === undefined) waiting.add(follow);
    else stop = help.subscribe(listener);
    return () => {
      waiting.delete(follow);
      stop?.();
    };
  }

  return {
    writers: () => help?.writers() ?? [],
    subscribe,
    helpers(own) {
      let helpers: SummaryHelpers | undefined;
      const current = (): SummaryHelpers | undefined => (helpers ??= help?.helpers(own));
      return {
        get: () => current()?.get() ?? [],
        subscribe,
        summarize: (device, request) => current()?.summarize(device, request),
      };
    },
    stop() {
      hasStopped = true;
      stopCompany();
      help?.stop();
    },
  };
}
