import type * as Y from 'yjs';
import { CONTENT, TITLE } from './binding/seed.ts';
import type { EditorDocument, Presence } from './editor-document.ts';
import type { EditorOptions } from './options.ts';

type PresenceListener = Parameters<Presence['on']>[1];

/** Nobody else is here: what presence is to an editor that was given none. No clock ticks, so nothing is left to end. */
function lonePresence(doc: Y.Doc): Presence {
  let state: Record<string, unknown> = {};
  const listeners = new Set<PresenceListener>();
  return {
    doc,
    clientID: doc.clientID,
    getStates: () => new Map([[doc.clientID, state]]),
    getLocalState: () => state,
    setLocalStateField(name, value) {
      state = { ...state, [name]: value };
      const changes = { added: [], updated: [doc.clientID], removed: [] };
      for (const listener of listeners) listener(changes, 'local');
    },
    on: (_, listener) => listeners.add(listener),
    off: (_, listener) => listeners.delete(listener),
  };
}

/** The document an editor was given: whole, or a plain Y.Doc that a developer brings along. */
export function toDocument({ document, doc, awareness }: EditorOptions): EditorDocument {
  if (document) return document;
  return {
    doc,
    content: doc.getXmlFragment(CONTENT),
    title: doc.getText(TITLE),
    awareness: awareness ?? lonePresence(doc),
    canEdit: true,
  };
}
