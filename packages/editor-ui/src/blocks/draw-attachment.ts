import type { Node } from 'prosemirror-model';
import type { EditorView, NodeView } from 'prosemirror-view';

/** Draws an image or a file in the element that is there for it. */
export type DrawAttachment = (
  node: Node,
  view: EditorView,
  getPos: () => number | undefined,
  dom: HTMLElement,
) => NodeView;
