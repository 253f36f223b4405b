import type { Mark, Node } from 'prosemirror-model';
import { type Command, type EditorState, TextSelection } from 'prosemirror-state';
import { toDay, toDeviceId } from '../schema/inline.ts';
import { schema } from '../schema/schema.ts';

/** A word that means something: a day, or a person. Offsets in the block's content, or positions where a function says so. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly type: 'date' | 'person';
  readonly text: string;
  /** The day as ISO 8601 writes it, or the person's device. */
  readonly value: string;
}

const known = new WeakMap<Node, readonly Piece[]>();

function pieceMark(node: Node): Mark | undefined {
  return schema.marks.date.isInSet(node.marks) ?? schema.marks.person.isInSet(node.marks);
}

/** The days and people in a block of text. A day is one only where its letters say so too: what a mark claims cannot hide what stands there. */
export function piecesOf(block: Node): readonly Piece[] {
  const found = known.get(block);
  if (found) return found;
  const pieces: Piece[] = [];
  let open: { mark: Mark; from: number; to: number; text: string } | undefined;
  const close = (): void => {
    if (!open) return;
    const { mark, from, to, text } = open;
    const day = mark.type === schema.marks.date ? toDay(mark.attrs['day']) : undefined;
    const device = mark.type === schema.marks.person ? toDeviceId(mark.attrs['device']) : undefined;
    if (day !== undefined && day === text) pieces.push({ from, to, text, type: 'date', value: day });
    if (device !== undefined && /^@\S/u.test(text)) pieces.push({ from, to, text, type: 'person', value: device });
    open = undefined;
  };
  block.forEach((child, from) => {
    const mark = pieceMark(child);
    const to = from + child.nodeSize;
    if (open && mark?.eq(open.mark)) open = { ...open, to, text: open.text + (child.text ?? '') };
    else {
      close();
      if (mark) open = { mark, from, to, text: child.text ?? '' };
    }
  });
  close();
  known.set(block, pieces);
  return pieces;
}

/** The piece that a position stands in or touches, in document positions. */
export function pieceAt(state: EditorState, position: number, isInside: boolean): Piece | undefined {
  const $at = state.doc.resolve(position);
  if (!$at.parent.isTextblock) return undefined;
  const at = $at.parentOffset;
  const found = piecesOf($at.parent).find(({ from, to }) => (isInside ? from < at && at < to : from <= at && at <= to));
  return found && { ...found, from: found.from + $at.start(), to: found.to + $at.start() };
}

/** Puts a day or a person in place of a range, and a space behind it where a word would follow. */
export function insertPiece(
  range: { readonly from: number; readonly to: number },
  piece: { readonly day: string } | { readonly device: string; readonly name: string },
): Command {
  return (state, dispatch) => {
    const mark =
      'day' in piece
        ? schema.marks.date.create({ day: piece.day })
        : schema.marks.person.create({ device: piece.device });
    const text = 'day' in piece ? piece.day : `@${piece.name}`;
    const $to = state.doc.resolve(range.to);
    const around = (state.doc.resolve(range.from).marks() ?? []).filter(({ type }) => type.spec.inclusive !== false);
    const tr = state.tr.replaceWith(range.from, range.to, schema.text(text, mark.addToSet(around)));
    const end = range.from + text.length;
    const next = $to.parent.textBetween($to.parentOffset, Math.min($to.parent.content.size, $to.parentOffset + 1));
    const isJoined = next === '' || /[\p{L}\p{N}]/u.test(next);
    if (isJoined) tr.insert(end, schema.text(' ', around));
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, isJoined ? end + 1 : end)).scrollIntoView());
    return true;
  };
}

/** Takes away the whole piece beside the caret: behind it with Backspace, before it with Delete. */
export function deletePiece(by: -1 | 1): Command {
  return (state, dispatch) => {
    const { from, empty } = state.selection;
    const piece = empty ? pieceAt(state, from, false) : undefined;
    if (!piece || (by < 0 ? piece.to : piece.from) !== from) return false;
    dispatch?.(state.tr.delete(piece.from, piece.to).scrollIntoView());
    return true;
  };
}
