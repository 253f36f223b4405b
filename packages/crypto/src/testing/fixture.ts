import type { RoomId } from '../bytes/brands.ts';
import type { Capability } from '../capability/capability.ts';
import type { EnvelopeContext } from '../envelope/verify-envelope.ts';
import { createCertificateCache } from '../keys/certificate-cache.ts';
import { createEpoch, type Epoch } from '../keys/epoch.ts';
import { deriveKeys, type EpochKeys, withRoot } from '../keys/epoch-keys.ts';
import type { Role } from '../keys/roles.ts';
import { createRoom, type Room } from '../keys/room.ts';
import { createSession, type Session } from '../keys/session.ts';
import { createRandomness, type Randomness } from '../sodium/randomness.ts';
import { loadSodium, type Sodium } from '../sodium/sodium.ts';

/** Unix ms at which everything made by the fixture ends. */
export const NOT_AFTER = 1_900_000_000_000;

/** One room with all its keys and a session of each role, for tests. */
export interface Fixture {
  readonly sodium: Sodium;
  readonly random: Randomness;
  readonly room: Room;
  readonly roomId: RoomId;
  readonly epoch: Epoch;
  readonly keys: EpochKeys;
  readonly edit: Capability;
  readonly sessions: { readonly [R in Role]: Session };
  /** With a cache of its own. */
  readonly context: EnvelopeContext;
}

/** Randomness that is the same on every run: 0, 1, 2 … as the least byte, the count of calls before it. */
export function createCountedRandomness(): Randomness {
  let calls = 0;
  return createRandomness((into) => {
    calls++;
    for (let i = 0; i < into.length; i++) into[i] = (i * 31 + (i >> 8) * 17 + calls * 101) & 0xff;
  });
}

/** A fixture; each call makes another room. */
export async function createFixture(random: Randomness = createCountedRandomness()): Promise<Fixture> {
  const sodium = await loadSodium();
  const room = createRoom(sodium, random);
  const epoch = createEpoch(sodium, random, room, { notAfter: NOT_AFTER });
  const keys = withRoot(deriveKeys(sodium, 'editor', epoch.editSecret), room);
  const session = (role: Role): Session =>
    createSession(sodium, random, keys, epoch.certificate, { role, notAfter: NOT_AFTER });
  return {
    sodium,
    random,
    room,
    roomId: room.roomId,
    epoch,
    keys,
    edit: { role: 'editor', certificate: epoch.certificate, secret: epoch.editSecret, relays: [] },
    sessions: {
      viewer: session('viewer'),
      commenter: session('commenter'),
      editor: session('editor'),
      admin: session('admin'),
    },
    context: { certificate: epoch.certificate, cache: createCertificateCache() },
  };
}
