import type { EditorView } from 'prosemirror-view';
import * as Y from 'yjs';
import type { Binding } from '../binding/binding.ts';
import type { EditorPorts } from '../ports.ts';
import type { Presence } from '../editor-document.ts';

/** Tells others where this person is. */
export interface OwnCaret {
  /** The selection changed: the others hear of it at the next frame. */
  publish(): void;
  destroy(): void;
}

export function createOwnCaret(
  view: EditorView,
  awareness: Presence,
  binding: Binding,
  ports: Pick<EditorPorts, 'frame'>,
): OwnCaret {
  let cancel: (() => void) | undefined;
  let published = '';
  let hasBeenFocused = false;
  return {
    publish() {
      hasBeenFocused ||= view.hasFocus();
      if (!hasBeenFocused) return;
      cancel ??= ports.frame(() => {
        cancel = undefined;
        if (binding.frozen) return;
        const { anchor, head } = binding.selectionToRelative(view.state.selection);
        const cursor = { anchor: Y.relativePositionToJSON(anchor), head: Y.relativePositionToJSON(head) };
        const next = JSON.stringify(cursor);
        if (next === published) return;
        published = next;
        awareness.setLocalStateField('cursor', cursor);
      });
    },
    destroy() {
      cancel?.();
      if (published !== '' && awareness.getLocalState()) awareness.setLocalStateField('cursor', null);
    },
  };
}
