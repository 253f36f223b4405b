import { dropCursor } from 'prosemirror-dropcursor';
import { gapCursor } from 'prosemirror-gapcursor';
import type { Plugin } from 'prosemirror-state';

/** Carets where there is no text: beside a block that has none, and where something that is dragged would land. */
export function cursors(): readonly Plugin[] {
  return [gapCursor(), dropCursor({ class: 'weft-drop-cursor', color: false, width: 2 })];
}
