/** KEY-8: what late changes would add, to be read before anyone decides. Nothing is applied for it. */
import * as Y from 'yjs';
import { readEntry } from '../ledger/create-ledger.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Keyring } from './keyring.ts';
import { isOpenedChange, openEntry } from './open-entry.ts';

/** A preview is for a look: this many UTF-16 units of it are enough. */
const MOST = 2_000;

/**
 * The words that a V1 update brings, in the order they were written, a line for each new block.
 *
 * @param update - from anyone
 */
export function updateToText(update: Uint8Array): string {
  let text = '';
  try {
    for (const struct of Y.decodeUpdate(update).structs) {
      // What stands under a name is an attribute, not text.
      if (!(struct instanceof Y.Item) || struct.parentSub !== null) continue;
      if (struct.content instanceof Y.ContentString) text += struct.content.str;
      else if (struct.content instanceof Y.ContentType && text !== '' && !text.endsWith('\n')) text += '\n';
      if (text.length > MOST) return `${text.slice(0, MOST)}…`;
    }
  } catch {
    // Cut short: what could be read is shown, and taking it in refuses the rest.
  }
  return text;
}

/** The words of what one session's entries would add to the document; comments are left out. */
export function lateToText(ring: Keyring, envelopes: readonly Uint8Array[], session: SessionHex): string {
  const entries = envelopes.map(readEntry).filter((entry) => entry?.session === session);
  let text = '';
  for (const entry of entries.sort((a, b) => (a?.seq ?? 0) - (b?.seq ?? 0))) {
    const opened = entry && openEntry(ring, entry);
    if (opened?.ok !== true || !isOpenedChange(opened.value) || opened.value.kind !== 'content') continue;
    text += updateToText(opened.value.update);
    if (text.length > MOST) return `${text.slice(0, MOST)}…`;
  }
  return text;
}
