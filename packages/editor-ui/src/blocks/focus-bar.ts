import { NodeSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';

/** Tab on a selected attachment: its commands. */
export function focusBar(view: EditorView): boolean {
  const { selection } = view.state;
  if (!(selection instanceof NodeSelection)) return false;
  const dom = view.nodeDOM(selection.from) as HTMLElement | null;
  const bar = dom?.querySelector<HTMLElement>('.weft-attachment-bar [tabindex="0"]');
  bar?.focus();
  return bar != null;
}
