import { equal } from '../bytes/bytes.ts';
import type { RawHashing } from './library.ts';

/** A place in libsodium's memory to put a call's inputs and outputs. */
export interface SodiumMemory {
  /** The address of `bytes` bytes, until `release`. One claim at a time: nothing here is asynchronous. */
  claim(bytes: number): number;
  /** Wipes a claim and gives it back: no secret stays behind (KEY-9). */
  release(address: number, bytes: number): void;
  /** Wipes copies of a secret that a call left on libsodium's stack, which lies below all that is allocated. */
  forget(secret: Uint8Array): void;
}

const ARENA_BYTES = 16384;

/**
 * libsodium-wrappers allocates for every argument of every call, and leaves secrets in the memory it frees. Weft's calls
 * share one arena that is wiped after each; only what does not fit is allocated for its call.
 * @param raw libsodium
 */
export function createSodiumMemory(raw: RawHashing): SodiumMemory {
  const allocate = (bytes: number): number => {
    const address = raw._malloc(bytes);
    if (address === 0) throw new RangeError(`libsodium has no memory for ${bytes} bytes`);
    return address;
  };
  const arena = allocate(ARENA_BYTES);
  return {
    claim: (bytes) => (bytes <= ARENA_BYTES ? arena : allocate(bytes)),
    release(address, bytes) {
      raw.HEAPU8.fill(0, address, address + bytes);
      if (address !== arena) raw._free(address);
    },
    forget(secret) {
      const below = raw.HEAPU8.subarray(0, arena);
      // Most of that memory is zeros: a byte that is none leaves few places to compare.
      const anchor = secret.findIndex((byte) => byte !== 0);
      const marker = secret[anchor];
      if (marker === undefined) return;
      for (let at = below.indexOf(marker, anchor); at >= 0; at = below.indexOf(marker, at + 1)) {
        const start = at - anchor;
        if (equal(below.subarray(start, start + secret.length), secret)) below.fill(0, start, start + secret.length);
      }
    },
  };
}
