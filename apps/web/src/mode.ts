/** Whether a person edits or suggests, remembered for each document until the tab is closed. */
import type { EditorMode } from '@weft/editor-ui';

const key = (document: string): string => `weft-mode ${document}`;

/** Editing, unless this tab was left suggesting. */
export function readMode(document: string): EditorMode {
  try {
    return sessionStorage.getItem(key(document)) === 'suggesting' ? 'suggesting' : 'editing';
  } catch {
    return 'editing';
  }
}

/** Where the browser keeps nothing, the mode is editing again next time. */
export function keepMode(document: string, mode: EditorMode): void {
  try {
    if (mode === 'suggesting') sessionStorage.setItem(key(document), mode);
    else sessionStorage.removeItem(key(document));
  } catch {
    // A private window may refuse.
  }
}
