import type { Mark, Node } from 'prosemirror-model';
import type { Transaction } from 'prosemirror-state';
import { sortMarks } from '../binding/mark-keys.ts';
import { schema } from '../schema/schema.ts';
import type { SuggestionMark } from '../schema/suggestion.ts';

/** Who is asking: what a suggestion is called, and which are this person's own. */
export interface SuggestContext {
  /** A fresh id. */
  createId(): string;
  isMine(id: string): boolean;
}

export function markId(mark: Mark): string {
  return String(mark.attrs['id']);
}

export function marksNamed(marks: readonly Mark[], name: SuggestionMark): Mark[] {
  return marks.filter(({ type }) => type.name === name);
}

/** The id of this person's own suggestion among marks of one kind. */
export function ownId(marks: readonly Mark[], name: SuggestionMark, context: SuggestContext): string | undefined {
  const own = marks.find((mark) => mark.type.name === name && context.isMine(markId(mark)));
  return own && markId(own);
}

export interface TextRun {
  readonly node: Node;
  readonly from: number;
  readonly to: number;
}

/** The runs of letters with equal marks in a range, in order. */
export function textRuns(doc: Node, from: number, to: number): TextRun[] {
  const runs: TextRun[] = [];
  if (to <= from) return runs;
  doc.nodesBetween(from, to, (node, position) => {
    if (node.isText) {
      runs.push({ node, from: Math.max(from, position), to: Math.min(to, position + node.nodeSize) });
    }
    return true;
  });
  return runs;
}

/** Adds a mark so that marks of one type lie in the order in which every replica draws them. */
export function addMarkInOrder(tr: Transaction, from: number, to: number, mark: Mark): void {
  for (const run of textRuns(tr.doc, from, to)) {
    if (mark.isInSet(run.node.marks)) continue;
    const later = run.node.marks.filter(
      (other) => other.type === mark.type && !other.eq(mark) && sortMarks([mark, other])[0] === mark,
    );
    tr.addMark(run.from, run.to, mark);
    for (const other of later) tr.removeMark(run.from, run.to, other).addMark(run.from, run.to, other);
  }
}

export function insertionMark(id: string, split: string | null = null): Mark {
  return schema.marks.insertion.create({ id, split });
}

/**
 * Whether letters with these marks are this person's own words, still suggested: nobody else's suggestion lies between them and the
 * text, so that deleting them takes back a suggestion and makes none.
 */
export function isOwnInsertion(marks: readonly Mark[], context: SuggestContext): boolean {
  return ownId(marks, 'insertion', context) !== undefined;
}
