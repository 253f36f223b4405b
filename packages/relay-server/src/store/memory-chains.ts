import { equal } from '@weft/crypto/verify';
import type { ChunkSlice, FetchRequest } from './store.ts';

/** One attachment's chunks, as far as they have come. */
interface Chain {
  readonly chunks: Uint8Array[];
  bytes: number;
  /** When a KEEP first left it out, in ms; 0: nothing has. */
  unkeptAt: number;
}

/** The attachments of one room in memory. */
export interface MemoryChains {
  /** Of all chunks, with what it costs to keep them. */
  bytes(): number;
  /** What is wrong with a chunk's place; `held`: it is there already; `next`: it may be put. */
  place(session: string, seq: number, envelope: Uint8Array): 'held' | 'next' | 'chunk-order' | 'name-taken';
  /** Puts the next chunk of a chain; the bytes are copied. */
  put(session: string, envelope: Uint8Array): void;
  /** Someone who holds it brought it again: nobody wants it dropped. */
  touch(session: string): void;
  read(request: FetchRequest): ChunkSlice;
  keep(sessions: ReadonlySet<string>): void;
  /** Drops every chain that has been left out for at least this long, in ms. */
  expire(ageMs: number): void;
  /** Drops the one that was left out first, if that is at least this long ago, in ms. */
  dropOldest(ageMs: number): boolean;
}

export interface MemoryChainsOptions {
  readonly clock: { now(): number };
  /** Told of every change of `bytes`. */
  readonly account: (change: number) => void;
}

/** What a chunk costs beyond its envelope's bytes, and a chain beyond its chunks: the objects that hold them. */
const CHUNK_BYTES = 200;
const CHAIN_BYTES = 400;

/** What putting a chunk adds to a room's bytes, at most. */
export function chunkToCost(envelope: Uint8Array): number {
  return envelope.length + CHUNK_BYTES + CHAIN_BYTES;
}

/** No attachments yet. */
export function createMemoryChains({ clock, account }: MemoryChainsOptions): MemoryChains {
  const chains = new Map<string, Chain>();
  let total = 0;

  const add = (chain: Chain, change: number): void => {
    chain.bytes += change;
    total += change;
    account(change);
  };

  const drop = (session: string, chain: Chain): void => {
    chains.delete(session);
    add(chain, -chain.bytes);
  };

  const isOver = ({ unkeptAt }: Chain, ageMs: number): boolean => unkeptAt > 0 && clock.now() - unkeptAt >= ageMs;

  return {
    bytes: () => total,
    place(session, seq, envelope) {
      const chunks = chains.get(session)?.chunks ?? [];
      const there = chunks[seq];
      if (there !== undefined) return equal(there, envelope) ? 'held' : 'name-taken';
      return seq === chunks.length ? 'next' : 'chunk-order';
    },
    put(session, envelope) {
      let chain = chains.get(session);
      if (chain === undefined) {
        chain = { chunks: [], bytes: 0, unkeptAt: 0 };
        chains.set(session, chain);
        add(chain, CHAIN_BYTES);
      }
      chain.unkeptAt = 0;
      chain.chunks.push(envelope.slice());
      add(chain, envelope.length + CHUNK_BYTES);
    },
    touch(session) {
      const chain = chains.get(session);
      if (chain !== undefined) chain.unkeptAt = 0;
    },
    read({ session, from, count, maxBytes }) {
      const chunks = chains.get(session)?.chunks ?? [];
      const found: Uint8Array[] = [];
      let size = 0;
      for (let at = from; at < chunks.length && found.length < count && size < maxBytes; at++) {
        const chunk = chunks[at];
        if (chunk === undefined) break;
        found.push(chunk);
        size += chunk.length;
      }
      return { chunks: found, held: chunks.length };
    },
    keep(sessions) {
      for (const [session, chain] of chains) {
        if (sessions.has(session)) chain.unkeptAt = 0;
        else if (chain.unkeptAt === 0) chain.unkeptAt = clock.now();
      }
    },
    expire(ageMs) {
      for (const [session, chain] of chains) if (isOver(chain, ageMs)) drop(session, chain);
    },
    dropOldest(ageMs) {
      let oldest: readonly [string, Chain] | undefined;
      for (const [session, chain] of chains) {
        const isOlder = oldest === undefined || chain.unkeptAt < oldest[1].unkeptAt;
        if (isOlder && isOver(chain, ageMs)) oldest = [session, chain];
      }
      if (oldest === undefined) return false;
      drop(...oldest);
      return true;
    },
  };
}
