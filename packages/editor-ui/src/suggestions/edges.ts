import type { Mark, Node } from 'prosemirror-model';
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state';
import { sortMarks } from '../binding/mark-keys.ts';
import { schema } from '../schema/schema.ts';
import { isSuggestionMark } from '../schema/suggestion.ts';
import { transactionToChanges } from './changes.ts';
import { insertionMark, markId } from './marks.ts';

/**
 * No suggestion's letters are ever parted by letters that are not of it. Yjs keeps a mark as a place where it begins and one where it
 * ends; a gap in between ends it and begins it anew, and when somebody else takes the whole mark away meanwhile, the new beginning has no end:
 * it runs over words that nobody suggested anything of. So words written within a suggestion are part of it, and words written
 * within struck ones stand behind them.
 */
export function marksAround(before: Node | null, after: Node | null): readonly Mark[] {
  const around: Mark[] = [];
  for (const mark of before?.marks ?? []) {
    const { type, attrs } = mark;
    const goesOn = after?.marks.some((other) => other.type === type && other.attrs['id'] === attrs['id']) === true;
    if (!goesOn || type === schema.marks.deletion || !isSuggestionMark(type.name)) continue;
    // A break that was suggested is one letter: what is written behind it is none.
    const wanted = attrs['split'] == null ? mark : insertionMark(markId(mark));
    if (!wanted.isInSet(around)) around.push(wanted);
  }
  return around;
}

/** The position behind the struck letters that `position` is between. `id`: struck letters are just before it. */
export function behindStruck(doc: Node, position: number, id?: string): number {
  const $position = doc.resolve(position);
  if ($position.depth !== 1) return position;
  let open = new Set(struckIds($position.nodeBefore));
  if (id !== undefined) open.add(id);
  let at = position;
  for (;;) {
    const next = doc.resolve(at).nodeAfter;
    const same = struckIds(next).filter((each) => open.has(each));
    if (!next || same.length === 0) return at;
    open = new Set(same);
    at += next.nodeSize;
  }
}

function struckIds(node: Node | null): string[] {
  return (node?.marks ?? []).flatMap(({ type, attrs }) =>
    type === schema.marks.deletion ? [String(attrs['id'])] : [],
  );
}

/** An edit by somebody who edits, kept from parting a suggestion's letters. */
export function keepWhole(state: EditorState, tr: Transaction): Transaction {
  const { doc } = state;
  if (!doc.content.size || tr.getMeta('uiEvent') === 'drop') return tr;
  const changes = transactionToChanges(tr);
  for (const { from, to, newFrom, newTo } of changes) {
    const [$from, $to] = [doc.resolve(from), doc.resolve(to)];
    const [$new, $end] = [tr.doc.resolve(newFrom), tr.doc.resolve(newTo)];
    // Letters in place of letters, within one block: nothing else can part any.
    if (newTo <= newFrom || $from.depth !== 1 || !$from.sameParent($to) || $new.depth !== 1 || !$new.sameParent($end))
      continue;
    const [before, after] = [$from.nodeBefore, $to.nodeAfter];
    const isStruck = struckIds(before).some((id) => struckIds(after).includes(id));
    const inserted = tr.doc.slice(newFrom, newTo).content;
    if (isStruck && changes.length === 1) {
      const out = state.tr.insert(
        behindStruckFrom(doc, before, to),
        inserted.content.map((node) => node.mark(node.marks.filter(({ type }) => type !== schema.marks.deletion))),
      );
      if (to > from) out.delete(from, to);
      const caret = out.mapping.map(behindStruckFrom(doc, before, to), 1);
      out.setSelection(TextSelection.create(out.doc, caret));
      return tr.scrolledIntoView ? out.scrollIntoView() : out;
    }
    tr.removeMark(newFrom, newTo, schema.marks.deletion);
    for (const mark of marksAround(before, after)) {
      const lacking = inserted.content.some(
        ({ marks }) => !marks.some(({ attrs }) => attrs['id'] === mark.attrs['id']),
      );
      if (lacking) tr.addMark(newFrom, newTo, mark);
    }
  }
  return tr;
}

function behindStruckFrom(doc: Node, before: Node | null, position: number): number {
  const [id] = struckIds(before);
  return behindStruck(doc, position, id);
}

/** Marks for letters that are put between two others. */
export function withAround(marks: readonly Mark[], around: readonly Mark[]): readonly Mark[] {
  const kept = marks.filter(({ type }) => !isSuggestionMark(type.name));
  return sortMarks([...kept, ...around]);
}
