/**
 * Finds words that a merge takes away: letters that are deleted only because what they stood in is, by someone who had not seen them. Whoever deletes
 * a block names in their update each letter that they saw in it; Yjs deletes the rest along with the block. So a letter is lost if it is
 * deleted and no update ever named it. That is told by the updates alone: no clock, no order of arrival has a say in it.
 */
import * as Y from 'yjs';
import {
  appendRun,
  type DeleteSet,
  type FoundRun,
  insertRun,
  type LossRun,
  sliceRun,
  splitBySet,
  trimRuns,
} from './runs.ts';

/** Any shared type of Yjs. */
type YType = Y.ContentType['type'];

/** Lost letters of one writer in one text. */
export interface FoundLoss {
  /** Whoever wrote them, as `toWriter` has it. */
  readonly writer: string;
  /** Names the text that they stood in, where that is known. */
  readonly text?: string;
  /** In the order in which they stood, with what stood around them. */
  readonly runs: readonly LossRun[];
  /** The lost runs alone. */
  readonly lost: readonly FoundRun[];
  /** Whoever deleted one of these deleted what they stood in. */
  readonly within: readonly Y.ID[];
  /** The name of the element that was deleted, where it is known: a block, or a part of one. */
  readonly element?: string;
  /** What the block was, where it is known. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The `id` of the block before it that is still there. */
  readonly after?: string;
}

/** What a merge brought. */
export interface MergeInput {
  readonly transaction: Y.Transaction;
  /** All that its updates, and those that waited in Yjs for others, say is deleted. */
  readonly named: DeleteSet;
  /** The structs of these updates. */
  structs(): Iterable<Y.Item | Y.GC | Y.Skip>;
  toWriter(client: number): string;
}

function isLetters(item: Y.Item): item is Y.Item & { content: Y.ContentString } {
  return item.parentSub === null && item.content instanceof Y.ContentString;
}

function itemToRun(item: Y.Item & { content: Y.ContentString }): FoundRun {
  const { client, clock } = item.id;
  return { client, clock, text: item.content.str, isLost: true, left: item.origin, right: item.rightOrigin };
}

/** A part of a run that was found: what its first letter stood behind is the letter before it. */
function toPart(part: FoundRun, whole: FoundRun): FoundRun {
  return part.clock === whole.clock ? part : { ...part, left: Y.createID(part.client, part.clock - 1) };
}

/** Structs that came with the transaction and of which only the name is left: what they stood in was collected. */
function collectedRanges({ beforeState, afterState, doc }: Y.Transaction): DeleteSet {
  const ranges = Y.createDeleteSet();
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0;
    const structs = doc.store.clients.get(client);
    if (end <= start || structs === undefined) continue;
    for (let at = Y.findIndexSS(structs, start); at < structs.length; at++) {
      const struct = structs[at];
      if (!(struct instanceof Y.GC)) continue;
      const clock = Math.max(struct.id.clock, start);
      const list = ranges.clients.get(client) ?? [];
      list.push({ clock, len: struct.id.clock + struct.length - clock });
      ranges.clients.set(client, list);
    }
  }
  return ranges;
}

/** Whether a transaction may have taken words away: cheap, and mostly the end of it. */
export function mayLose(transaction: Y.Transaction): boolean {
  return transaction.deleteSet.clients.size > 0 || collectedRanges(transaction).clients.size > 0;
}

/**
 * The words that this transaction took away.
 *
 * @param input - its transaction is at its end, and Yjs has not yet collected what it deleted
 */
export function findLosses(input: MergeInput): FoundLoss[] {
  return [...lostInTexts(input), ...lostUnseen(input)];
}

