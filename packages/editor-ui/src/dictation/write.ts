/** Puts recognised words into the text, and takes them out again. */
import { type EditorState, Selection, type Transaction } from 'prosemirror-state';
import { type DictatedPiece, dictationPlace, setDictationPlace } from './place.ts';

/** A letter or digit of a script that parts its words by spaces. */
const JOINS = /[\p{L}\p{N}]/u;
/** What words stand behind without a space. */
const OPENS = /[\s([{«„“‘¿¡\u2018-\u201f\uffff]$/u;

/** Recognised words as they fit between what stands there: one space, and none at the beginning. */
export function toFitting(words: string, before: string, after: string): string {
  const isSpaced = /^\s/.test(words);
  const text = words.trim();
  const lead = isSpaced && before !== '' && !OPENS.test(before) ? ' ' : '';
  const trail = JOINS.test(after) && isSpaced ? ' ' : '';
  return `${lead}${text}${trail}`;
}

/** Begins behind what is selected. Undefined where words cannot stand. */
export function toBeginning({ doc, selection }: EditorState): number | undefined {
  const { $to } = selection;
  if ($to.parent.isTextblock) return $to.pos;
  const near = Selection.near(doc.resolve($to.pos), -1).$head;
  return near.parent.isTextblock ? near.pos : undefined;
}

/** The words at their place, which goes behind them; undefined where no words can stand there any more. */
export function insertDictated(state: EditorState, words: string): Transaction | undefined {
  const place = dictationPlace(state);
  if (place === undefined) return undefined;
  const $at = state.doc.resolve(Math.min(place.at, state.doc.content.size));
  const $place = $at.parent.isTextblock ? $at : Selection.near($at, -1).$head;
  if (!$place.parent.isTextblock) return undefined;
  const at = $place.pos;
  const before = $place.parent.textBetween(0, $place.parentOffset, undefined, '\ufffc').slice(-1);
  const after = $place.parent
    .textBetween($place.parentOffset, $place.parent.content.size, undefined, '\ufffc')
    .slice(0, 1);
  const text = toFitting(words, before, after);
  const tr = state.tr.insertText(text, at);
  const moved = place.pieces.map((piece) => ({
    ...piece,
    from: tr.mapping.map(piece.from, 1),
    to: tr.mapping.map(piece.to, -1),
  }));
  const piece: DictatedPiece = { from: at, to: at + text.length, text };
  return setDictationPlace(tr, { at: piece.to, pieces: [...moved, piece] });
}

const isSame = ({ doc }: EditorState, { from, to, text }: DictatedPiece): boolean =>
  doc.textBetween(from, Math.max(from, to), '\n', '\ufffc') === text;

/** Whether somebody changed what was dictated. */
export function hasChanged(state: EditorState): boolean {
  return dictationPlace(state)?.pieces.some((piece) => !isSame(state, piece)) === true;
}

/** Takes out what was dictated, as far as nobody changed it since. */
export function deleteDictated(state: EditorState): Transaction {
  const { tr } = state;
  const pieces = (dictationPlace(state)?.pieces ?? []).toSorted((a, b) => b.from - a.from);
  for (const piece of pieces) if (isSame(state, piece)) tr.delete(piece.from, piece.to);
  return setDictationPlace(tr, undefined);
}
