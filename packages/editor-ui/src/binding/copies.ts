/**
 * Which letters are copies of which. Yjs cannot move letters: a split, a join and a move write them anew and delete the old ones, so that two people who
 * do this to the same letters apart leave both copies. Whoever copies letters therefore notes what they are copies of, and of letters that are copies of one,
 * one is shown (`veil.ts`).
 *
 * The notes are an array of the document that only grows. Whose a note is says its Yjs struct, which nobody can write in another's name (KEY-5): so one can
 * call only letters of one's own a copy.
 */
import * as Y from 'yjs';
import { deletedIn, type DeletedLetters, restoredBy, type RestoredRun, type Run, writtenIn } from './letters.ts';

const COPIES = 'weft-copies';
/** More than this is not read: nobody copies that often, but a program can. */
const MOST = 100_000;

/** Letters of one client, and what they are copies of, in the same order. */
export interface Copy {
  readonly client: number;
  readonly clock: number;
  readonly roots: readonly Run[];
}

export function copiesOf(doc: Y.Doc): Y.Array<unknown> {
  return doc.getArray(COPIES);
}

function toCopy(client: number, value: unknown): Copy | undefined {
  if (!Array.isArray(value) || value.length < 4 || value.length % 3 !== 1) return undefined;
  if (!value.every((part) => Number.isSafeInteger(part) && part >= 0)) return undefined;
  const [clock = 0, ...rest] = value as number[];
  const roots: Run[] = [];
  for (let at = 0; at < rest.length; at += 3) {
    const [from = 0, start = 0, length = 0] = rest.slice(at, at + 3);
    if (length > 0) roots.push({ client: from, clock: start, length });
  }
  return { client, clock, roots };
}

/** What is noted, read as it comes in. */
export interface Copies {
  /** Those of which some letter may be left. */
  all(): readonly Copy[];
  /** What letters are copies of; themselves, if they are no copies. */
  rootsOf(run: Run): readonly Run[];
  /** No letter of these is left. */
  drop(gone: ReadonlySet<Copy>): void;
}

