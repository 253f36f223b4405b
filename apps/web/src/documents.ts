/** Making a document, and keeping one that somebody shared. */
import { grantsLess, type Library, type LibraryFailure, type LibraryRecord, type Ports } from '@weft/crdt-core';
import {
  type Capability,
  capabilityToLink,
  type CryptoFailure,
  createEpoch,
  createRoom,
  linkToCapability,
  MOST_HEAD_PINS,
  type Result,
  toBase64Url,
  toHex,
} from '@weft/crypto';

/** How long the keys of a new document admit sessions, in ms: ten years. */
const ADMITS = 10 * 365.25 * 24 * 3600 * 1000;

/** The address the app is served from, to put before a fragment. */
export function pageOrigin(page: Pick<Location, 'origin'> = location): string {
  return page.origin;
}

/** Creates a document's keys and its record on this device. Nothing is sent anywhere yet. */
export async function createDocument(library: Library, ports: Ports): Promise<Result<LibraryRecord, LibraryFailure>> {
  const { sodium, random, clock } = ports;
  const room = createRoom(sodium, random);
  const epoch = createEpoch(sodium, random, room, { notAfter: clock.now() + ADMITS });
  const capability: Capability = {
    role: 'editor',
    certificate: epoch.certificate,
    secret: epoch.editSecret,
    relays: [],
  };
  return await library.put({
    roomId: toBase64Url(room.roomId),
    role: 'editor',
    link: capabilityToLink(sodium, capability, pageOrigin()),
    adminSeed: room.adminSeed,
    openedAt: clock.now(),
  });
}

/**
 * Keeps the document a capability opens. A stronger link that is known already stays, and so does a newer one (KEY-8); what the other pins
 * is kept with it (KEY-7).
 */
export async function keepDocument(
  library: Library,
  ports: Ports,
  capability: Capability,
): Promise<Result<LibraryRecord, LibraryFailure | CryptoFailure>> {
  const { sodium } = ports;
  const roomId = toBase64Url(capability.certificate.roomId);
  const record = library.get(roomId);
  const read = record && linkToCapability(sodium, record.link);
  const known = read?.ok === true ? read.value : undefined;
  const isOlder = known !== undefined && capability.certificate.epoch < known.certificate.epoch;
  const hasEnded = record?.hasEnded === true;
  const isWeaker = record !== undefined && !hasEnded && grantsLess(capability.role, record.role);
  // KEY-1: what is kept as the link is to be shared; the owner's key is kept beside it.
  const { adminSeed, ...given } = capability;
  const kept = known !== undefined && (isOlder || isWeaker) ? known : given;
  // KEY-7: what an earlier link pinned may still be awaited.
  const pinned = [...(given.pins ?? []), ...(known?.pins ?? [])].map((pin) => [toHex(pin.hash), pin] as const);
  const pins = [...new Map(pinned).values()].slice(0, MOST_HEAD_PINS);
  return await library.put({
    roomId,
    ...(kept === known ? { hasEnded } : { role: given.role }),
    link: capabilityToLink(sodium, { ...kept, pins }, pageOrigin()),
    ...(adminSeed === undefined ? {} : { adminSeed }),
    // Whoever follows its link wants it.
    trashedAt: null,
    openedAt: ports.clock.now(),
  });
}
