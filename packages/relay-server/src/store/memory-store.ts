import { type Randomness, success } from '@weft/crypto/verify';
import { chunkToCost, createMemoryChains, type MemoryChains } from './memory-chains.ts';
import { type LogItem, type ReadRequest, type Store, storeFailure } from './store.ts';

export interface MemoryStoreOptions {
  readonly clock: { now(): number };
  readonly random: Randomness;
  readonly limits: {
    readonly maxRoomBytes: number;
    readonly maxStoreBytes: number;
    readonly maxRooms: number;
    readonly roomTtlMs: number;
    readonly graceMs: number;
    readonly maxAttachmentBytes: number;
    readonly attachmentGraceMs: number;
  };
}

/** A stretch of log: a snapshot to start from, where there is one, and what came after. */
interface Segment {
  base: LogItem | undefined;
  items: LogItem[];
  bytes: number;
  /** When it was replaced, in ms; the live segment has not been. */
  replacedAt: number;
}

interface MemoryRoom {
  readonly generation: Uint8Array;
  /** Oldest first. */
  replaced: Segment[];
  live: Segment;
  head: number;
  bytes: number;
  touchedAt: number;
  readonly chains: MemoryChains;
}

/** The part of a room that attachments may take at most. */
const MOST_OF_ROOM = 7 / 8;
/** What an item costs beyond its envelope's bytes: the objects that hold it. */
const ITEM_BYTES = 200;

/**
 * Keeps logs in this process's memory, bounded per room and in all. A relay that ends takes them with it: its clients
 * fill a new one (SYN-4).
 */
