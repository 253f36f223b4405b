import type { Timers } from '../ports/index.ts';
import type { ImportReport, LedgerImport } from './import-ledger.ts';

/** Entries judged in one turn: a few milliseconds on a slow device, a signature being most of it. */
const TURN_ENTRIES = 16;

/**
 * Takes a file in a few entries at a time, so that the page stays alive meanwhile.
 *
 * @param isStopped - asked before each turn: true ends the import where it is
 * @param onProgress - hears of every turn
 */
export function importInTurns(
  begun: LedgerImport,
  timers: Timers,
  isStopped: () => boolean,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<ImportReport> {
  return new Promise((resolve) => {
    const turn = (): void => {
      const hasMore = !isStopped() && begun.step(TURN_ENTRIES);
      onProgress(begun.done(), begun.total);
      if (hasMore) timers.set(0, turn);
      else resolve(begun.report());
    };
    turn();
  });
}
