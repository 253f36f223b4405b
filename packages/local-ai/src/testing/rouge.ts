import { toTokens } from '../text/tokens.ts';

/** F1 of a summary against a reference, 0 to 1. No stemming, stop words stay. Source: Lin, "ROUGE" (2004). */
export interface Rouge {
  readonly r1: number;
  readonly r2: number;
  readonly rl: number;
}

/** ROUGE-1, ROUGE-2 and ROUGE-L (longest common subsequence of the whole texts). */
export function toRouge(summary: string, reference: string): Rouge {
  const ours = toTokens(summary).map((token) => token.term);
  const theirs = toTokens(reference).map((token) => token.term);
  return {
    r1: toF1(countShared(ours, theirs, 1), ours.length, theirs.length),
    r2: toF1(countShared(ours, theirs, 2), ours.length - 1, theirs.length - 1),
    rl: toF1(countSubsequence(ours, theirs), ours.length, theirs.length),
  };
}

function toF1(shared: number, ours: number, theirs: number): number {
  return shared === 0 ? 0 : (2 * shared) / (ours + theirs);
}

function countShared(ours: readonly string[], theirs: readonly string[], size: number): number {
  const counts = new Map<string, number>();
  for (let at = 0; at + size <= theirs.length; at++) {
    const gram = theirs.slice(at, at + size).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  let shared = 0;
  for (let at = 0; at + size <= ours.length; at++) {
    const gram = ours.slice(at, at + size).join(' ');
    const left = counts.get(gram) ?? 0;
    if (left > 0) {
      shared++;
      counts.set(gram, left - 1);
    }
  }
  return shared;
}

function countSubsequence(ours: readonly string[], theirs: readonly string[]): number {
  let above = new Uint32Array(theirs.length + 1);
  for (const word of ours) {
    const line = new Uint32Array(theirs.length + 1);
    for (const [at, other] of theirs.entries()) {
      line[at + 1] = word === other ? (above[at] ?? 0) + 1 : Math.max(above[at + 1] ?? 0, line[at] ?? 0);
    }
    above = line;
  }
  return above[theirs.length] ?? 0;
}
