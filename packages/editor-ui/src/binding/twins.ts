import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { isAttachment } from '../schema/schema.ts';
import { readColumns } from '../schema/table.ts';
import { type Copies, createCopies } from './copies.ts';
import type { Run } from './letters.ts';
import { elementToNode } from './read.ts';
import { cellTexts, readCells, readParts } from './table-read.ts';
import { type SeenText, toOffset, toYIndex, withoutHidden } from './seen-text.ts';
import { createVeil, type Veil } from './veil.ts';
import type { YType } from './y-prosemirror.ts';

/**
 * Twins: two people split one block at one place, or both move it. Yjs keeps both copies of the same letters, and the
 * words would stand there twice. A copy's id is therefore worked out from the very letters that were copied (their Yjs
 * ids), so that two such copies recognise each other; and of twins that nobody has touched since, one is shown.
 *
 * Nothing is ever removed in answer to a merge. A twin stays in the Y.Doc and is shown again the moment anybody's edit is
 * found in it, so a word can be hidden only while the same letter stands, or was deleted by somebody, in the shown twin.
 */
const TWIN_ID = /^(~[0-9a-z]+\.(\d+))(!?)$/;

interface TwinId {
  /** Equal for twins. */
  readonly base: string;
  /** How many letters were copied. */
  readonly letters: number;
  /** Written on, and then moved: the copy of a touched twin is one as well. */
  readonly isTouched: boolean;
}

/** Undefined for a block that is no copy. */
function idToTwin(id: unknown): TwinId | undefined {
  const [, base, letters, mark] = (typeof id === 'string' && TWIN_ID.exec(id)) || [];
  if (base === undefined) return undefined;
  return { base, letters: Number(letters), isTouched: mark === '!' };
}

/** What blocks that stand for each other have in common. */
export function toTwinKey(element: Y.XmlElement): unknown {
  const id: unknown = element.getAttribute('id');
  return idToTwin(id)?.base ?? id;
}

