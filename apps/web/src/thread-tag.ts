/**
 * Names a document in a link to one of its threads, for those who have it: a hash of its room, so that the link gives neither a key nor
 * the room's name.
 */
import type { Sodium } from '@weft/crypto';
import { fromBase64Url, toBase64Url } from '@weft/crypto';

const LABEL = new TextEncoder().encode('weft/thread-tag/v1');
const TAG_BYTES = 12;

/** @param roomId - base64url */
export function roomToTag(sodium: Pick<Sodium, 'hash'>, roomId: string): string {
  const room = fromBase64Url(roomId);
  const bytes = room.ok ? room.value : new Uint8Array();
  return toBase64Url(sodium.hash(new Uint8Array([...LABEL, ...bytes])).subarray(0, TAG_BYTES));
}
