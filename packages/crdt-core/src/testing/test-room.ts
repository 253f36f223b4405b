import {
  type Capability,
  createEpoch,
  createRoom,
  type Device,
  type DeviceSeed,
  type LinkRole,
  loadSodium,
  narrowCapability,
  type Room,
  seedToDevice,
  type Sodium,
} from '@weft/crypto';
import * as Y from 'yjs';
import type { Heads } from '../ledger/types.ts';
import type { Ports } from '../ports/ports.ts';
import { createReplica } from '../replica/create-replica.ts';
import type { Replica } from '../replica/types.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

/** A room with its capabilities, on virtual time and seeded randomness. */
export interface TestRoom {
  readonly ports: Ports;
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly room: Room;
  capability(role: LinkRole): Capability;
  /** A device of its own. */
  device(): Device;
  /** An open replica. `stored`: Yjs updates of a ledger document to start from. `isAdmin`: it holds the room's root. */
  replica(options?: {
    readonly role?: LinkRole;
    readonly stored?: readonly Uint8Array[];
    readonly device?: Device;
    readonly isAdmin?: boolean;
    readonly capability?: Capability;
    readonly seen?: Heads;
  }): Replica;
}

/** @param seed - of everything that is left to chance */
export async function createTestRoom(seed: number = 1): Promise<TestRoom> {
  return createTestRoomWith(await loadSodium(), seed);
}

/** As `createTestRoom`, with libsodium loaded before. */
export function createTestRoomWith(sodium: Sodium, seed: number = 1): TestRoom {
  const random = createSeededRandom(seed);
  const time = createVirtualTime();
  const ports: Ports = { sodium, random: random.bytes, clock: time.clock, timers: time.timers };
  const room = createRoom(sodium, random.bytes);
  const notAfter = time.clock.now() + 1000 * 24 * 60 * 60 * 1000;
  const { certificate, editSecret } = createEpoch(sodium, random.bytes, room, { notAfter });
  const editor: Capability = { role: 'editor', certificate, secret: editSecret, relays: [] };

  function capability(role: LinkRole): Capability {
    const narrowed = narrowCapability(sodium, editor, role);
    if (!narrowed.ok) throw new Error(narrowed.failure.sentence);
    return narrowed.value;
  }

  return {
    ports,
    time,
    random,
    room,
    capability,
    device: () => seedToDevice(sodium, random.bytes(32) as Uint8Array as DeviceSeed),
    replica({
      role = 'editor',
      stored = [],
      device,
      isAdmin = false,
      capability: given = capability(role),
      seen,
    } = {}) {
      const root = isAdmin ? { adminSeed: room.adminSeed } : {};
      const ledgerDoc = createLedgerDoc(random, stored);
      return createReplica(ports, { capability: { ...given, ...root }, ledgerDoc, device, seen });
    },
  };
}

/** A ledger document as storage would give it. */
export function createLedgerDoc(random: SeededRandom, stored: readonly Uint8Array[] = []): Y.Doc {
  const doc = new Y.Doc({ guid: 'ledger' }); // Yjs would draw a name that nobody reads
  doc.clientID = random.below(2 ** 32); // Yjs would draw it from the machine
  doc.transact(() => {
    for (const update of stored) Y.applyUpdate(doc, update);
  });
  return doc;
}

/** Everything a replica's ledger holds, in an order in which another can take it. */
export function envelopesOf(replica: Replica): Uint8Array[] {
  return [...replica.ledger.entries()].map(({ envelope }) => envelope);
}

/** The device of a replica, as it introduced itself; empty where it did not. */
export function deviceOf(replica: Replica): string {
  return replica.people.deviceOf(replica.sessionHex) ?? '';
}

/** A replica's ledger as a disk holds it: for `stored` of the next. */
export function storedOf(replica: Replica): Uint8Array[] {
  return [Y.encodeStateAsUpdate(replica.ledger.doc)];
}