/** 53 bits of a text; not for secrets. Source: bryc, cyrb53 (public domain). */
function hash53(text: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

function itemsOf(text: Y.XmlText): Y.Item[] {
  const items: Y.Item[] = [];
  for (let item = text._start; item; item = item.right) items.push(item);
  return items;
}

/** The Yjs ids of the letters from `offset` on, as ranges that do not depend on how Yjs has cut its items. */
function letterRanges(
  texts: readonly Y.XmlText[],
  offset: number,
  shown: Shown,
): { readonly ranges: string; readonly letters: number } {
  const ranges: { client: number; clock: number; length: number }[] = [];
  let skip = offset;
  let letters = 0;
  for (const piece of texts.flatMap((text) => shown.pieces(text))) {
    const skipped = Math.min(skip, piece.length);
    skip -= skipped;
    const length = piece.length - skipped;
    if (length === 0) continue;
    const { client } = piece;
    const clock = piece.clock + skipped;
    letters += length;
    const last = ranges.at(-1);
    if (last && last.client === client && last.clock + last.length === clock) last.length += length;
    else ranges.push({ client, clock, length });
  }
  return { ranges: ranges.map(({ client, clock, length }) => `${client}:${clock}+${length}`).join(), letters };
}

/** The texts of a block or, cell by cell as they are shown, of a table; undefined for what cannot be told apart. */
function textsOf(element: Y.XmlElement): readonly Y.XmlText[] | undefined {
  if (element.nodeName === 'table') {
    const { columns, rows } = readParts(element);
    return rows.flatMap((row) => {
      const cells = readCells(row.element);
      return columns.flatMap(({ id }) => cellTexts(cells.get(id) ?? []));
    });
  }
  const [text, ...more] = element.toArray();
  return text instanceof Y.XmlText && more.length === 0 ? [text] : undefined;
}

/**
 * The id of a copy of what `node`, drawn from `element`, holds from `offset` on: the same for everyone who copies the same
 * letters with the same marks. A copy of a whole twin is its twin again. Undefined where there is nothing that could be doubled.
 */
export function copyToId(element: Y.XmlElement, node: Node, offset: number, shown: Shown): string | undefined {
  if (isAttachment(node)) return attachmentToId(element, node);
  const texts = textsOf(element);
  if (!texts) return undefined;
  const twin = offset === 0 ? idToTwin(node.attrs['id']) : undefined;
  if (twin) return isUntouched(element, twin) ? twin.base : `${twin.base}!`;
  const { ranges, letters } = letterRanges(texts, offset, shown);
  const count = letters + countParts(node);
  if (count === 0) return undefined;
  const all = JSON.stringify([node.attrs['id'], ranges, node.slice(offset, node.content.size).content.toJSON()]);
  return `~${hash53(all, 0).toString(36)}${hash53(all, 1).toString(36)}.${count}`;
}

/** The Y types inside a copy of a table: its columns, its rows, and each cell with its text. */
function countParts(node: Node): number {
  if (node.isTextblock) return 0;
  let count = node.type.name === 'table' ? readColumns(node).length : 0;
  node.forEach((row) => {
    count += 1 + 2 * row.childCount;
  });
  return count;
}

/** A moved picture: it has no letters, and is the same where it says the same. */
function attachmentToId(element: Y.XmlElement, node: Node): string {
  const twin = idToTwin(node.attrs['id']);
  if (twin) return isUntouched(element, twin) ? twin.base : `${twin.base}!`;
  const all = JSON.stringify([node.type.name, node.attrs]);
  return `~${hash53(all, 0).toString(36)}${hash53(all, 1).toString(36)}.0`;
}

/**
 * Whether a copy is as it was made: one run of letters and marks written with it, none gone, no attribute changed. Once
 * false it stays false, since Yjs keeps the place of what was deleted.
 */
function isUntouched(element: Y.XmlElement, { letters, isTouched }: TwinId): boolean {
  const isTable = element.nodeName === 'table';
  if (isTouched || !element._item) return false;
  const { client } = element._item.id;
  const isAsMade = [...element._map.values()].every(
    (item) => !item.deleted && item.left === null && item.id.client === client,
  );
  // An attachment holds nothing.
  if (element.length === 0 && !isTable) return letters === 0 && isAsMade;
  if (!isTable && textsOf(element) === undefined) return false;
  const inside = isTable ? itemsInside(element) : textItems(element);
  let seen = 0;
  let clock: number | undefined;
  for (const item of inside.toSorted((a, b) => a.id.clock - b.id.clock)) {
    if (item.deleted || item.id.client !== client || (clock !== undefined && item.id.clock !== clock)) return false;
    if (item.parentSub !== null && item.left !== null) return false;
    clock = item.id.clock + item.length;
    const isPart = item.content instanceof Y.ContentType;
    if (item.parentSub === null && item.countable && (isTable || !isPart)) seen += item.length;
  }
  if (seen !== letters) return false;
  return isAsMade;
}

/** A block's text and what is in it. */
function textItems(element: Y.XmlElement): Y.Item[] {
  const [text] = element.toArray();
  return text instanceof Y.XmlText && text._item ? [text._item, ...itemsOf(text)] : [];
}

/** Everything in a table, also what was deleted, without the table's own attributes. */
function itemsInside(type: YType): Y.Item[] {
  const items: Y.Item[] = [];
  for (let item = type._start; item; item = item.right) {
    items.push(item);
    if (!(item.content instanceof Y.ContentType)) continue;
    items.push(...item.content.type._map.values(), ...itemsInside(item.content.type));
  }
  return items;
}

function isBefore(a: Y.XmlElement, b: Y.XmlElement): boolean {
  const [x, y] = [a._item?.id, b._item?.id];
  if (!x || !y) return false;
  return x.client === y.client ? x.clock < y.clock : x.client < y.client;
}

/** The twins that are not shown. The same on every replica that has the same Y.Doc. */
export function hiddenTwins(content: Y.XmlFragment): ReadonlySet<unknown> {
  const groups = new Map<string, { readonly element: Y.XmlElement; readonly twin: TwinId }[]>();
  for (const child of content.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    const twin = idToTwin(child.getAttribute('id'));
    if (!twin) continue;
    const group = groups.get(twin.base);
    if (group) group.push({ element: child, twin });
    else groups.set(twin.base, [{ element: child, twin }]);
  }
  const hidden = new Set<unknown>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const untouched = group.filter(({ element, twin }) => isUntouched(element, twin)).map(({ element }) => element);
    const kept = untouched.length < group.length ? undefined : untouched.reduce((a, b) => (isBefore(b, a) ? b : a));
    for (const element of untouched) if (element !== kept) hidden.add(element);
  }
  return hidden;
}

