import type { RefusalCode } from '@weft/crdt-core/wire';
import { toHex } from '@weft/crypto/verify';
import type { Name } from './answers.ts';
import type { Connection, RoomLog } from './state.ts';

/**
 * What was on its way when a client was refused arrives within this, in ms. Later, the client has heard of it, and begins again at
 * the first envelope of each chain that this log lacks. If it does not, then because a snapshot covers the refused one by now.
 */
const ON_THE_WAY_MS = 60_000;
/** More chains than a client has on its way at once. */
const MOST_CHAINS = 1024;
const SNAPSHOT_KIND = 3;
const HEADER_BYTES = 81;

/**
 * Remembers that an envelope was refused for now: sent too fast, no room for it, or the base had moved.
 * @returns false if more chains are held back than a client has any reason for
 */
export function holdBack(connection: Connection, name: Name, code: RefusalCode, now: number): boolean {
  const { heldBack } = connection;
  const key = toHex(name.session);
  const held = heldBack.get(key);
  if (held !== undefined && held.seq < name.seq) return true;
  heldBack.set(key, { seq: name.seq, code, at: now });
  if (heldBack.size <= MOST_CHAINS) return true;
  for (const [other, { at }] of heldBack) if (now - at >= ON_THE_WAY_MS) heldBack.delete(other);
  return heldBack.size <= MOST_CHAINS;
}

/**
 * The code under which an envelope must be refused because one before it in its chain was; `undefined` if nothing holds it back. A
 * snapshot is never held back: it stands for what is before it, which may never come again.
 */
export function findHeldBack(
  log: RoomLog,
  { heldBack }: Connection,
  envelope: Uint8Array,
  name: Name,
  now: number,
): RefusalCode | undefined {
  if (heldBack.size === 0 || envelope.length < HEADER_BYTES) return undefined;
  const key = toHex(name.session);
  const held = heldBack.get(key);
  if (held === undefined || name.seq <= held.seq) return undefined;
  const isThere = log.names.get(key)?.has(held.seq) === true;
  if (!isThere && envelope[4] !== SNAPSHOT_KIND && now - held.at < ON_THE_WAY_MS) return held.code;
  heldBack.delete(key);
  return undefined;
}
