import type * as Y from 'yjs';
import { REMOTE } from './remote.ts';

/**
 * Keeps Yjs from tidying formatting marks after remote content came in.
 *
 * Yjs would delete marks that look redundant to this replica just then, in a transaction that looks local: every editor would seal the same
 * deletions, a viewer would change its document, and a mark that another replica's change still needs would be gone here and
 * not there. Marks are tidied by whoever edits them, as part of that change.
 */
export function keepRemoteMarks(doc: Y.Doc): void {
  // Told before Yjs looks at the flag.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.origin === REMOTE) transaction._needFormattingCleanup = false;
  });
}
