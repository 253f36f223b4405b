/**
 * How often which piece followed which context: a trie of n-grams in typed arrays. A node is a context followed by a
 * piece; node 0 is the empty context.
 *
 * Counts are those of Kneser and Ney: of the longest n-grams how often they occurred, of shorter ones before how many
 * different pieces they occurred. That is what update exclusion keeps by itself: an occurrence is counted at the
 * longest context that knew it, and where it is new, in the next shorter one too. So counts depend only on what was
 * learned, not on its order, and forgetting is learning backwards.
 */
export interface Counts {
  /** The node for `piece` after `context`, or 0. */
  find(context: number, piece: number): number;
  /** Counts `piece` after `context`, once or `times` times. Returns its node. */
  increment(context: number, piece: number, times?: number): number;
  /** Takes one count away; the node goes when none is left. Returns how many are left, -1 if there was none. */
  decrement(context: number, piece: number): number;
  countOf(node: number): number;
  pieceOf(node: number): number;
  /** Sum of the counts after this context. */
  totalOf(context: number): number;
  /** How many different pieces were seen after this context. */
  kindsOf(context: number): number;
  /** The nodes after a context: `firstOf`, then `nextOf` until 0. The newest comes first. */
  firstOf(context: number): number;
  nextOf(node: number): number;
  /** The node counted most after a context, 0 if there is none. */
  bestOf(context: number): number;
  readonly nodes: number;
  readonly bytes: number;
}

const COLUMNS = 8;

export function createCounts(): Counts {
  let size = 1024;
  let parents = new Uint32Array(size);
  let pieces = new Uint32Array(size);
  let counts = new Uint32Array(size);
  let firsts = new Uint32Array(size);
  let nexts = new Uint32Array(size);
  let totals = new Uint32Array(size);
  let kinds = new Uint32Array(size);
  let bests = new Uint32Array(size);
  let used = 1;
  let live = 0;
  /** Head of the list of free nodes, linked by `nexts`. */
  let free = 0;
  /** Open addressing with linear probing: nodes by (parent, piece). A power of two, at most two thirds full. */
  let table = new Uint32Array(2048);

  function toSlot(context: number, piece: number): number {
    let hash = Math.imul(context, 0x9e3779b1) ^ Math.imul(piece, 0x85ebca6b);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) & (table.length - 1);
  }

  function seek(context: number, piece: number): number {
    let slot = toSlot(context, piece);
    for (;;) {
      const node = table[slot] ?? 0;
      if (node === 0 || (parents[node] === context && pieces[node] === piece)) return slot;
      slot = (slot + 1) & (table.length - 1);
    }
  }

  function grow(): void {
    size = Math.ceil(size * 1.4);
    const wide = (array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const made = new Uint32Array(size);
      made.set(array);
      return made;
    };
    [parents, pieces, counts, firsts] = [wide(parents), wide(pieces), wide(counts), wide(firsts)];
    [nexts, totals, kinds, bests] = [wide(nexts), wide(totals), wide(kinds), wide(bests)];
  }

  function growTable(): void {
    const before = table;
    table = new Uint32Array(before.length * 2);
    for (const node of before) {
      if (node !== 0) table[seek(parents[node] ?? 0, pieces[node] ?? 0)] = node;
    }
  }

  function take(): number {
    if (free !== 0) {
      const node = free;
      free = nexts[node] ?? 0;
      return node;
    }
    if (used === size) grow();
    return used++;
  }

  function increment(context: number, piece: number, times = 1): number {
    let slot = seek(context, piece);
    let node = table[slot] ?? 0;
    if (node === 0) {
      if ((live + 1) * 3 > table.length * 2) {
        growTable();
        slot = seek(context, piece);
      }
      node = take();
      live++;
      parents[node] = context;
      pieces[node] = piece;
      nexts[node] = firsts[context] ?? 0;
      firsts[context] = node;
      kinds[context] = (kinds[context] ?? 0) + 1;
      table[slot] = node;
    }
    counts[node] = (counts[node] ?? 0) + times;
    totals[context] = (totals[context] ?? 0) + times;
    const best = bests[context] ?? 0;
    // Of equals, the one seen last.
    if (best === 0 || (counts[node] ?? 0) >= (counts[best] ?? 0)) bests[context] = node;
    return node;
  }

  function decrement(context: number, piece: number): number {
    const slot = seek(context, piece);
    const node = table[slot] ?? 0;
    if (node === 0) return -1;
    const left = (counts[node] ?? 1) - 1;
    counts[node] = left;
    totals[context] = (totals[context] ?? 1) - 1;
    // A context goes after what follows it: its longer n-grams were forgotten with later pieces.
    if (left === 0 && firsts[node] === 0) drop(context, node, slot);
    if (bests[context] === node) bests[context] = toBest(context);
    return left;
  }

  function toBest(context: number): number {
    let best = 0;
    for (let node = firsts[context] ?? 0; node !== 0; node = nexts[node] ?? 0) {
      if ((counts[node] ?? 0) > (counts[best] ?? 0)) best = node;
    }
    return best;
  }

  function drop(context: number, node: number, slot: number): void {
    let before = 0;
    for (let at = firsts[context] ?? 0; at !== node; at = nexts[at] ?? 0) before = at;
    if (before === 0) firsts[context] = nexts[node] ?? 0;
    else nexts[before] = nexts[node] ?? 0;
    kinds[context] = (kinds[context] ?? 1) - 1;
    emptySlot(slot);
    nexts[node] = free;
    free = node;
    live--;
  }

  /** Empties a slot and moves back what had to pass over it. */
  function emptySlot(from: number): void {
    const mask = table.length - 1;
    let hole = from;
    table[hole] = 0;
    for (let slot = (hole + 1) & mask; (table[slot] ?? 0) !== 0; slot = (slot + 1) & mask) {
      const node = table[slot] ?? 0;
      const home = toSlot(parents[node] ?? 0, pieces[node] ?? 0);
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        table[hole] = node;
        table[slot] = 0;
        hole = slot;
      }
    }
  }

  return {
    find: (context, piece) => table[seek(context, piece)] ?? 0,
    increment,
    decrement,
    countOf: (node) => counts[node] ?? 0,
    pieceOf: (node) => pieces[node] ?? 0,
    totalOf: (context) => totals[context] ?? 0,
    kindsOf: (context) => kinds[context] ?? 0,
    firstOf: (context) => firsts[context] ?? 0,
    nextOf: (node) => nexts[node] ?? 0,
    bestOf: (context) => bests[context] ?? 0,
    get nodes() {
      return live;
    },
    get bytes() {
      return size * COLUMNS * 4 + table.length * 4;
    },
  };
}