/** The blocks that are shown, by number. Every index of the editor is one of these, and not one of the Y fragment. */
export interface Shown {
  list(): ReturnType<Y.XmlFragment['toArray']>;
  at(index: number): ReturnType<Y.XmlFragment['toArray']>[number] | undefined;
  hidden(): ReadonlySet<unknown>;
  /** The Y index of what is shown at `index`, or of the end. */
  toIndex(index: number): number;
  /** What is hidden within texts. */
  veil(): Veil;
  /** Whether all there is is shown. */
  isWhole(): boolean;
  /** A text as it is seen. */
  seen(text: Y.XmlText): SeenText;
  /** The Yjs ids of the letters that are seen of a text, in order. */
  pieces(text: Y.XmlText): readonly Run[];
  /** Those of one item of a text. */
  lettersOf(item: Y.Item): readonly Run[];
  /** Between the letters that are seen of a text and its Y indexes; `assoc` as in Yjs. */
  toTextIndex(text: Y.XmlText, offset: number, assoc: number): number;
  toTextOffset(text: Y.XmlText, index: number): number;
  readonly copies: Copies;
  /** Blocks came or went, or one of them changed. */
  invalidate(): void;
}

/** Looks for twins again only after `invalidate`. */
export function createShown(content: Y.XmlFragment): Shown {
  const copies = createCopies(content.doc as Y.Doc);
  let known: { readonly hidden: ReadonlySet<unknown>; readonly veil: Veil } | undefined;
  const look = (): NonNullable<typeof known> => {
    if (known) return known;
    const twins = hiddenTwins(content);
    const veil = createVeil(content, copies, twins);
    known = { veil, hidden: veil.blocks.size === 0 ? twins : new Set([...twins, ...veil.blocks]) };
    return known;
  };
  const hidden = (): ReadonlySet<unknown> => look().hidden;
  const list = (): ReturnType<Y.XmlFragment['toArray']> => {
    const all = content.toArray();
    return hidden().size === 0 ? all : all.filter((element) => !hidden().has(element));
  };
  const stretchesOf = (text: Y.XmlText): ReturnType<Veil['texts']['get']> => look().veil.texts.get(text);
  const lettersOf = ({ id: { client, clock }, length, parent }: Y.Item): readonly Run[] => {
    const { veil } = look();
    if (!veil.texts.has(parent as Y.XmlText)) return [{ client, clock, length }];
    const letters = Array.from({ length }, (_, at) => ({ client, clock: clock + at, length: 1 }));
    return letters.filter((letter) => !veil.isHidden(client, letter.clock));
  };
  return {
    list,
    hidden,
    at: (index) => (hidden().size === 0 ? content.get(index) : list()[index]),
    toIndex(index) {
      const element = list()[index];
      return element === undefined ? content.length : content.toArray().indexOf(element);
    },
    veil: () => look().veil,
    isWhole: () => hidden().size === 0 && look().veil.isEmpty,
    seen(text) {
      const stretches = stretchesOf(text);
      return stretches ? withoutHidden(text, stretches) : text;
    },
    pieces: (text) =>
      itemsOf(text)
        .filter((item) => !item.deleted && item.countable)
        .flatMap(lettersOf),
    lettersOf,
    toTextIndex(text, offset, assoc) {
      const stretches = stretchesOf(text);
      return stretches ? toYIndex(stretches, offset, assoc >= 0) : offset;
    },
    toTextOffset(text, index) {
      const stretches = stretchesOf(text);
      return stretches ? toOffset(stretches, index) : index;
    },
    copies,
    invalidate() {
      known = undefined;
    },
  };
}

/** The blocks of a document as they are shown, read afresh: what is hidden is left out. */
export function readShown(content: Y.XmlFragment): Node[] {
  const shown = createShown(content);
  return shown.list().map((element) => elementToNode(element as Y.XmlElement, new Map(), shown.seen));
}
