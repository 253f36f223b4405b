import * as Y from 'yjs';

/** Few enough that merging a group stays cheap, many enough that the tree stays flat. */
const GROUP = 16;

/**
 * Merges Yjs updates as a tree: `Y.mergeUpdates` over a flat list is quadratic, because it keeps sorting one decoder per update.
 *
 * @param updates - at least one, all of the same encoding
 * @param merge - `Y.mergeUpdates` for V1, `Y.mergeUpdatesV2` for V2
 */
export function mergeUpdatesAsTree(
  updates: readonly Uint8Array[],
  merge: (updates: Uint8Array[]) => Uint8Array = Y.mergeUpdates,
): Uint8Array {
  let level = updates;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += GROUP) next.push(merge(level.slice(at, at + GROUP)));
    level = next;
  }
  const [merged] = level;
  if (merged === undefined) throw new RangeError('nothing to merge');
  return merged;
}
