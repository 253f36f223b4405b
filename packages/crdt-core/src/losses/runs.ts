/** The letters of a text by their Yjs ids, in the order in which they stand, and what of them is lost. */
import type * as Y from 'yjs';

/** What a transaction deleted, or an update says is deleted. */
export type DeleteSet = Y.Transaction['deleteSet'];

/** A stretch of one client's letters: `text[i]` has the clock `clock + i`. */
export interface LossRun {
  readonly client: number;
  readonly clock: number;
  readonly text: string;
  /** Typed, and gone without anyone having deleted it; the others stood around it. */
  readonly isLost: boolean;
}

/** A lost run, and what its writer saw to its left and right when writing it. */
export interface FoundRun extends LossRun {
  readonly left: Y.ID | null;
  readonly right: Y.ID | null;
}

/** Stands between runs that did not stand side by side, or where what stood between is not known. */
const GAP: LossRun = { client: -1, clock: 0, text: ' … ', isLost: false };
/** Of what stood around lost words, this many UTF-16 units on each side are kept. */
const AROUND = 2_000;

/** A part of `run`, from and to in units of its text. */
export function sliceRun<R extends LossRun>(run: R, from: number, to: number): R {
  return { ...run, clock: run.clock + from, text: run.text.slice(from, to) };
}

/** What of a run is in the set, and what is not, in order. */
export function splitBySet<R extends LossRun>(run: R, set: DeleteSet): { readonly part: R; readonly isIn: boolean }[] {
  const end = run.clock + run.text.length;
  const parts: { part: R; isIn: boolean }[] = [];
  let at = run.clock;
  const add = (to: number, isIn: boolean): void => {
    if (to > at) parts.push({ part: sliceRun(run, at - run.clock, to - run.clock), isIn });
    at = Math.max(at, to);
  };
  for (const { clock, len } of set.clients.get(run.client) ?? []) {
    if (clock + len <= at) continue;
    if (clock >= end) break;
    add(Math.min(clock, end), false);
    add(Math.min(clock + len, end), true);
  }
  add(end, false);
  return parts;
}

/** Puts lost letters where their writer saw them; `undefined` where neither neighbour is among the runs. */
export function insertRun(runs: readonly LossRun[], found: FoundRun): LossRun[] | undefined {
  const { left, right, ...rest } = found;
  const run: LossRun = rest;
  const holds = (id: Y.ID | null, { client, clock, text }: LossRun): boolean =>
    id !== null && client === id.client && clock <= id.clock && id.clock < clock + text.length;
  const leftAt = runs.findIndex((each) => holds(left, each));
  const at = leftAt >= 0 ? leftAt : runs.findIndex((each) => holds(right, each));
  const host = runs[at];
  if (host === undefined) return undefined;
  const cut = leftAt >= 0 ? (left?.clock ?? 0) + 1 - host.clock : (right?.clock ?? 0) - host.clock;
  const halves = [sliceRun(host, 0, cut), run, sliceRun(host, cut, host.text.length)];
  return joinRuns([...runs.slice(0, at), ...halves.filter(({ text }) => text !== ''), ...runs.slice(at + 1)]);
}

/** Appends what stands in no known relation to the rest. */
export function appendRun(runs: readonly LossRun[], { client, clock, text, isLost }: LossRun): LossRun[] {
  return [...runs, ...(runs.length > 0 ? [GAP] : []), { client, clock, text, isLost }];
}

/** Neighbours that go on from each other become one. */
export function joinRuns(runs: readonly LossRun[]): LossRun[] {
  const joined: LossRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const follows = last?.client === run.client && last.clock + last.text.length === run.clock;
    if (last !== undefined && follows && last.isLost === run.isLost && run.client >= 0)
      joined[joined.length - 1] = { ...last, text: last.text + run.text };
    else joined.push(run);
  }
  return joined;
}

/** Keeps the lost runs, and of the others what stands near them. */
export function trimRuns(runs: readonly LossRun[]): LossRun[] {
  const after = distances(runs);
  const before = distances(runs.toReversed()).reverse();
  const kept: LossRun[] = [];
  runs.forEach((run, at) => {
    if (run.isLost || run.client < 0) {
      kept.push(run);
      return;
    }
    const head = Math.max(0, AROUND - (after[at] ?? 0));
    const tail = Math.max(0, AROUND - (before[at] ?? 0));
    if (head + tail >= run.text.length) {
      kept.push(run);
      return;
    }
    const last = kept.at(-1);
    if (head > 0) kept.push(sliceRun(run, 0, head));
    if (last !== undefined && (head > 0 || last.client >= 0) && tail > 0) kept.push(GAP);
    if (tail > 0) kept.push(sliceRun(run, run.text.length - tail, run.text.length));
  });
  return joinRuns(kept);
}

/** How much text stands between each run and the lost run before it. */
function distances(runs: readonly LossRun[]): number[] {
  let distance = Number.POSITIVE_INFINITY;
  return runs.map((run) => {
    const own = distance;
    distance = run.isLost ? 0 : distance + run.text.length;
    return own;
  });
}

/** How many words were lost: what is lost in one stretch counts as one text. Signs alone count as a word; white space alone is nobody's loss. */
export function countLost(runs: readonly LossRun[]): number {
  let words = 0;
  let stretch = '';
  for (const { text, isLost } of [...runs, GAP]) {
    if (isLost) stretch += text;
    else {
      const found = stretch.match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0;
      words += found > 0 || stretch.trim() === '' ? found : 1;
      stretch = '';
    }
  }
  return words;
}
