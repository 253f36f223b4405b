import { undoInputRule } from 'prosemirror-inputrules';
import { keydownHandler } from 'prosemirror-keymap';
import { type Command, Plugin } from 'prosemirror-state';
import { focusBar } from '../blocks/focus-bar.ts';
import { chain, deleteSelection, selectAll, selectBeside, toEdge } from '../commands/base.ts';
import { isInList, shiftIndent, toggleTask } from '../commands/blocks.ts';
import {
  arrowDownAtEnd,
  backspaceAtStart,
  deleteAtEnd,
  insertLineBreak,
  insertParagraphAfter,
  isInCode,
  shiftCode,
  splitOrLeave,
} from '../commands/structure.ts';
import { keyInTable } from '../table/late.ts';
import type { EditorCommand } from '../commands/command.ts';
import { toggleFold } from './folds.ts';
import { readPending } from './read-pending.ts';

/** Tab is swallowed inside a list or code even where it changes nothing: the focus must not jump away there. */
function tab(by: 1 | -1, createId: () => string): Command {
  const swallow: Command = (state) => isInList(state) || isInCode(state);
  return chain(
    keyInTable(({ tabInTable }) => tabInTable(by, createId)),
    shiftCode(by),
    (state, dispatch) => isInList(state) && shiftIndent(by)(state, dispatch),
    swallow,
  );
}

const back = chain(deleteSelection, backspaceAtStart, selectBeside(-1));
const on = chain(deleteSelection, deleteAtEnd, selectBeside(1));

/** What macOS has besides, in every text field. */
const APPLE: Readonly<Record<string, Command>> = {
  'Ctrl-h': back,
  'Alt-Backspace': back,
  'Ctrl-d': on,
  'Ctrl-Alt-Backspace': on,
  'Alt-Delete': on,
  'Alt-d': on,
  'Ctrl-a': toEdge(-1),
  'Ctrl-e': toEdge(1),
};

/**
 * What the keys do. After Escape the next Tab leaves the text, so that a keyboard is never caught in it (WCAG 2.1.2).
 */
export function keys(commands: readonly EditorCommand[], createId: () => string, isApple: boolean): Plugin {
  const bindings: Record<string, Command> = {
    Enter: splitOrLeave,
    'Shift-Enter': insertLineBreak,
    'Mod-Enter': chain(toggleTask, toggleFold, insertParagraphAfter),
    Backspace: chain(undoInputRule, back),
    'Mod-Backspace': back,
    'Shift-Backspace': back,
    Delete: on,
    'Mod-Delete': on,
    ...(isApple ? APPLE : {}),
    ArrowDown: arrowDownAtEnd,
    Tab: chain((_state, _dispatch, view) => view !== undefined && focusBar(view), tab(1, createId)),
    'Shift-Tab': tab(-1, createId),
    'Mod-a': selectAll,
  };
  for (const command of commands) {
    if (command.shortcut === undefined || command.shortcut in bindings) continue;
    bindings[command.shortcut] = () => command.run();
  }
  bindings['Mod-y'] = () => commands.find(({ id }) => id === 'redo')?.run() ?? false;
  const handle = keydownHandler(bindings);
  let isLeaving = false;
  return new Plugin({
    props: {
      handleKeyDown(view, event) {
        if (event.key === 'Escape' && !view.composing) {
          isLeaving = true;
          return false;
        }
        if (event.key === 'Tab' && isLeaving) {
          isLeaving = false;
          return false;
        }
        if (event.key !== 'Shift') isLeaving = false;
        // A letter goes to the browser; every other key acts on where the caret is now.
        if (event.key.length > 1 || event.ctrlKey || event.metaKey) readPending(view);
        return handle(view, event);
      },
    },
  });
}