/** What is still here: what others deleted, and what came into a text that is kept for an undo. */
function lostInTexts({ transaction, named, toWriter }: MergeInput): FoundLoss[] {
  const lost = new Map<Y.Item, FoundRun[]>();
  const texts = new Set<YType>();
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !isLetters(struct)) return;
    const parent = struct.parent as YType;
    if (parent._item?.deleted !== true) return;
    const whole = itemToRun(struct);
    const parts = splitBySet(whole, named).filter(({ isIn }) => !isIn);
    if (parts.length === 0) return;
    lost.set(
      struct,
      parts.map(({ part }) => toPart(part, whole)),
    );
    texts.add(parent);
  });
  const found: FoundLoss[] = [];
  for (const text of texts) {
    const writers = new Map<string, FoundRun[]>();
    for (let item = text._start; item !== null; item = item.right) {
      for (const run of lost.get(item) ?? []) {
        const writer = toWriter(run.client);
        writers.set(writer, [...(writers.get(writer) ?? []), run]);
      }
    }
    for (const [writer, runs] of writers) {
      const mine = new Set(runs);
      const all: LossRun[] = [];
      for (let item = text._start; item !== null; item = item.right) {
        if (!isLetters(item) || !Y.isDeleted(transaction.deleteSet, item.id)) continue;
        all.push(
          ...around(
            item,
            (lost.get(item) ?? []).filter((run) => mine.has(run)),
          ),
        );
      }
      found.push({ writer, runs: trimRuns(all), lost: runs, ...toPlace(text, transaction) });
    }
  }
  return found;
}

/** An item's letters as runs, some of them lost. */
function around(item: Y.Item & { content: Y.ContentString }, lost: readonly FoundRun[]): LossRun[] {
  const { client, clock } = item.id;
  const whole: LossRun = { client, clock, text: item.content.str, isLost: false };
  const runs: LossRun[] = [];
  let at = 0;
  for (const run of lost) {
    const from = run.clock - clock;
    if (from > at) runs.push(sliceRun(whole, at, from));
    runs.push({ client, clock: run.clock, text: run.text, isLost: true });
    at = from + run.text.length;
  }
  if (at < whole.text.length) runs.push(sliceRun(whole, at, whole.text.length));
  return runs;
}

/** Where a text stood: what it stood in, what that was, and what stands before that now. */
function toPlace(
  text: YType,
  transaction: Y.Transaction,
): Pick<FoundLoss, 'text' | 'within' | 'element' | 'attributes' | 'after'> {
  const within: Y.ID[] = [];
  let block: YType = text;
  let element: string | undefined;
  for (let type: YType | null = text; type?._item; type = type.parent as YType | null) {
    within.push(type._item.id);
    block = type;
    if (type._item.deleted && type instanceof Y.XmlElement) element = type.nodeName;
  }
  const attributes: Record<string, unknown> = {};
  for (const [name, item] of block._map) {
    const isFresh = !item.deleted || Y.isDeleted(transaction.deleteSet, item.id);
    if (isFresh && item.content instanceof Y.ContentAny) attributes[name] = item.content.arr[item.length - 1];
  }
  // A part of it went; it stands there itself.
  let before = block._item?.deleted === false ? block._item : (block._item?.left ?? null);
  while (before !== null && (before.deleted || !(before.content instanceof Y.ContentType))) before = before.left;
  const type = before?.content instanceof Y.ContentType ? before.content.type : undefined;
  const id: unknown = type instanceof Y.XmlElement ? type.getAttribute('id') : undefined;
  const name = text._item === null ? {} : { text: `${text._item.id.client}:${text._item.id.clock}` };
  return {
    ...name,
    ...(element === undefined ? {} : { element }),
    within,
    attributes,
    ...(typeof id === 'string' ? { after: id } : {}),
  };
}

/** What came in under something that was collected: of it Yjs keeps no letter, and the update has them. */
function lostUnseen({ transaction, named, structs, toWriter }: MergeInput): FoundLoss[] {
  const collected = collectedRanges(transaction);
  if (collected.clients.size === 0) return [];
  const found = new Map<string, { runs: LossRun[]; lost: FoundRun[]; within: Y.ID[] }>();
  for (const struct of structs()) {
    if (!(struct instanceof Y.Item) || !isLetters(struct)) continue;
    const whole = itemToRun(struct);
    for (const { part, isIn } of splitBySet(whole, collected)) {
      if (!isIn) continue;
      for (const { part: unnamed, isIn: isNamed } of splitBySet(part, named)) {
        if (isNamed) continue;
        const run = toPart(unnamed, whole);
        const writer = toWriter(run.client);
        const known = found.get(writer) ?? { runs: [], lost: [], within: [] };
        const { parent } = struct;
        known.within.push(...[struct.origin, struct.rightOrigin, parent].filter((id) => id instanceof Y.ID));
        known.runs = insertRun(known.runs, run) ?? appendRun(known.runs, run);
        known.lost.push(run);
        found.set(writer, known);
      }
    }
  }
  return [...found].map(([writer, known]) => ({ writer, ...known, attributes: {} }));
}
