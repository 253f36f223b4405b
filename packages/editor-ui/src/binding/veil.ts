/**
 * Of letters that are copies of one letter, made by people apart, the last in the document is shown. The others stay in the Y.Doc, where no one sees
 * them: nothing is ever removed in answer to a merge, and one comes to light again if the one that is shown goes without it. The same on every replica
 * that has the same Y.Doc.
 */
import * as Y from 'yjs';
import type { Copies, Copy } from './copies.ts';
import type { Stretch } from './seen-text.ts';

/** A letter that is shown, and its copies that are not. */
interface Copied {
  readonly shown: Y.Item;
  readonly clock: number;
  readonly hidden: readonly { readonly text: Y.XmlText; readonly letter: string }[];
}

export interface Veil {
  readonly isEmpty: boolean;
  /** Blocks of which nothing is left to see. */
  readonly blocks: ReadonlySet<unknown>;
  /** Texts of which something is hidden, and what. */
  readonly texts: ReadonlyMap<Y.XmlText, readonly Stretch[]>;
  readonly copied: readonly Copied[];
  isHidden(client: number, clock: number): boolean;
}

const NOTHING: Veil = {
  isEmpty: true,
  blocks: new Set(),
  texts: new Map(),
  copied: [],
  isHidden: () => false,
};

interface Piece {
  readonly text: Y.XmlText;
  readonly item: Y.Item;
  readonly clock: number;
  readonly root: number;
  readonly length: number;
}

/** What of a copy is still there, by the client of what it is a copy of; undefined if nothing ever will be. */
function piecesOf(doc: Y.Doc, copy: Copy, into: Map<number, Piece[]>): boolean {
  const structs = doc.store.clients.get(copy.client);
  const state = Y.getState(doc.store, copy.client);
  let isAlive = false;
  let clock = copy.clock;
  for (const root of copy.roots) {
    const end = clock + root.length;
    if (end > state || !structs) isAlive = true;
    for (let at = clock; structs && at < Math.min(end, state); ) {
      const struct = structs[Y.findIndexSS(structs, at)];
      if (!struct) break;
      const until = Math.min(end, struct.id.clock + struct.length);
      if (struct instanceof Y.Item && !struct.deleted && struct.content instanceof Y.ContentString) {
        isAlive = true;
        if (struct.parent instanceof Y.XmlText) {
          const piece = {
            text: struct.parent,
            item: struct,
            clock: at,
            root: root.clock + at - clock,
            length: until - at,
          };
          const same = into.get(root.client);
          if (same) same.push(piece);
          else into.set(root.client, [piece]);
        }
      }
      at = until;
    }
    clock = end;
  }
  return isAlive;
}

/** Letters by what they are copies of, where there is more than one. */
function contested(pieces: Piece[]): Map<number, Piece[]> {
  const letters = new Map<number, Piece[]>();
  const sorted = pieces.toSorted((a, b) => a.root - b.root);
  let cluster: Piece[] = [];
  let end = -1;
  const close = (): void => {
    if (cluster.length > 1) {
      for (const piece of cluster) {
        for (let at = 0; at < piece.length; at++) {
          const one = { ...piece, clock: piece.clock + at, root: piece.root + at, length: 1 };
          const same = letters.get(one.root);
          if (same) same.push(one);
          else letters.set(one.root, [one]);
        }
      }
    }
    cluster = [];
  };
  for (const piece of sorted) {
    if (piece.root >= end) close();
    cluster.push(piece);
    end = Math.max(end, piece.root + piece.length);
  }
  close();
  for (const [root, each] of letters) if (each.length < 2) letters.delete(root);
  return letters;
}

function letterOf({ item, clock }: Piece): string {
  return (item.content as Y.ContentString).str[clock - item.id.clock] ?? '';
}

function blockOf(content: Y.XmlFragment, text: Y.XmlText): unknown {
  let type: Y.ContentType['type'] | null = text;
  while (type && type.parent !== content) type = type.parent;
  return type?._item?.deleted === false ? type : undefined;
}

