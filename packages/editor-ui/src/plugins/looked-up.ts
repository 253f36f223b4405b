import type { Node } from 'prosemirror-model';
import { type Decoration, DecorationSet, type DecorationSource } from 'prosemirror-view';

/**
 * What a set of ProseMirror's holds: of each child that has decorations where it begins, where it ends, and its own set. Not part of its
 * documented interface.
 */
interface Parts {
  readonly local: readonly Decoration[];
  readonly children: readonly (number | DecorationSet)[];
}

function create(prototype: DecorationSet, local: Parts['local'], children: Parts['children']): DecorationSet {
  return Object.assign(Object.create(prototype) as DecorationSet, { local, children });
}

/**
 * With every letter the view asks each set for the decorations of every block, and a set looks through its blocks from the first one on each
 * time: 1,000 blocks with marks in them cost half a million looks a letter. Here it goes on from the block before.
 */
class LookedUp extends DecorationSet {
  /** Among the children, what was asked for last. */
  declare at: number;

  override forChild(offset: number, child: Node): ReturnType<DecorationSet['forChild']> {
    const { local, children } = this as unknown as Parts;
    // One block after another is asked for, from the first one on.
    let at = (children[this.at - 3] as number) >= offset ? 0 : this.at;
    while ((children[at] as number) < offset) at += 3;
    this.at = at;
    const own = children[at] === offset ? (children[at + 2] as DecorationSet) : undefined;
    if (local.length === 0) return own ?? DecorationSet.empty;
    return create(DecorationSet.prototype, local, own ? children.slice(at, at + 3) : []).forChild(offset, child);
  }
}

const known = new WeakMap<DecorationSet, DecorationSet>();

/** A set that holds decorations of many blocks, for a view: the same decorations, found at once. */
export function lookedUp(set: DecorationSet | undefined): DecorationSource | undefined {
  const { local, children } = (set ?? {}) as Partial<Parts>;
  if (set === undefined || local === undefined || children === undefined || children.length < 24) return set;
  let quick = known.get(set);
  if (quick === undefined) {
    quick = Object.assign(create(LookedUp.prototype, local, children), { at: 0 });
    known.set(set, quick);
  }
  return quick;
}
