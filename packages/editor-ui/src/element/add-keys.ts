import type { DocumentStatus, Readable } from '@weft/crdt-core';
import type { Editor } from '../editor.ts';
import type { Notices } from '../ui/notices.ts';
import type { Cleanup } from '../ui/part.ts';
import { toSentence } from '../words/failures.ts';
import { shellWords } from '../words/shell.ts';

/** What the keys of a shell work on. */
export interface KeyParts {
  /** Keys are heard in these, and where nothing has focus. */
  readonly places: readonly HTMLElement[];
  readonly editor: Editor;
  readonly isApple: boolean;
  readonly notices: Notices;
  readonly status: Readable<DocumentStatus> | undefined;
  showShortcuts(): void;
}

/** Says once that the document is saved, where a person asks for it with Mod+S. */
function saveWords(status: DocumentStatus | undefined): string {
  const words = shellWords();
  if (status === undefined) return words.everyChangeKept;
  if (status.saved.failure !== undefined) return toSentence(status.saved.failure);
  return status.saved.unsaved === 0 ? words.saved : words.beingSaved;
}

/** The keys that mean the same wherever in the shell focus is. */
export function addKeys(parts: KeyParts, cleanup: Cleanup): void {
  const { places, editor, isApple, notices, showShortcuts } = parts;
  cleanup.listen(document, 'keydown', (event) => {
    // A page may hold other things than this shell.
    const path = event.composedPath();
    if (event.target !== document.body && !places.some((place) => path.includes(place))) return;
    const mod = isApple ? event.metaKey : event.ctrlKey;
    if (mod && !event.altKey && event.key.toLowerCase() === 's') {
      event.preventDefault();
      const status = parts.status?.get();
      const kind = status?.saved.failure === undefined ? 'done' : 'trouble';
      notices.show({ topic: 'saved', kind, words: saveWords(status) });
    }
    // In the text the editor's own keys come first; this is for the title and the bars.
    if (mod && !event.defaultPrevented && !event.shiftKey && event.code === 'KeyF') {
      if (editor.commands[event.altKey ? 'replace' : 'find'].run()) event.preventDefault();
    }
    const [target] = path;
    const writing = target instanceof Element && target.closest('input, textarea, [contenteditable="true"]');
    if ((mod && event.key === '/') || (event.key === '?' && !writing && !mod)) {
      event.preventDefault();
      showShortcuts();
    }
  });
}
