import { type Command, Plugin, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { deleteSelection } from '../commands/base.ts';
import { backspaceAtStart, deleteAtEnd, insertLineBreak, splitOrLeave } from '../commands/structure.ts';
import type { CommandId, EditorCommand } from '../types.ts';

/** What a browser's menu, a touch keyboard or a system service asks for without a key press that says so. */
const COMMANDS: Readonly<Record<string, CommandId>> = {
  formatBold: 'bold',
  formatItalic: 'italic',
  formatUnderline: 'underline',
  formatStrikeThrough: 'strike',
  historyUndo: 'undo',
  historyRedo: 'redo',
};

const STRUCTURE: Readonly<Record<string, Command>> = { insertParagraph: splitOrLeave, insertLineBreak };

/**
 * Edits that reach the browser without passing the keymap. Whatever would join or split blocks is done here: left to the
 * browser it would copy styles into the text and lose which block was which.
 */
export function beforeInput(commands: readonly EditorCommand[]): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        beforeinput(view, event) {
          const { inputType } = event;
          const command = commands.find(({ id }) => id === COMMANDS[inputType]);
          const structure = STRUCTURE[inputType];
          if (command) {
            event.preventDefault();
            command.run();
            return true;
          }
          if (view.composing || !view.editable) return false;
          if (structure) {
            event.preventDefault();
            structure(view.state, view.dispatch, view);
            return true;
          }
          if (!inputType.startsWith('delete')) return false;
          return deleteAcross(view, event, inputType.endsWith('Forward'));
        },
      },
    },
  });
}

/** A deletion that reaches into another block. The place is read from the event: the keymap may not know it yet. */
function deleteAcross(view: EditorView, event: InputEvent, isForward: boolean): boolean {
  const [range] = event.getTargetRanges();
  if (!range || !view.dom.contains(range.startContainer) || !view.dom.contains(range.endContainer)) return false;
  const { doc } = view.state;
  const from = doc.resolve(view.posAtDOM(range.startContainer, range.startOffset));
  const to = doc.resolve(view.posAtDOM(range.endContainer, range.endOffset));
  if (from.sameParent(to)) return false;
  event.preventDefault();
  if (!view.state.selection.empty) return deleteSelection(view.state, view.dispatch);
  const caret = isForward ? from : to;
  if (caret.depth !== 1) return true;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, caret.pos)));
  (isForward ? deleteAtEnd : backspaceAtStart)(view.state, view.dispatch);
  return true;
}
