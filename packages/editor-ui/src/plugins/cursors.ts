import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import type { Plugin } from 'prosemirror-state';
import { fixedHeight } from './fixed-height.ts';

/**
 * Carets where there is no text: beside a block that has none, and where something that is dragged would land. And in a long text, what keeps
 * the layout of a letter to the block that the caret stands in.
 */
export function cursors(): readonly Plugin[] {
  return [gapCursor(), dropCursor({ class: 'weft-drop-cursor', color: false, width: 2 }), fixedHeight()];
}
