import type { Mark, Node } from 'prosemirror-model';
import { canOverlap, markToKey, marksToAttributes } from './mark-keys.ts';
import type { Replaced } from './replaced.ts';
import type { SeenText } from './seen-text.ts';

/**
 * Makes a Y text that reads as block `before` read as block `after`, by exactly what was done. Letters that stay are not written again: two
 * people who take out the same words would otherwise each write what stands between them, and it would stand there twice. A mark is touched
 * only where it changed: told by text alone, a letter typed beside the same letter is taken for its neighbour, the marks of both are written
 * anew, and somebody else's change to such a mark runs on past its end.
 *
 * @param replaced offsets in the two blocks' contents; without them what differs is found by comparing.
 */
export function writeText(text: SeenText, before: Node, after: Node, replaced?: readonly Replaced[]): void {
  const spans = replaced && isTrue(before, after, replaced) ? replaced : compare(before, after);
  let [oldEnd, newEnd] = [before.content.size, after.content.size];
  // From the last to the first, so that the places before stay true.
  for (const span of [...spans].toReversed()) {
    format(text, before, after, { oldAt: span.to, newAt: span.newTo, length: oldEnd - span.to });
    writeSpan(text, before, after, span);
    [oldEnd, newEnd] = [span.from, span.newFrom];
  }
  format(text, before, after, { oldAt: 0, newAt: 0, length: Math.min(oldEnd, newEnd) });
}

/** Whether outside of the spans the letters are the same. */
function isTrue(before: Node, after: Node, spans: readonly Replaced[]): boolean {
  const [old, next] = [before.textContent, after.textContent];
  let [from, newFrom] = [0, 0];
  for (const span of spans) {
    if (old.slice(from, span.from) !== next.slice(newFrom, span.newFrom)) return false;
    [from, newFrom] = [span.to, span.newTo];
  }
  return old.slice(from) === next.slice(newFrom);
}

function compare(before: Node, after: Node): Replaced[] {
  const [old, next] = [before.content, after.content];
  const first = old.findDiffStart(next);
  const last = old.findDiffEnd(next);
  if (first === null || last === null) return [];
  const overlap = Math.max(0, first - Math.min(last.a, last.b));
  return [{ from: first, to: last.a + overlap, newFrom: first, newTo: last.b + overlap }];
}

function isLow(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code < 0xe000;
}

/**
 * The marks that say which suggestion a letter came with, which day or whose name it is part of: the same letter with others is another letter.
 * Two who change one day would else be left with a mixture of both.
 */
function originAt(block: Node, offset: number): string {
  const node = block.childAfter(offset).node;
  return (node?.marks ?? [])
    .filter(({ type: { name } }) => name === 'insertion' || name === 'date' || name === 'person')
    .map((mark) => (canOverlap(mark.type) ? markToKey(mark) : JSON.stringify(mark.attrs)))
    .join();
}

function writeSpan(text: SeenText, before: Node, after: Node, span: Replaced): void {
  const [old, next] = [before.textContent, after.textContent];
  let { from, to, newFrom, newTo } = span;
  // A letter of two units is one.
  if (isLow(old, from) || isLow(next, newFrom)) [from, newFrom] = [from - 1, newFrom - 1];
  if (isLow(old, to) || isLow(next, newTo)) [to, newTo] = [to + 1, newTo + 1];
  const isPair = (i: number, j: number): boolean => old[i] === next[j] && originAt(before, i) === originAt(after, j);
  const shorter = Math.min(to - from, newTo - newFrom);
  const isFormat = to - from === newTo - newFrom && old.slice(from, to) === next.slice(newFrom, newTo);
  let same = isFormat ? shorter : 0;
  while (same < shorter && isPair(from + same, newFrom + same)) same++;
  let sameEnd = 0;
  while (sameEnd < shorter - same && isPair(to - 1 - sameEnd, newTo - 1 - sameEnd)) sameEnd++;
  if (same > 0 && (isLow(old, from + same) || isLow(next, newFrom + same))) same--;
  if (sameEnd > 0 && (isLow(old, to - sameEnd) || isLow(next, newTo - sameEnd))) sameEnd--;

  format(text, before, after, { oldAt: to - sameEnd, newAt: newTo - sameEnd, length: sameEnd });
  const removed = to - from - same - sameEnd;
  if (removed > 0) text.delete(from + same, removed);
  let at = from + same;
  for (const { node, start, end } of runs(after, newFrom + same, newTo - sameEnd)) {
    text.insert(at, (node.text ?? '').slice(start, end), marksToAttributes(node.marks));
    at += end - start;
  }
  format(text, before, after, { oldAt: from, newAt: newFrom, length: same });
}

interface Run {
  readonly node: Node;
  /** Within the node's text. */
  readonly start: number;
  readonly end: number;
  /** Of its first letter, from where the runs begin. */
  readonly at: number;
}

function runs(block: Node, from: number, to: number): Run[] {
  const found: Run[] = [];
  if (to <= from) return found;
  block.nodesBetween(from, to, (node, position) => {
    const [start, end] = [Math.max(from, position), Math.min(to, position + node.nodeSize)];
    if (end > start) found.push({ node, start: start - position, end: end - position, at: start - from });
  });
  return found;
}

/** The marks of letters that stay: each mark that differs, over the letters on which it does. */
function format(
  text: SeenText,
  before: Node,
  after: Node,
  { oldAt, newAt, length }: { readonly oldAt: number; readonly newAt: number; readonly length: number },
): void {
  const changes = new Map<string, { from: number; to: number; value: unknown }[]>();
  const [old, next] = [runs(before, oldAt, oldAt + length), runs(after, newAt, newAt + length)];
  let [i, j] = [0, 0];
  while (i < old.length && j < next.length) {
    const [a, b] = [old[i] as Run, next[j] as Run];
    const [endA, endB] = [a.at + a.end - a.start, b.at + b.end - b.start];
    const [from, to] = [Math.max(a.at, b.at), Math.min(endA, endB)];
    if (a.node.marks !== b.node.marks) collect(changes, from, to, a.node.marks, b.node.marks);
    if (to === endA) i++;
    if (to === endB) j++;
  }
  for (const [key, places] of changes) {
    for (const { from, to, value } of places) text.format(oldAt + from, to - from, { [key]: value });
  }
}

function collect(
  changes: Map<string, { from: number; to: number; value: unknown }[]>,
  from: number,
  to: number,
  old: readonly Mark[],
  next: readonly Mark[],
): void {
  const [had, wanted] = [marksToAttributes(old), marksToAttributes(next)];
  for (const key of new Set([...Object.keys(had), ...Object.keys(wanted)])) {
    const value = wanted[key] ?? null;
    if (isSame(had[key] ?? null, value)) continue;
    const places = changes.get(key) ?? [];
    const last = places.at(-1);
    // One stroke where it is one change: every end of a mark is written for itself.
    if (last && last.to === from && isSame(last.value, value)) last.to = to;
    else places.push({ from, to, value });
    changes.set(key, places);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
