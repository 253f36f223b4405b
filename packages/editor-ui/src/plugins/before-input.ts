import { type Command, Plugin, TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { deleteSelection } from '../commands/base.ts';
import { isSuggestionMark } from '../schema/suggestion.ts';
import { backspaceAtStart, deleteAtEnd, insertLineBreak, splitOrLeave } from '../commands/structure.ts';
import type { CommandId } from '../commands/ids.ts';
import type { EditorCommand } from '../commands/command.ts';

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
 * Edits that reach the browser without passing the keymap. Whatever would join or split blocks, or empty a run of text or take its place, is done here: left to the
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
          return /^(?:insertText$|delete)/.test(inputType) && replace(view, event);
        },
      },
    },
  });
}

/** Types in the place of what is selected, or of what stands between two places. */
export function typeText(
  view: EditorView,
  text: string,
  { from, to }: { readonly from: number; readonly to: number } = view.state.selection,
): void {
  const insert = () => view.state.tr.insertText(text, from, to).scrollIntoView();
  if (view.someProp('handleTextInput', (handle) => handle(view, from, to, text, insert)) !== true)
    view.dispatch(insert());
}

/**
 * A letter in the place of others; a deletion that reaches into another block, or takes all of a run of text with it. The place is read from
 * the event: the keymap may not know it yet.
 */
function replace(view: EditorView, event: InputEvent): boolean {
  const [range] = event.getTargetRanges();
  if (!range || range.collapsed || !view.dom.contains(range.startContainer) || !view.dom.contains(range.endContainer))
    return false;
  const { startContainer: node, startOffset, endContainer, endOffset } = range;
  const { doc, selection, tr } = view.state;
  const from = doc.resolve(view.posAtDOM(node, startOffset));
  const to = doc.resolve(view.posAtDOM(endContainer, endOffset));
  if (event.data) {
    event.preventDefault();
    typeText(view, event.data, { from: from.pos, to: to.pos });
    return true;
  }
  const isWithin = from.sameParent(to);
  const isPart = node === endContainer && endOffset - startOffset < (node.nodeValue ?? node.childNodes).length;
  if (isWithin && isPart) return false;
  event.preventDefault();
  if (isWithin) {
    // A browser that empties an element writes its style into the next letter, as colours and sizes that nobody chose.
    const looks = from.marksAcross(to)?.filter(({ type }) => !isSuggestionMark(type.name));
    view.dispatch(tr.delete(from.pos, to.pos).ensureMarks(looks ?? []));
    return true;
  }
  if (!selection.empty) return deleteSelection(view.state, view.dispatch);
  const isForward = event.inputType.endsWith('Forward');
  const caret = isForward ? from : to;
  if (caret.depth !== 1) return true;
  view.dispatch(tr.setSelection(TextSelection.create(doc, caret.pos)));
  (isForward ? deleteAtEnd : backspaceAtStart)(view.state, view.dispatch);
  return true;
}
