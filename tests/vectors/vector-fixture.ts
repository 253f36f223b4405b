/** What the vectors are built from: fixed seeds, so that the bytes are the same on every machine. */
import { createHash } from 'node:crypto';
import {
  type Capability,
  createEpoch,
  createRoom,
  createSession,
  deriveKeys,
  type Epoch,
  type EpochKeys,
  type LinkRole,
  narrowCapability,
  type Randomness,
  type Role,
  type Room,
  type Session,
  type Sodium,
  withRoot,
} from '@weft/crypto';

/** Unix ms at which what the vectors hold ends. */
export const NOT_AFTER = 1_900_000_000_000;

/** Randomness for tests: SHA-256 of a name and a counter. Never random. */
export function createSeededRandomness(name: string): Randomness {
  let counter = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const block = createHash('sha256').update(`${name}/${counter++}`).digest();
      bytes.set(block.subarray(0, Math.min(32, length - at)), at);
    }
    return bytes;
  };
}

/** The room of the vectors: its first epoch, and a session of each role. */
export interface Fixture {
  readonly room: Room;
  readonly epoch: Epoch;
  readonly keys: EpochKeys;
  readonly sessions: { readonly [R in Role]: Session };
}

/** Makes it; the same every time. */
export function createFixture(sodium: Sodium): Fixture {
  const room = createRoom(sodium, createSeededRandomness('room'));
  const epoch = createEpoch(sodium, createSeededRandomness('epoch'), room, { notAfter: NOT_AFTER });
  const keys = withRoot(deriveKeys(sodium, 'editor', epoch.editSecret), room);
  const session = (role: Role): Session =>
    createSession(sodium, createSeededRandomness(`session/${role}`), keys, epoch.certificate, {
      role,
      notAfter: NOT_AFTER - 1,
    });
  const sessions: { readonly [R in Role]: Session } = {
    viewer: session('viewer'),
    commenter: session('commenter'),
    editor: session('editor'),
    admin: session('admin'),
  };
  return { room, epoch, keys, sessions };
}

/** The capability of a role in the room of the vectors. */
export function capabilityOf(
  sodium: Sodium,
  { epoch }: Fixture,
  role: LinkRole,
  relays: readonly string[],
): Capability {
  const edit: Capability = { role: 'editor', certificate: epoch.certificate, secret: epoch.editSecret, relays };
  const narrowed = narrowCapability(sodium, edit, role);
  if (!narrowed.ok) throw new Error(narrowed.failure.sentence);
  return narrowed.value;
}
