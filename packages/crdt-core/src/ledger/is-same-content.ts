/** LED-4: whether two Yjs states say the same, though their structs are cut differently. */
import { equal } from '@weft/crypto';
import * as Y from 'yjs';

type Struct = Y.Item | Y.GC | Y.Skip;

interface Range {
  readonly clock: number;
  readonly len: number;
}

interface Client {
  readonly structs: readonly Struct[];
  readonly deletes: readonly Range[];
}

function read(state: Uint8Array): Map<number, Client> {
  const { structs, ds } = Y.decodeUpdateV2(state);
  const clients = new Map<number, { structs: Struct[]; deletes: Range[] }>();
  const clientOf = (id: number): { structs: Struct[]; deletes: Range[] } => {
    let client = clients.get(id);
    if (client === undefined) {
      client = { structs: [], deletes: [] };
      clients.set(id, client);
    }
    return client;
  };
  for (const struct of structs) if (!(struct instanceof Y.Skip)) clientOf(struct.id.client).structs.push(struct);
  for (const [id, ranges] of ds.clients) clientOf(id).deletes.push(...ranges);
  for (const client of clients.values()) client.deletes.sort((a, b) => a.clock - b.clock);
  return clients;
}

/** Walks one client's clocks, a piece at a time, in which nothing changes. */
function createWalk({ structs, deletes }: Client): {
  /** The struct at this clock; `undefined`: none. */
  struct(clock: number): Struct | undefined;
  isDeleted(clock: number): boolean;
  /** The next clock after `clock` at which anything changes. */
  next(clock: number): number;
} {
  let at = 0;
  let range = 0;
  const seek = (clock: number): void => {
    for (let s = structs[at]; s !== undefined && s.id.clock + s.length <= clock; s = structs[at]) at++;
    for (let r = deletes[range]; r !== undefined && r.clock + r.len <= clock; r = deletes[range]) range++;
  };
  return {
    struct(clock) {
      seek(clock);
      const struct = structs[at];
      return struct !== undefined && struct.id.clock <= clock ? struct : undefined;
    },
    isDeleted(clock) {
      seek(clock);
      const deleted = deletes[range];
      return deleted !== undefined && deleted.clock <= clock;
    },
    next(clock) {
      seek(clock);
      const struct = structs[at];
      const deleted = deletes[range];
      let next = Number.POSITIVE_INFINITY;
      if (struct !== undefined) next = struct.id.clock > clock ? struct.id.clock : struct.id.clock + struct.length;
      if (deleted !== undefined) {
        next = Math.min(next, deleted.clock > clock ? deleted.clock : deleted.clock + deleted.len);
      }
      return next;
    },
  };
}

function isSameId(a: Y.ID | null, b: Y.ID | null): boolean {
  return a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock);
}

function isSameParent(a: unknown, b: unknown): boolean {
  return a instanceof Y.ID && b instanceof Y.ID ? isSameId(a, b) : a === b;
}

/** What an item would have as origin if it began at `clock`: within an item, the element before. */
function originAt(item: Y.Item, clock: number): Y.ID | null {
  return clock === item.id.clock ? item.origin : Y.createID(item.id.client, clock - 1);
}

function contentBytes(content: Y.Item['content'], offset: number, length: number): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  if (content instanceof Y.ContentAny) new Y.ContentAny(content.arr.slice(offset, offset + length)).write(encoder, 0);
  else if (content instanceof Y.ContentJSON) {
    new Y.ContentJSON(content.arr.slice(offset, offset + length)).write(encoder, 0);
  } else content.write(encoder, 0); // every other content has length 1
  return encoder.toUint8Array();
}

function isSameItem(a: Y.Item, b: Y.Item, clock: number, length: number): boolean {
  if (!isSameId(originAt(a, clock), originAt(b, clock)) || !isSameId(a.rightOrigin, b.rightOrigin)) return false;
  // An item's parent is written only where it has no neighbour to take it from.
  const isFirst = originAt(a, clock) === null && a.rightOrigin === null;
  if (isFirst && (!isSameParent(a.parent, b.parent) || a.parentSub !== b.parentSub)) return false;
  if (a.content.constructor !== b.content.constructor) return false;
  const fromA = clock - a.id.clock;
  const fromB = clock - b.id.clock;
  if (a.content instanceof Y.ContentString && b.content instanceof Y.ContentString) {
    return a.content.str.slice(fromA, fromA + length) === b.content.str.slice(fromB, fromB + length);
  }
  return equal(contentBytes(a.content, fromA, length), contentBytes(b.content, fromB, length));
}

function isSameClient(a: Client, b: Client): boolean {
  const left = createWalk(a);
  const right = createWalk(b);
  for (let clock = 0; clock !== Number.POSITIVE_INFINITY; ) {
    const next = Math.min(left.next(clock), right.next(clock));
    const structA = left.struct(clock);
    const structB = right.struct(clock);
    if ((structA === undefined) !== (structB === undefined)) return false;
    const deletedA = left.isDeleted(clock);
    const deletedB = right.isDeleted(clock);
    if (structA !== undefined && structB !== undefined) {
      if (deletedA !== deletedB) return false;
      if (!deletedA && !deletedB) {
        if (!(structA instanceof Y.Item && structB instanceof Y.Item)) return false;
        if (!isSameItem(structA, structB, clock, next - clock)) return false;
      }
    }
    clock = next;
  }
  return true;
}

/**
 * Compares two states struct by struct: who wrote what, after what, and what is deleted. How items are cut or collected, and what a
 * deleted item once said, makes no difference.
 *
 * @param a - a Yjs V2 state from a document of our own, so well formed
 * @param b - another
 */
export function isSameContent(a: Uint8Array, b: Uint8Array): boolean {
  if (equal(a, b)) return true;
  const left = read(a);
  const right = read(b);
  const none: Client = { structs: [], deletes: [] };
  for (const client of new Set([...left.keys(), ...right.keys()])) {
    if (!isSameClient(left.get(client) ?? none, right.get(client) ?? none)) return false;
  }
  return true;
}