export function createMemoryStore(options: MemoryStoreOptions): Store {
  const { clock, random, limits } = options;
  const rooms = new Map<string, MemoryRoom>();
  let bytes = 0;

  const account = (room: MemoryRoom, segment: Segment, change: number): void => {
    segment.bytes += change;
    room.bytes += change;
    bytes += change;
  };

  const dropOldestReplaced = (room: MemoryRoom): boolean => {
    const segment = room.replaced.shift();
    if (segment === undefined) return false;
    account(room, segment, -segment.bytes);
    return true;
  };

  /** Frees what a grace period still holds before saying that there is no room. */
  const makeRoom = (room: MemoryRoom, cost: number): 'room-full' | 'store-full' | undefined => {
    const dropOldest = (): boolean => dropOldestReplaced(room) || room.chains.dropOldest(limits.graceMs);
    while (room.bytes + cost > limits.maxRoomBytes && dropOldest());
    if (room.bytes + cost > limits.maxRoomBytes) return 'room-full';
    while (bytes + cost > limits.maxStoreBytes && dropOldest());
    return bytes + cost > limits.maxStoreBytes ? 'store-full' : undefined;
  };

  return {
    open(name, done) {
      let room = rooms.get(name);
      if (room === undefined) {
        if (rooms.size >= limits.maxRooms) return done(storeFailure('rooms-full'));
        const live: Segment = { base: undefined, items: [], bytes: 0, replacedAt: 0 };
        const account = (change: number): void => {
          created.bytes += change;
          bytes += change;
        };
        const chains = createMemoryChains({ clock, account });
        const touchedAt = clock.now();
        const created: MemoryRoom = {
          generation: random(16),
          replaced: [],
          live,
          head: 0,
          bytes: 0,
          touchedAt,
          chains,
        };
        room = created;
        rooms.set(name, room);
      }
      room.touchedAt = clock.now();
      const { base, items } = room.live;
      const { generation, head } = room;
      done(success({ generation, base: base?.position ?? 0, head, items: base ? [base, ...items] : [...items] }));
    },

    append(name, envelope, done) {
      const room = rooms.get(name);
      if (room === undefined) return done(storeFailure('room-unknown'));
      const cost = envelope.length + ITEM_BYTES;
      const full = makeRoom(room, cost);
      if (full !== undefined) return done(storeFailure(full));
      const item: LogItem = { position: room.head + 1, prev: room.head, envelope: envelope.slice(), isBase: false };
      room.live.items.push(item);
      room.head = item.position;
      room.touchedAt = clock.now();
      account(room, room.live, cost);
      done(success({ position: item.position, prev: item.prev }));
    },

    compact(name, { base, upto, envelope }, done) {
      const room = rooms.get(name);
      if (room === undefined) return done(storeFailure('room-unknown'));
      const old = room.live;
      const oldBase = old.base?.position ?? 0;
      if (base !== oldBase || upto <= base || upto > room.head) return done(storeFailure('base-moved'));
      const cost = envelope.length + ITEM_BYTES;
      const cut = indexOfPosition(old.items, upto + 1);
      const tail = old.items.slice(cut);
      const tailBytes = tail.reduce((sum, item) => sum + item.envelope.length + ITEM_BYTES, 0);
      const freed = old.bytes - tailBytes;
      // A full room is what compaction is for: then what it replaces is given up at once.
      const isTight = makeRoom(room, cost) !== undefined;
      if (isTight && room.bytes + cost - freed > limits.maxRoomBytes) return done(storeFailure('room-full'));
      if (isTight && bytes + cost - freed > limits.maxStoreBytes) return done(storeFailure('store-full'));

      old.items = old.items.slice(0, cut);
      account(room, old, -tailBytes);
      old.replacedAt = clock.now();
      room.replaced.push(old);
      if (isTight) while (dropOldestReplaced(room));
      room.live = {
        base: { position: upto, prev: base, envelope: envelope.slice(), isBase: true },
        items: tail,
        bytes: 0,
        replacedAt: 0,
      };
      account(room, room.live, cost + tailBytes);
      room.touchedAt = clock.now();
      done(success({ position: upto }));
    },

    read(name, request, done) {
      const room = rooms.get(name);
      if (room === undefined) return done(storeFailure('room-unknown'));
      done(success(readRoom(room, request)));
    },

    putChunk(name, { session, seq, envelope }, done) {
      const room = rooms.get(name);
      if (room === undefined) return done(storeFailure('room-unknown'));
      const { chains } = room;
      const place = chains.place(session, seq, envelope);
      if (place === 'chunk-order' || place === 'name-taken') return done(storeFailure(place));
      if (place === 'held') chains.touch(session);
      else {
        // Text comes first: attachments never take all of a room.
        const cost = chunkToCost(envelope);
        const most = Math.min(limits.maxAttachmentBytes, limits.maxRoomBytes * MOST_OF_ROOM);
        while (chains.bytes() + cost > most && chains.dropOldest(limits.graceMs));
        const full = chains.bytes() + cost > most ? 'room-full' : makeRoom(room, cost);
        if (full !== undefined) return done(storeFailure(full));
        // The room that was made may be this chain's own.
        if (chains.place(session, seq, envelope) !== 'next') return done(storeFailure('chunk-order'));
        chains.put(session, envelope);
      }
      room.touchedAt = clock.now();
      done(success({ held: chains.read({ session, from: 0, count: 0, maxBytes: 0 }).held }));
    },

    readChunks(name, request, done) {
      const room = rooms.get(name);
      if (room === undefined) return done(storeFailure('room-unknown'));
      done(success(room.chains.read(request)));
    },

    keepChunks(name, sessions, done) {
      const room = rooms.get(name);
      if (room === undefined) return done(storeFailure('room-unknown'));
      room.chains.keep(sessions);
      done(success(undefined));
    },

    expire(isInUse) {
      const now = clock.now();
      for (const [name, room] of rooms) {
        while (room.replaced[0] !== undefined && now - room.replaced[0].replacedAt >= limits.graceMs) {
          dropOldestReplaced(room);
        }
        room.chains.expire(limits.attachmentGraceMs);
        if (isInUse(name)) room.touchedAt = now;
        else if (now - room.touchedAt >= limits.roomTtlMs) {
          bytes -= room.bytes;
          rooms.delete(name);
        }
      }
    },

    usage: () => ({ rooms: rooms.size, bytes }),
    close: () => Promise.resolve(),
  };
}

function readRoom(room: MemoryRoom, { from, withReplaced, maxBytes }: ReadRequest): readonly LogItem[] {
  const found: LogItem[] = [];
  let size = 0;
  let at = from;
  for (const segment of withReplaced ? [...room.replaced, room.live] : [room.live]) {
    const { base, items } = segment;
    // A reader that was just given everything up to the base has no need of it.
    if (base !== undefined && at <= base.position) {
      found.push(base);
      size += base.envelope.length;
      at = base.position + 1;
      if (size >= maxBytes) return found;
    }
    for (let i = indexOfPosition(items, at); i < items.length; i++) {
      const item = items[i];
      if (item === undefined) break;
      found.push(item);
      size += item.envelope.length;
      at = item.position + 1;
      if (size >= maxBytes) return found;
    }
  }
  return found;
}

/** The index of the first item at or after a position. */
function indexOfPosition(items: readonly LogItem[], position: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
