/** What is said of files. */
import { percent } from '../words/format.ts';

/** How much of something is done; all only where it is. */
export function partToWords(done: number, total: number): string {
  return percent(total === 0 ? 1 : Math.floor((100 * Math.min(done, total)) / total) / 100);
}