export function createCopies(doc: Y.Doc): Copies {
  let kept: Copy[] = [];
  /** In the order of their clocks. */
  const byClient = new Map<number, Copy[]>();
  const read = new Map<number, number>();
  let count = 0;
  let length = 0;

  function readNew(): void {
    if (copiesOf(doc).length === length) return;
    length = copiesOf(doc).length;
    for (let item = copiesOf(doc)._start; item !== null && count < MOST; item = item.right) {
      const { client, clock } = item.id;
      const known = read.get(client) ?? 0;
      if (item.deleted || !(item.content instanceof Y.ContentAny) || clock + item.length <= known) continue;
      for (const value of item.content.arr.slice(Math.max(0, known - clock))) {
        const copy = toCopy(client, value);
        count++;
        if (copy !== undefined && add(copy)) kept.push(copy);
      }
      read.set(client, clock + item.length);
    }
  }

  /** How many of these begin at or before a clock. */
  function countUntil(own: readonly Copy[], clock: number): number {
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((own[middle] as Copy).clock <= clock) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A letter is a copy of one other: what a second note says of it does not count. */
  function add(copy: Copy): boolean {
    const own = byClient.get(copy.client) ?? [];
    const at = countUntil(own, copy.clock);
    const [before, after] = [own[at - 1], own[at]];
    if (before && endOf(before) > copy.clock) return false;
    if (after && after.clock < endOf(copy)) return false;
    own.splice(at, 0, copy);
    byClient.set(copy.client, own);
    return true;
  }

  return {
    all() {
      readNew();
      return kept;
    },
    rootsOf({ client, clock, length }) {
      readNew();
      const roots: Run[] = [];
      const own = byClient.get(client) ?? [];
      for (let at = clock; at < clock + length; ) {
        const index = countUntil(own, at);
        const [copy, next] = [own[index - 1], own[index]];
        const root = copy && rootAt(copy, at);
        // Letters between two copies are themselves.
        const part = root ?? { client, clock: at, length: (next?.clock ?? Number.POSITIVE_INFINITY) - at };
        const some = Math.min(part.length, clock + length - at);
        append(roots, { ...part, length: some });
        at += some;
      }
      return roots;
    },
    drop(gone) {
      if (gone.size > 0) kept = kept.filter((copy) => !gone.has(copy));
    },
  };
}

function endOf({ clock, roots }: Copy): number {
  return clock + lengthOf(roots);
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}

function rootAt(copy: Copy, clock: number): Run | undefined {
  let skip = clock - copy.clock;
  for (const { client, clock: start, length } of copy.roots) {
    if (skip < length) return { client, clock: start + skip, length: length - skip };
    skip -= length;
  }
  return undefined;
}

function append(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  if (last && last.client === run.client && last.clock + last.length === run.clock) {
    runs[runs.length - 1] = { ...last, length: last.length + run.length };
  } else runs.push(run);
}

/** Letters that went with all they stood in, and may come again in the next transaction of the same person: a move deletes first. */
export interface Carried {
  readonly text: string;
  readonly runs: readonly Run[];
}

/**
 * Notes which of the letters that this transaction wrote are copies of letters that it deleted. To be called at its end, within it.
 *
 * @param before - what the transaction before took away
 * @returns what this one took away and did not write again
 */
export function noteCopies(transaction: Y.Transaction, copies: Copies, before: readonly Carried[]): readonly Carried[] {
  const gone = deletedIn(transaction);
  if (gone.length === 0 && before.length === 0) return [];
  const written = writtenIn(transaction);
  const toRoots = (runs: readonly Run[]): Run[] => runs.flatMap((run) => [...copies.rootsOf(run)]);
  if (written.length === 0) {
    return gone.filter(({ isWhole }) => isWhole).map(({ text, runs }) => ({ text, runs: toRoots(runs) }));
  }
  const notes: number[][] = [];
  for (const come of written) {
    for (const source of gone) {
      const place = source.parent === come.parent ? undefined : placeOf(source, come);
      if (place) notes.push(...toNotes(come.runs, place.at, toRoots(cut(source.runs, place.from, place.length))));
    }
    const moved = come.isFresh ? before.find(({ text }) => text === come.text) : undefined;
    if (moved) notes.push(...toNotes(come.runs, 0, moved.runs));
  }
  if (notes.length > 0) copiesOf(transaction.doc).push(notes);
  return [];
}

/** Where deleted letters stand again in new ones: all of them, the end of them, or, of a cell, below those of another. */
function placeOf(
  source: DeletedLetters,
  come: { readonly text: string; readonly isFresh: boolean },
): { readonly at: number; readonly from: number; readonly length: number } | undefined {
  const [old, next] = [source.text, come.text];
  if ((source.isWhole || come.isFresh) && old.endsWith(next)) {
    return { at: 0, from: old.length - next.length, length: next.length };
  }
  if (!source.isInCell) return undefined;
  const at = `\n${next}\n`.indexOf(`\n${old}\n`);
  return at < 0 ? undefined : { at, from: 0, length: old.length };
}

/** A part of runs, by letters. */
function cut(runs: readonly Run[], from: number, length: number): Run[] {
  const part: Run[] = [];
  let at = 0;
  for (const run of runs) {
    const [start, end] = [Math.max(from, at), Math.min(from + length, at + run.length)];
    if (end > start) part.push({ client: run.client, clock: run.clock + start - at, length: end - start });
    at += run.length;
  }
  return part;
}

/** One note for each run of new letters. */
function toNotes(fresh: readonly Run[], from: number, roots: readonly Run[]): number[][] {
  const notes: number[][] = [];
  let at = 0;
  for (const { clock, length } of cut(fresh, from, lengthOf(roots))) {
    notes.push([clock, ...cut(roots, at, length).flatMap(toNumbers)]);
    at += length;
  }
  return notes;
}

/** Of what an undo brought back is noted what it was; an undo does not take that away. */
const NOTES_ORIGIN = 'weft-copies';

/**
 * What an undo or redo brings back is the letters that went: they have new names, and are noted as copies.
 *
 * @returns stops
 */
export function followUndo(doc: Y.Doc, copies: Copies): () => void {
  let restored: RestoredRun[] = [];
  function onTransaction(transaction: Y.Transaction): void {
    if (transaction.origin instanceof Y.UndoManager) restored.push(...restoredBy(transaction.origin, transaction));
  }
  // Once that is over: nothing may be written while Yjs tells of it.
  function onAll(): void {
    if (restored.length === 0) return;
    const notes = restored.map((run) => [run.redone, ...copies.rootsOf(run).flatMap(toNumbers)]);
    restored = [];
    doc.transact(() => copiesOf(doc).push(notes), NOTES_ORIGIN);
  }
  doc.on('afterTransaction', onTransaction);
  doc.on('afterAllTransactions', onAll);
  return () => {
    doc.off('afterTransaction', onTransaction);
    doc.off('afterAllTransactions', onAll);
  };
}

function toNumbers({ client, clock, length }: Run): number[] {
  return [client, clock, length];
}
