/**
 * KEY-6: which devices have spoken in a document, and which sessions are theirs. A word is checked when it is asked for, not when it is heard: a
 * stored ledger may hold thousands, and opening it must not cost a signature each.
 */
import {
  isAtLeast,
  isAttested,
  type DeviceCard,
  type PublicKey,
  type Role,
  type RoomId,
  type Sodium,
  toHex,
  verifyCard,
} from '@weft/crypto';
import { hexToBytes } from '../ledger/heads.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { DeviceHex } from './closings.ts';
import { bytesToWords, type Word, wordsToBytes } from './roster-bytes.ts';

/** A device as the others know it. */
export interface KnownDevice {
  readonly device: DeviceHex;
  /** The last it showed. */
  readonly card: DeviceCard;
  /** The most that any of its sessions was granted. */
  readonly role: Role;
  /** The newest epoch in which any of its sessions spoke. */
  readonly epoch: number;
}

/** Cards and attestations. */
export interface Roster {
  /**
   * Hears the introduction a session made of itself.
   *
   * @param payload - card ‖ attestation
   */
  introduce(session: SessionHex, as: { readonly role: Role; readonly epoch: number }, payload: Uint8Array): void;
  /** Whose session it is; `undefined` where nobody vouches for it. */
  deviceOf(session: SessionHex): DeviceHex | undefined;
  /** What that device said of itself with this session; `undefined` where nobody vouches for it. */
  cardOf(session: SessionHex): DeviceCard | undefined;
  devices(): readonly KnownDevice[];
  /** The section of a snapshot (LED-4); `undefined` if nobody introduced themselves. */
  toBytes(): Uint8Array | undefined;
  /** Hears a snapshot's section. */
  addBytes(section: Uint8Array): void;
}

/** At the end of an introduction. */
export const ATTESTATION_BYTES = 64;
/** A member could name any number. */
const MAX_SESSIONS = 100_000;

/**
 * @param roomId - cards are for one document
 * @param heard - runs after new words were heard: once for all of a snapshot
 */
export function createRoster(sodium: Sodium, roomId: RoomId, heard: () => void): Roster {
  const words = new Map<SessionHex, Word>();
  const checked = new Map<SessionHex, DeviceCard | undefined>();
  const cards = new Map<string, DeviceCard | undefined>();
  const read = new WeakMap<Uint8Array, DeviceCard | undefined>();

  /** Words of one device often share its card, to the byte or to the very array. */
  function toCard(bytes: Uint8Array): DeviceCard | undefined {
    if (!read.has(bytes)) read.set(bytes, verifyOnce(bytes));
    return read.get(bytes);
  }

  function verifyOnce(bytes: Uint8Array): DeviceCard | undefined {
    const name = toHex(sodium.hash(bytes));
    if (!cards.has(name)) {
      const verified = verifyCard(sodium, bytes, roomId);
      cards.set(name, verified.ok ? verified.value : undefined);
    }
    return cards.get(name);
  }

  function check(session: SessionHex): DeviceCard | undefined {
    if (checked.has(session)) return checked.get(session);
    const word = words.get(session);
    const card = word && toCard(word.card);
    const isTrue =
      card !== undefined &&
      word !== undefined &&
      isAttested(sodium, card.publicKey, roomId, hexToBytes(session) as Uint8Array as PublicKey, word.attestation);
    checked.set(session, isTrue ? card : undefined);
    return checked.get(session);
  }

  /** Whether this was news. */
  function hear(session: SessionHex, word: Word): boolean {
    const known = words.get(session);
    if (known !== undefined && isNoNews(sodium, known, word)) return false;
    if (known === undefined && words.size >= MAX_SESSIONS) return false;
    // A device keeps its sessions: another's word does not take the place of one that holds.
    const mine = known && check(session);
    if (mine !== undefined && known !== undefined) {
      const other = toCard(word.card);
      if (other === undefined || toHex(other.id) !== toHex(mine.id)) return false;
    }
    const role = known !== undefined && isAtLeast(known.role, word.role) ? known.role : word.role;
    words.set(session, { ...word, role, epoch: Math.max(word.epoch, known?.epoch ?? 0) });
    checked.delete(session);
    return true;
  }

  return {
    introduce(session, { role, epoch }, payload) {
      const end = payload.length - ATTESTATION_BYTES;
      if (end <= 0) return;
      if (hear(session, { role, epoch, card: payload.slice(0, end), attestation: payload.slice(end) })) heard();
    },
    deviceOf(session) {
      const card = check(session);
      return card && toHex(card.id);
    },
    cardOf: check,
    devices() {
      const devices = new Map<DeviceHex, KnownDevice>();
      for (const [session, { role, epoch, card: bytes }] of words) {
        const said = toCard(bytes);
        const known = said && devices.get(toHex(said.id));
        // One word of a device is enough, unless another says more: checking is what costs.
        if (said !== undefined && known !== undefined && isAtLeast(known.role, role) && known.epoch >= epoch) {
          devices.set(known.device, { ...known, card: said });
          continue;
        }
        const card = check(session);
        if (card === undefined) continue;
        const device = toHex(card.id);
        devices.set(device, {
          device,
          card,
          role: known !== undefined && isAtLeast(known.role, role) ? known.role : role,
          epoch: Math.max(epoch, known?.epoch ?? 0),
        });
      }
      return [...devices.values()];
    },
    toBytes: () => (words.size === 0 ? undefined : wordsToBytes(words)),
    addBytes(section) {
      let isNews = false;
      for (const [session, word] of bytesToWords(section))
        if ((!words.has(session) || check(session) === undefined) && hear(session, word)) isNews = true;
      if (isNews) heard();
    },
  };
}

/** The same word, as each receipt brings it again: what was checked of it holds. */
function isNoNews(sodium: Sodium, known: Word, word: Word): boolean {
  return (
    known.epoch >= word.epoch &&
    isAtLeast(known.role, word.role) &&
    sodium.isEqual(known.attestation, word.attestation) &&
    sodium.isEqual(known.card, word.card)
  );
}
