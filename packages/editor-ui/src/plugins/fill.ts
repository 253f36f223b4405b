import { Plugin, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { newBlock, writeAtEnd } from '../commands/structure.ts';

/** Two people can each delete one of the last two blocks: whoever wants to write then gets a paragraph to write in. */
function fill(view: EditorView): boolean {
  if (view.state.doc.childCount > 0 || !view.editable) return false;
  const tr = view.state.tr.insert(0, newBlock('paragraph'));
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, 1)));
  return false;
}

/** Answers to where one can write: an empty document, and the free space under the last block. */
export function fillSpace(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        focus: fill,
        keydown: fill,
        mousedown(view, event) {
          fill(view);
          const last = view.dom.lastElementChild;
          const isBelow =
            event.target === view.dom && last !== null && event.clientY > last.getBoundingClientRect().bottom;
          if (!isBelow || !view.editable || event.button !== 0 || event.shiftKey) return false;
          event.preventDefault();
          writeAtEnd(view.state, view.dispatch);
          view.focus();
          return true;
        },
      },
    },
  });
}
