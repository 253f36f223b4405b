import type { EditorView } from 'prosemirror-view';
import { deleteSelection } from '../commands/base.ts';
import { readPending } from './read-pending.ts';

/** For `Selection.modify`: the way, and how far. */
const WAYS: Readonly<Record<string, readonly [way: string, far: string]>> = {
  Backspace: ['backward', 'character'],
  Delete: ['forward', 'character'],
  ArrowLeft: ['left', 'character'],
  ArrowRight: ['right', 'character'],
  ArrowUp: ['backward', 'line'],
  ArrowDown: ['forward', 'line'],
  Home: ['backward', 'lineboundary'],
  End: ['forward', 'lineboundary'],
};

/** A key that was kept and that no plugin takes does what a browser does with it: a letter goes, or the caret moves, as far as the browser says. */
export function pressLeft(view: EditorView, { key, shiftKey, ctrlKey, altKey }: KeyboardEvent): void {
  const [way, far] = WAYS[key] ?? [];
  const { root } = view;
  const selection = 'getSelection' in root ? root.getSelection() : view.dom.ownerDocument.getSelection();
  if (way === undefined || !selection || !view.hasFocus()) return;
  const erases = key === 'Backspace' || key === 'Delete';
  const isWord = far === 'character' && (ctrlKey || altKey);
  selection.modify(erases || shiftKey ? 'extend' : 'move', way, isWord ? 'word' : far);
  readPending(view);
  const { $from, $to } = view.state.selection;
  if (erases && $from.sameParent($to)) deleteSelection(view.state, view.dispatch);
}
