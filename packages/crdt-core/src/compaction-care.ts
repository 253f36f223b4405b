/** LED-4: when an open document compacts by itself, and when what was replaced is let go. */
import { compactInTurns } from './compact-in-turns.ts';
import type { Cancel, Ports } from './ports/index.ts';
import type { ReceiptBook } from './presence/receipts.ts';
import type { Replica } from './replica/types.ts';
import { drawChance } from './draw-chance.ts';

export interface CompactionCare {
  /** Something may have changed that makes compacting worth while. */
  consider(): void;
  /** Others may have said that they can read the snapshot. */
  settle(): void;
  stop(): void;
}

export interface CompactionCareOptions {
  readonly ports: Ports;
  readonly replica: Replica;
  readonly receipts: ReceiptBook;
  /** A relay session sees to it. */
  isSeenTo(): boolean;
  peers(): number;
  leads(): boolean;
}

const ALONE_MS = 5_000;
const SPREAD_MS = 15_000;
/** How many others must be able to read a snapshot, or how long it must have held, before what it replaced goes. */
const ATTESTING_DEVICES = 2;
const GRACE_MS = 7 * 24 * 60 * 60 * 1000;

/** Cares for the ledger of one replica. */
export function createCompactionCare(options: CompactionCareOptions): CompactionCare {
  const { ports, replica, receipts } = options;
  let cancel: Cancel | undefined;

  return {
    consider() {
      // Opening stays fast where no relay session sees to it.
      if (!options.leads() || !replica.wantsCompaction() || options.isSeenTo()) return;
      // Several who see each other's ledgers grow: whoever draws the shortest wait does it.
      const spread = options.peers() > 0 ? SPREAD_MS * drawChance(ports.random) : 0;
      cancel ??= ports.timers.set(ALONE_MS + spread, () => {
        cancel = undefined;
        if (!replica.wantsCompaction() || options.isSeenTo()) return;
        let isDone = false;
        const leave = compactInTurns(ports, replica, () => {
          isDone = true;
          cancel = undefined;
        });
        if (!isDone) cancel = leave;
      });
    },
    settle() {
      const compaction = options.leads() ? replica.compaction() : undefined;
      if (compaction === undefined) return;
      const isAttested = receipts.countSeen(compaction.session, compaction.seq) >= ATTESTING_DEVICES;
      if (isAttested || ports.clock.now() - compaction.at > GRACE_MS) replica.settleCompaction();
    },
    stop: () => cancel?.(),
  };
}
