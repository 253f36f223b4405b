import type { EditorState, Transaction } from 'prosemirror-state';
import type { PartHost } from '../late/part-host.ts';
import { createContext } from './authors.ts';
import { type MountedSuggestions, mountSuggestions } from './mount.ts';
import { createWriters } from './writers.ts';
import { readTransaction, suggestingPlugin } from './suggesting.ts';

/** The suggestions of a view: fetched when somebody suggests, or the document holds a suggestion. */
export interface AttachedSuggestions extends MountedSuggestions {
  /** See {@link readTransaction}. */
  read(state: EditorState, tr: Transaction): Transaction | undefined;
}

export function attachSuggestions(host: PartHost): AttachedSuggestions {
  const { view, document, binding, history, ports } = host;
  const context = createContext(document, ports.clock);
  host.plug('suggestions', suggestingPlugin(false, context));
  const mounted = mountSuggestions({
    view,
    document,
    host: { state: () => view.state, dispatch: host.dispatch, copyId: binding.copyId },
    frame: ports.frame,
    canWrite: host.canWrite,
    stopCapturing: history.stopCapturing,
    writersOf: createWriters(binding),
  });
  return { ...mounted, read: (state, tr) => readTransaction(state, tr, context) };
}
