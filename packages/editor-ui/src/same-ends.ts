import type { Node } from 'prosemirror-model';

/** How many of two lists are the same at their beginning, and how many behind that at their end. */
export function sameEnds(
  old: number,
  next: number,
  isSame: (old: number, next: number) => boolean,
): readonly [left: number, right: number] {
  const most = Math.min(old, next);
  let left = 0;
  while (left < most && isSame(left, left)) left++;
  let right = 0;
  while (right < most - left && isSame(old - 1 - right, next - 1 - right)) right++;
  return [left, right];
}

/** Of a node, here: what it holds. */
export type Parent = Pick<Node, 'children'>;

type Ends = ReturnType<typeof sameEnds>;

/** What was compared last: of each change that is asked many times. */
let last: { readonly old: Parent; readonly next: Parent; readonly ends: Ends } | undefined;

/** Of children. They are values: one that nobody touched is the same object. */
export function sameBlocks(old: Parent, next: Parent): Ends {
  if (last?.old !== old || last.next !== next) {
    const [was, is] = [old.children, next.children];
    last = { old, next, ends: sameEnds(was.length, is.length, (i, j) => was[i] === is[j]) };
  }
  return last.ends;
}

/** The children of each that differ. */
export function changedBlocks(old: Parent, next: Parent): readonly [old: readonly Node[], next: readonly Node[]] {
  const [left, right] = sameBlocks(old, next);
  const between = ({ children }: Parent): readonly Node[] => children.slice(left, children.length - right);
  return [between(old), between(next)];
}
