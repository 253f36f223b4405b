/**
 * Appends to a Y.Array in constant time.
 *
 * Yjs finds the end of an array from its search markers, and a marker cannot settle inside a run of one client's entries: each
 * `push` then walks the whole array (80 µs at 40,000 entries, where this takes 15 at any length). So the marker is put
 * where the last append ended. Markers are Yjs's own bookkeeping: it moves them on edits, drops them on remote
 * changes, and if a version of Yjs has none, `push` walks and is merely slower.
 */
import type * as Y from 'yjs';

interface SearchMarker {
  readonly p: Y.Item;
  readonly index: number;
  readonly timestamp: number;
}

interface Marked {
  readonly _searchMarker?: SearchMarker[] | null;
  readonly _start: Y.Item | null;
}

/** Where the last append ended. */
export interface ArrayEnd {
  push(values: readonly Uint8Array[]): void;
}

/** @param array - entries of one item each, as binary content always is */
export function createArrayEnd(array: Y.Array<Uint8Array>): ArrayEnd {
  const marked = array as unknown as Marked;
  let last: Y.Item | null = null;

  /** The last entry; a few steps at most beyond where it was. */
  function findLast(): Y.Item | null {
    // An item that was merged away or collected is no longer linked from its neighbour.
    let item =
      last !== null && !last.deleted && (last.left === null || last.left.right === last) ? last : marked._start;
    while (item?.right != null) item = item.right;
    return item;
  }

  return {
    push(values) {
      last = findLast();
      const markers = marked._searchMarker;
      if (Array.isArray(markers) && last !== null && !last.deleted && array.length > 0) {
        markers.length = 0;
        last.marker = true;
        markers.push({ p: last, index: array.length - 1, timestamp: 0 });
      }
      // Yjs copies an array of bytes, and takes a buffer as it is: what is in the ledger lies in the memory once.
      array.push(values.map((value) => (isWhole(value) ? (value.buffer as unknown as Uint8Array) : value)));
    },
  };
}

/** Nothing but it is in its buffer. */
function isWhole({ buffer, byteLength }: Uint8Array): boolean {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
}
