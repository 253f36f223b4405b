import type { AdminSeed, PublicKey, RoomId, SigningPair } from '../bytes/brands.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';
import { ROOM_LABEL } from './labels.ts';

/** A room as its creator holds it: the only key that can govern it. */
export interface Room {
  readonly adminSeed: AdminSeed;
  readonly root: SigningPair;
  readonly roomId: RoomId;
}

/** KEY-1: a room's id names its root key. */
export function rootToRoomId(sodium: VerifyingSodium, rootPk: PublicKey): RoomId {
  return sodium.hashLabelled(ROOM_LABEL, rootPk) as Uint8Array as RoomId;
}

/**
 * KEY-1: the room of an admin seed; the same seed gives the same room.
 * @param adminSeed 32 bytes; kept, not copied
 */
export function seedToRoom(sodium: Sodium, adminSeed: AdminSeed): Room {
  const root = sodium.seedToPair(adminSeed);
  return { adminSeed, root, roomId: rootToRoomId(sodium, root.publicKey) };
}

/** KEY-1: a new room. */
export function createRoom(sodium: Sodium, random: Randomness): Room {
  return seedToRoom(sodium, random(32) as Uint8Array as AdminSeed);
}
