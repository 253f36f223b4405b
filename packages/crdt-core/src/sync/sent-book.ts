/**
 * Which envelopes of the ledger are somewhere else too, so that the number of unsent ones is exact (SYN-5): the relay acknowledged
 * them, or another device's heads cover them.
 */
import { createReader, toHex, writeU32, writeU64 } from '@weft/crypto';
import { entriesOf } from './layered-map.ts';
import { putHex } from './put-hex.ts';
import type { Chain, LedgerChain, RelayHeads } from './relay-heads.ts';

/** Counts as it goes: asking costs nothing, whatever the length of the history. */
export interface SentBook {
  /** The ledger gained this envelope at the end of its chain. */
  append(session: string, seq: number): void;
  /** Reads all chains again: at the start, and after a snapshot. */
  setLedger(chains: Iterable<LedgerChain>): void;
  /** What the relay is known to hold; `undefined` where there is no relay. */
  takeRelay(heads: RelayHeads): void;
  /** What another device says it holds. True if anything moved. */
  takePeer(heads: ReadonlyMap<string, number>): boolean;
  /** Whether the relay or another device is known to hold this envelope. */
  isSent(session: string, seq: number): boolean;
  /** Envelopes that are known to be on this device only. */
  unsent(): number;
  /** True if nothing was ever anywhere else. */
  isAlone(): boolean;
  /** What peers hold and the relay does not, to be remembered: count (u32), then session (32) ‖ seq (u64) each. */
  toBytes(): Uint8Array<ArrayBuffer>;
}

interface Line {
  head: number;
  floor: number;
  atPeers: number;
  atRelay: number;
  /** What the relay holds beyond, ascending. */
  extra: readonly number[];
}

/** @param note - what `toBytes` gave in an earlier run; what cannot be read is as good as none */
export function createSentBook(note?: Uint8Array): SentBook {
  const lines = new Map<string, Line>();
  let unsent = 0;
  let isAlone = true;
  let relayBase: ReadonlyMap<string, Chain> | undefined;

  function change(session: string, edit: (line: Line) => void): void {
    const line = lines.get(session) ?? { head: -1, floor: -1, atPeers: -1, atRelay: -1, extra: [] };
    lines.set(session, line);
    unsent -= countUnsent(line);
    edit(line);
    unsent += countUnsent(line);
  }

  function takeChain(session: string, chain: Chain): void {
    const line = lines.get(session);
    if (line === undefined && chain.known < 0 && chain.extra.length === 0) return;
    if (line?.atRelay === chain.known && line.extra === chain.extra) return;
    if (chain.known >= 0) isAlone = false;
    change(session, (changed) => {
      changed.atRelay = chain.known;
      changed.extra = chain.extra;
    });
  }

  for (const [session, seq] of readNote(note)) {
    isAlone = false;
    change(session, (line) => {
      line.atPeers = seq;
    });
  }

  return {
    append: (session, seq) =>
      change(session, (line) => {
        line.head = Math.max(line.head, seq);
      }),
    setLedger(chains) {
      for (const { session, head, floor } of chains) {
        const line = lines.get(session);
        if (line?.head === head && line.floor === floor) continue;
        change(session, (changed) => {
          changed.head = head;
          changed.floor = floor;
        });
      }
    },
    takeRelay(heads) {
      const { base, top } = heads.chains;
      // A map that was merged anew: anything may have changed, also to nothing known (SYN-4).
      if (base === relayBase) for (const [session, chain] of top) takeChain(session, chain);
      else for (const [session, chain] of entriesOf(heads.chains)) takeChain(session, chain);
      relayBase = base;
    },
    takePeer(heads) {
      let hasMoved = false;
      for (const [session, seq] of heads) {
        if (seq <= (lines.get(session)?.atPeers ?? -1)) continue;
        hasMoved = true;
        isAlone = false;
        change(session, (line) => {
          line.atPeers = seq;
        });
      }
      return hasMoved;
    },
    isSent(session, seq) {
      const line = lines.get(session);
      return line !== undefined && (seq <= Math.max(line.atPeers, line.atRelay) || line.extra.includes(seq));
    },
    unsent: () => unsent,
    isAlone: () => isAlone,
    toBytes() {
      const kept = [...lines].filter(([, { atPeers, atRelay, head }]) => atPeers > atRelay && head >= 0);
      const bytes = new Uint8Array(4 + 40 * kept.length);
      writeU32(bytes, 0, kept.length);
      kept.forEach(([session, { atPeers }], at) => {
        putHex(bytes, 4 + 40 * at, session);
        writeU64(bytes, 36 + 40 * at, atPeers);
      });
      return bytes;
    },
  };
}

/** Envelopes that lie in the ledger one by one and are known to be nowhere else. */
function countUnsent({ head, floor, atPeers, atRelay, extra }: Line): number {
  const from = Math.max(floor, atPeers, atRelay);
  if (head <= from) return 0;
  let strays = 0;
  for (const seq of extra) if (seq > from && seq <= head) strays++;
  return head - from - strays;
}

function readNote(note: Uint8Array | undefined): [string, number][] {
  if (note === undefined) return [];
  const reader = createReader(note);
  const count = reader.u32();
  if (reader.left !== 40 * count) return [];
  const read: [string, number][] = [];
  for (let i = 0; i < count; i++) read.push([toHex(reader.take(32)), reader.u64()]);
  return reader.isDone() ? read : [];
}
