import type { Transaction } from 'prosemirror-state';
import { schema } from '../schema/schema.ts';
import { isSuggestionMark } from '../schema/suggestion.ts';
import { behindStruck, marksAround } from './edges.ts';
import { addMarkInOrder, insertionMark, markId, type SuggestContext, textRuns } from './marks.ts';
import { touchedId } from './write-change.ts';

/**
 * What is typed most: letters that come between two others. The transaction itself with the marks they need, so that typing costs little more
 * than while editing; undefined for everything else, which `toSuggestion` reads whole.
 */
export function suggestTyped(tr: Transaction, context: SuggestContext): Transaction | undefined {
  const [step] = tr.steps;
  if (tr.steps.length !== 1 || !step) return undefined;
  let place: { readonly from: number; readonly to: number; readonly isPure: boolean } | undefined;
  let count = 0;
  step.getMap().forEach((oldFrom, oldTo, from, to) => {
    place = { from, to, isPure: oldFrom === oldTo };
    count++;
  });
  if (count !== 1 || !place?.isPure || place.to <= place.from) return undefined;
  const { from, to } = place;
  const $from = tr.before.resolve(from);
  const $end = tr.doc.resolve(to);
  if ($from.depth !== 1 || $end.depth !== 1 || to - from > $end.parentOffset || behindStruck(tr.before, from) > from) {
    return undefined;
  }
  const around = marksAround($from.nodeBefore, $from.nodeAfter);
  const id = touchedId(tr.before, { from, to: from, newFrom: from, newTo: to }, true, context) ?? context.createId();
  const isThere = around.some((mark) => mark.type === schema.marks.insertion && markId(mark) === id);
  const wanted = isThere ? around : [...around, insertionMark(id)];
  const isOther = textRuns(tr.doc, from, to).some(({ node }) =>
    node.marks.some((mark) => isSuggestionMark(mark.type.name) && !mark.isInSet(wanted)),
  );
  if (isOther) return undefined;
  const { storedMarks } = tr;
  for (const mark of wanted) addMarkInOrder(tr, from, to, mark);
  return storedMarks ? tr.setStoredMarks(storedMarks) : tr;
}
