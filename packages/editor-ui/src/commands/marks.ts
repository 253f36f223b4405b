import type { Mark, MarkType, Node } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { toSafeHref } from '../schema/href.ts';
import { toColor } from '../schema/palette.ts';
import { schema } from '../schema/schema.ts';
import { MARK_NAMES, isMarkName } from '../schema/suggestion.ts';
import { isInTable } from '../table/grid.ts';
import { toggleMark } from './base.ts';
import type { MarkName } from '../schema/kinds.ts';
import { selectedBlocks } from './ranges.ts';

/** Code and formulas are plain: no marks can be set there. */
export function isMarkable(state: EditorState): boolean {
  if (isInTable(state)) return true;
  const blocks = selectedBlocks(state).filter(({ node }) => node.isTextblock);
  return blocks.some(({ node }) => !isSourceKind(readBlock(node).kind));
}

/** Marks on all of the selected text; for a caret, what the next letter carries. */
export function activeMarks(state: EditorState): readonly Mark[] {
  const { $from, ranges, empty } = state.selection;
  if (empty) return state.storedMarks ?? $from.marks();
  let common: readonly Mark[] | undefined;
  for (const range of ranges) {
    state.doc.nodesBetween(range.$from.pos, range.$to.pos, (node) => {
      if (!node.isText) return;
      common = common === undefined ? node.marks : common.filter((mark) => mark.isInSet(node.marks));
    });
  }
  return common ?? [];
}

/** Marks that say all by their name. */
export type PlainMark = Exclude<MarkName, 'link' | 'color' | 'highlight' | 'date' | 'person'>;

/** Sets the mark on the selection, or takes it off where all of it has it. */
export function toggle(name: PlainMark): Command {
  const command = toggleMark(schema.marks[name]);
  return (state, dispatch, view) => isMarkable(state) && command(state, dispatch, view);
}

/** The colour that all of the selection has. */
export function colorOf(state: EditorState, of: 'color' | 'highlight'): string | undefined {
  return toColor(activeMarks(state).find(({ type }) => type === schema.marks[of])?.attrs['name']);
}

/** Colours the selection, or what is typed next; null takes the colour off. False for a name outside the palette. */
export function setColor(of: 'color' | 'highlight', name: string | null): Command {
  return (state, dispatch) => {
    if (!isMarkable(state) || (name !== null && toColor(name) === undefined)) return false;
    if (!dispatch) return true;
    const type = schema.marks[of];
    const { tr, selection } = state;
    if (selection.empty) tr.removeStoredMark(type);
    if (selection.empty && name !== null) tr.addStoredMark(type.create({ name }));
    for (const { $from, $to } of selection.empty ? [] : selection.ranges) {
      tr.removeMark($from.pos, $to.pos, type);
      if (name !== null) tr.addMark($from.pos, $to.pos, type.create({ name }));
    }
    dispatch(tr);
    return true;
  };
}

/** `setColor`, or off where all of it has a colour. */
export function toggleColor(of: 'color' | 'highlight', name: string): Command {
  return (state, dispatch, view) => setColor(of, colorOf(state, of) === undefined ? name : null)(state, dispatch, view);
}

export const clearMarks: Command = (state, dispatch) => {
  const { ranges, empty } = state.selection;
  if (empty) {
    const marks = state.storedMarks ?? state.selection.$from.marks();
    const kept = marks.filter(({ type }) => !isMarkName(type.name));
    if (kept.length === marks.length) return false;
    dispatch?.(state.tr.setStoredMarks(kept));
    return true;
  }
  if (!dispatch) return true;
  const tr = state.tr;
  for (const { $from, $to } of ranges) {
    for (const name of MARK_NAMES) tr.removeMark($from.pos, $to.pos, schema.marks[name]);
  }
  dispatch(tr);
  return true;
};

/** The link at the selection's start, with the text it covers. */
export function linkAt(
  state: EditorState,
): { readonly href: string; readonly from: number; readonly to: number } | undefined {
  const { $from } = state.selection;
  if (!$from.parent.isTextblock) return undefined;
  const block = $from.parent;
  const link = findLink(block, $from.parentOffset, state.selection.empty);
  if (!link) return undefined;
  const start = $from.start();
  return { href: String(link.mark.attrs['href'] ?? ''), from: start + link.from, to: start + link.to };
}

function findLink(block: Node, offset: number, isCaret: boolean): { mark: Mark; from: number; to: number } | undefined {
  let found: { mark: Mark; from: number; to: number } | undefined;
  let open: { mark: Mark; from: number; to: number } | undefined;
  block.forEach((child, at) => {
    const mark = schema.marks.link.isInSet(child.marks);
    const end = at + child.nodeSize;
    if (mark && open && open.to === at && open.mark.eq(mark)) open.to = end;
    else open = mark ? { mark, from: at, to: end } : undefined;
    const isInside =
      open &&
      (offset >= open.from || isCaret) &&
      offset >= open.from &&
      (isCaret ? offset <= open.to : offset < open.to);
    if (isInside && open) found = open;
  });
  return found;
}

/**
 * Links the selection to `href`, changes the link the caret is in, or writes the address as a link.
 * False when the address is not http, https or mailto.
 */
export function setLink(href: string): Command {
  return (state, dispatch) => {
    const safe = toSafeHref(href);
    if (safe === undefined || !isMarkable(state)) return false;
    const mark = schema.marks.link.create({ href: safe });
    const existing = linkAt(state);
    const { from, to, empty } = state.selection;
    const tr = state.tr;
    if (!empty) addMark(tr, from, to, mark);
    else if (existing) addMark(tr, existing.from, existing.to, mark);
    else tr.insert(from, schema.text(href.trim(), [...(state.storedMarks ?? state.selection.$from.marks()), mark]));
    dispatch?.(tr.removeStoredMark(schema.marks.link).scrollIntoView());
    return true;
  };
}

function addMark(tr: EditorState['tr'], from: number, to: number, mark: Mark): void {
  tr.removeMark(from, to, mark.type as MarkType).addMark(from, to, mark);
}

export const unlink: Command = (state, dispatch) => {
  const existing = linkAt(state);
  const { from, to, empty } = state.selection;
  if (empty && !existing) return false;
  const start = existing ? Math.min(from, existing.from) : from;
  const end = existing ? Math.max(to, existing.to) : to;
  if (!state.doc.rangeHasMark(start, end, schema.marks.link)) return false;
  dispatch?.(state.tr.removeMark(start, end, schema.marks.link));
  return true;
};
