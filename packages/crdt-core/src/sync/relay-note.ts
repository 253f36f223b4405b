/**
 * What a device remembers of a relay between two sessions, as bytes beside the stored ledger: generation (16) ‖ cursor (u64) ‖
 * reached (u64) ‖ held base (u64) ‖ count (u32), then per session: session (32) ‖ own (u8) ‖ known + 1 (u64) ‖ count (u16) ‖ stray seqs (u64 each).
 */
import { createReader, toHex, writeU16, writeU32, writeU64 } from '@weft/crypto';
import { entriesOf } from './layered-map.ts';
import { putHex } from './put-hex.ts';
import { createRelayHeads, type RelayHeads, unsentOwnSessions } from './relay-heads.ts';
import type { RelaySession } from './relay-state.ts';
import { reachedPosition } from './turn.ts';

const VERSION = 2;
const HEADER_BYTES = 1 + 16 + 8 + 8 + 8 + 4;
const CHAIN_BYTES = 32 + 1 + 8 + 2;

/** What is remembered; `NOTHING_KNOWN` where there is no note. */
export interface RelayNote {
  /** Hex; empty if none. */
  readonly generation: string;
  readonly cursor: number;
  readonly reached: number;
  readonly heldBase: number;
  readonly heads: RelayHeads;
}

/** A relay never met, by a device that may have unsent envelopes of its own. */
export function nothingKnown(own: Iterable<string> = []): RelayNote {
  return { generation: '', cursor: 0, reached: 0, heldBase: 0, heads: createRelayHeads([], own) };
}

/** The note of a session as it stands. */
export function relayNoteToBytes(state: RelaySession): Uint8Array {
  const own = new Set(unsentOwnSessions(state.heads));
  const chains = [...entriesOf(state.heads.chains)].filter(
    ([session, chain]) => own.has(session) || chain.known >= 0 || chain.extra.length > 0,
  );
  let length = HEADER_BYTES;
  for (const [, chain] of chains) length += CHAIN_BYTES + 8 * chain.extra.length;
  const bytes = new Uint8Array(length);
  bytes[0] = VERSION;
  putHex(bytes, 1, state.generation);
  writeU64(bytes, 17, state.positions.cursor);
  writeU64(bytes, 25, reachedPosition(state));
  writeU64(bytes, 33, state.heldBase);
  writeU32(bytes, 41, chains.length);
  let at = HEADER_BYTES;
  for (const [session, chain] of chains) {
    putHex(bytes, at, session);
    bytes[at + 32] = own.has(session) ? 1 : 0;
    writeU64(bytes, at + 33, chain.known + 1);
    writeU16(bytes, at + 41, chain.extra.length);
    at += CHAIN_BYTES;
    for (const seq of chain.extra) {
      writeU64(bytes, at, seq);
      at += 8;
    }
  }
  return bytes;
}

/** Reads a note. One that cannot be read is as good as none: the log is replayed from the start. */
export function bytesToRelayNote(bytes: Uint8Array | undefined): RelayNote {
  if (bytes === undefined) return nothingKnown();
  const reader = createReader(bytes);
  if (reader.u8() !== VERSION) return nothingKnown();
  const generation = toHex(reader.take(16));
  const cursor = reader.u64();
  const reached = reader.u64();
  const heldBase = reader.u64();
  const count = reader.u32();
  const own: string[] = [];
  const known: [string, { seq: number; extra: number[] }][] = [];
  for (let i = 0; i < count && !reader.failed; i++) {
    const session = toHex(reader.take(32));
    if (reader.u8() === 1) own.push(session);
    const seq = reader.u64() - 1;
    const extra: number[] = [];
    for (let left = reader.u16(); left > 0 && !reader.failed; left--) extra.push(reader.u64());
    known.push([session, { seq, extra }]);
  }
  if (!reader.isDone()) return nothingKnown();
  return {
    generation: /^0*$/.test(generation) ? '' : generation,
    cursor,
    reached,
    heldBase,
    heads: createRelayHeads(known, own),
  };
}
