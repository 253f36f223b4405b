import type { Mark, Node } from 'prosemirror-model';
import { isMarkName } from '../schema/suggestion.ts';

/** A run of text with its marks, outermost first. */
export interface Run {
  readonly text: string;
  readonly marks: readonly Mark[];
}

export function nodeToRun(node: Node): Run {
  return { text: node.text ?? '', marks: node.marks.filter(({ type }) => isMarkName(type.name)) };
}

export function nodeToRuns(block: Node): Run[] {
  const runs: Run[] = [];
  block.forEach((child) => runs.push(nodeToRun(child)));
  return runs;
}

export function isFormula({ marks }: Run): boolean {
  return marks.some(({ type }) => type.name === 'math');
}

/** A formula on one line, between its signs. */
export function formulaSpan(text: string): string {
  return `$${text.replaceAll('\n', ' ').trim()}$`;
}

/** A formula is one run, whatever other marks its letters carry: it is drawn, or written between its signs, as a whole. */
export function joinFormulas(runs: readonly Run[]): readonly Run[] {
  if (!runs.some(isFormula)) return runs;
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && isFormula(last) && isFormula(run)) joined[joined.length - 1] = { ...last, text: last.text + run.text };
    else joined.push(run);
  }
  return joined;
}

/**
 * Writes runs with marks that nest: a mark stays open across neighbouring runs that share it, and what was opened last
 * closes first.
 */
export function writeRuns(
  runs: readonly Run[],
  open: (mark: Mark) => string,
  close: (mark: Mark) => string,
  write: (run: Run) => string,
): string {
  let out = '';
  let stack: readonly Mark[] = [];
  for (const run of runs) {
    let shared = 0;
    while (shared < stack.length && stack[shared]?.isInSet(run.marks)) shared++;
    for (const mark of stack.slice(shared).toReversed()) out += close(mark);
    const kept = stack.slice(0, shared);
    const fresh = run.marks.filter((mark) => !mark.isInSet(kept));
    for (const mark of fresh) out += open(mark);
    stack = [...kept, ...fresh];
    out += write(run);
  }
  for (const mark of stack.toReversed()) out += close(mark);
  return out;
}
