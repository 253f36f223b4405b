/**
 * The pieces that were learned: a trie over letters in typed arrays. Each node knows the greatest weight below it, so
 * that the likeliest pieces with a beginning are found without looking at all of them.
 */
export interface Lexicon {
  /** The number of a piece, made if it is new. Numbers start at 1. */
  add(piece: string): number;
  find(piece: string): number;
  textOf(piece: number): string;
  weightOf(piece: number): number;
  setWeight(piece: number, weight: number): void;
  /** The heaviest pieces that begin with `prefix`, heaviest first; ties by age. */
  heaviest(prefix: string, most: number): readonly number[];
  /** Sums of weights, and how many pieces have one, below a beginning. */
  below(prefix: string): { readonly weight: number; readonly kinds: number };
  readonly count: number;
  readonly bytes: number;
}

const ROOT = 0;

export function createLexicon(): Lexicon {
  let letters = new Uint16Array(256);
  let firsts = new Uint32Array(256);
  let nexts = new Uint32Array(256);
  let parents = new Uint32Array(256);
  let pieces = new Uint32Array(256);
  let peaks = new Uint32Array(256);
  let sums = new Uint32Array(256);
  let kinds = new Uint32Array(256);
  let used = 1;
  let ends = new Uint32Array(256);
  let weights = new Uint32Array(256);
  const texts: string[] = [''];

  function grow(): void {
    const size = Math.ceil(letters.length * 1.5);
    const wide = (array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const made = new Uint32Array(size);
      made.set(array);
      return made;
    };
    const narrow = new Uint16Array(size);
    narrow.set(letters);
    letters = narrow;
    [firsts, nexts, parents, pieces] = [wide(firsts), wide(nexts), wide(parents), wide(pieces)];
    [peaks, sums, kinds] = [wide(peaks), wide(sums), wide(kinds)];
  }

  function step(node: number, letter: number): number {
    let child = firsts[node] ?? 0;
    while (child !== 0 && letters[child] !== letter) child = nexts[child] ?? 0;
    return child;
  }

  function walk(text: string): number {
    let node = ROOT;
    for (let at = 0; at < text.length; at++) {
      node = step(node, text.charCodeAt(at));
      if (node === 0) return -1;
    }
    return node;
  }

  function addChild(node: number, letter: number): number {
    if (used === letters.length) grow();
    const child = used++;
    letters[child] = letter;
    parents[child] = node;
    nexts[child] = firsts[node] ?? 0;
    firsts[node] = child;
    return child;
  }

  function add(piece: string): number {
    let node = ROOT;
    for (let at = 0; at < piece.length; at++) {
      const letter = piece.charCodeAt(at);
      node = step(node, letter) || addChild(node, letter);
    }
    const known = pieces[node] ?? 0;
    if (known !== 0) return known;
    const number = texts.push(piece) - 1;
    if (number >= ends.length) {
      const size = Math.ceil(ends.length * 1.5);
      const [wideEnds, wideWeights] = [new Uint32Array(size), new Uint32Array(size)];
      wideEnds.set(ends);
      wideWeights.set(weights);
      [ends, weights] = [wideEnds, wideWeights];
    }
    pieces[node] = number;
    ends[number] = node;
    return number;
  }

  function setWeight(piece: number, weight: number): void {
    const before = weights[piece] ?? 0;
    weights[piece] = weight;
    const kind = Number(weight > 0) - Number(before > 0);
    for (let node = ends[piece] ?? 0; ; node = parents[node] ?? 0) {
      sums[node] = (sums[node] ?? 0) + weight - before;
      kinds[node] = (kinds[node] ?? 0) + kind;
      if (weight > before) peaks[node] = Math.max(peaks[node] ?? 0, weight);
      else peaks[node] = toPeak(node);
      if (node === ROOT) return;
    }
  }

  function toPeak(node: number): number {
    let peak = weights[pieces[node] ?? 0] ?? 0;
    for (let child = firsts[node] ?? 0; child !== 0; child = nexts[child] ?? 0) {
      peak = Math.max(peak, peaks[child] ?? 0);
    }
    return peak;
  }

  function heaviest(prefix: string, most: number): readonly number[] {
    const start = walk(prefix);
    const found: number[] = [];
    if (start < 0) return found;
    // Best first: a node stands for the heaviest piece below it; a negative one for the piece that ends there.
    const open: { readonly node: number; readonly weight: number; readonly isPiece: boolean }[] = [];
    open.push({ node: start, weight: peaks[start] ?? 0, isPiece: false });
    while (open.length > 0 && found.length < most) {
      let best = 0;
      for (let at = 1; at < open.length; at++) if ((open[at]?.weight ?? 0) > (open[best]?.weight ?? 0)) best = at;
      const [next] = open.splice(best, 1);
      if (next === undefined || next.weight === 0) break;
      const piece = pieces[next.node] ?? 0;
      if (next.isPiece) {
        found.push(piece);
        continue;
      }
      if (piece !== 0) open.push({ node: next.node, weight: weights[piece] ?? 0, isPiece: true });
      for (let child = firsts[next.node] ?? 0; child !== 0; child = nexts[child] ?? 0) {
        const weight = peaks[child] ?? 0;
        if (weight > 0) open.push({ node: child, weight, isPiece: false });
      }
    }
    return found;
  }

  return {
    add,
    find: (piece) => pieces[Math.max(0, walk(piece))] ?? 0,
    textOf: (piece) => texts[piece] ?? '',
    weightOf: (piece) => weights[piece] ?? 0,
    setWeight,
    heaviest,
    below(prefix) {
      const node = walk(prefix);
      return node < 0 ? { weight: 0, kinds: 0 } : { weight: sums[node] ?? 0, kinds: kinds[node] ?? 0 };
    },
    get count() {
      return texts.length - 1;
    },
    get bytes() {
      const text = texts.reduce((sum, piece) => sum + 16 + piece.length * 2, 0);
      return letters.length * 30 + ends.length * 8 + text;
    },
  };
}