/** @param twins - blocks that are not shown anyway */
export function createVeil(content: Y.XmlFragment, copies: Copies, twins: ReadonlySet<unknown>): Veil {
  const { doc } = content;
  if (!doc) return NOTHING;
  const byClient = new Map<number, Piece[]>();
  const gone = new Set<Copy>();
  for (const copy of copies.all()) if (!piecesOf(doc, copy, byClient)) gone.add(copy);
  copies.drop(gone);

  const groups: Piece[][] = [];
  for (const pieces of byClient.values()) {
    for (const group of contested(pieces).values()) {
      const there = group.filter(({ text }) => {
        const block = blockOf(content, text);
        return block !== undefined && !twins.has(block);
      });
      if (there.length > 1) groups.push(there);
    }
  }
  if (groups.length === 0) return NOTHING;

  const places = placesOf(content, new Set(groups.flat().map(({ text }) => text)));
  const hidden = new Set<string>();
  const copied: Copied[] = [];
  const nameOf = ({ item, clock }: Piece): string => `${item.id.client}:${clock}`;
  for (const group of groups) {
    const last = group.reduce((a, b) => ((places.get(nameOf(b)) ?? 0) > (places.get(nameOf(a)) ?? 0) ? b : a));
    const others = group.filter((piece) => nameOf(piece) !== nameOf(last) && letterOf(piece) === letterOf(last));
    for (const piece of others) hidden.add(nameOf(piece));
    const left = others.map((piece) => ({ text: piece.text, letter: nameOf(piece) }));
    copied.push({ shown: last.item, clock: last.clock, hidden: left });
  }
  const texts = new Map<Y.XmlText, readonly Stretch[]>();
  for (const text of new Set(groups.flat().map((piece) => piece.text))) {
    const stretches = stretchesOf(text, hidden);
    if (stretches.length > 0) texts.set(text, stretches);
  }
  const blocks = new Set<unknown>();
  for (const [text, stretches] of texts) {
    const block = text.parent;
    const [first] = stretches;
    const isWhole = stretches.length === 1 && first?.from === 0 && first.to === text.length;
    if (isWhole && block instanceof Y.XmlElement && block.nodeName === 'block' && block.length === 1) blocks.add(block);
  }
  return { isEmpty: false, blocks, texts, copied, isHidden: (client, clock) => hidden.has(`${client}:${clock}`) };
}

/** The letters of these texts, numbered as they stand in the document. */
function placesOf(content: Y.XmlFragment, texts: ReadonlySet<Y.XmlText>): Map<string, number> {
  const places = new Map<string, number>();
  const visit = (type: Y.XmlFragment | Y.XmlElement): void => {
    for (const child of type.toArray()) {
      if (child instanceof Y.XmlElement) visit(child);
      if (!(child instanceof Y.XmlText) || !texts.has(child)) continue;
      for (let item = child._start; item !== null; item = item.right) {
        if (item.deleted || !item.countable) continue;
        for (let at = 0; at < item.length; at++) places.set(`${item.id.client}:${item.id.clock + at}`, places.size);
      }
    }
  };
  visit(content);
  return places;
}

function stretchesOf(text: Y.XmlText, hidden: ReadonlySet<string>): Stretch[] {
  const stretches: Stretch[] = [];
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    for (let at = 0; at < item.length; at++, index++) {
      if (!hidden.has(`${item.id.client}:${item.id.clock + at}`)) continue;
      const last = stretches.at(-1);
      if (last?.to === index) last.to++;
      else stretches.push({ from: index, to: index + 1 });
    }
  }
  return stretches;
}

/**
 * Whoever deletes a letter deletes what they see of it: its copies must not come to light in its place. To be called at the end of a transaction that
 * wrote what a person did.
 */
export function dropCopies(content: Y.XmlFragment, { blocks, copied }: Veil): void {
  const going = new Map<Y.XmlText, Set<string>>();
  for (const { shown, clock, hidden } of copied) {
    const { doc } = content;
    const struct = doc && Y.getItem(doc.store, Y.createID(shown.id.client, clock));
    if (struct?.deleted === false) continue;
    for (const { text, letter } of hidden) going.set(text, (going.get(text) ?? new Set()).add(letter));
  }
  for (const [text, letters] of going) {
    if (text._item?.deleted !== false) continue;
    for (const { from, to } of stretchesOf(text, letters).toReversed()) text.delete(from, to - from);
    // Nothing was seen of it, and nothing is left to be.
    const block = text.parent;
    if (text.length === 0 && blocks.has(block)) content.delete(content.toArray().indexOf(block as Y.XmlElement));
  }
}
