/** Making a document, and keeping one that somebody shared. */
import type { Library, LibraryFailure, LibraryRecord, Ports } from '@weft/crdt-core';
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

/** Keeps the document a capability opens. A stronger link that is known already stays, and so does a newer one (KEY-8). */
export async function keepDocument(
  library: Library,
  ports: Ports,
  capability: Capability,
): Promise<Result<LibraryRecord, LibraryFailure | CryptoFailure>> {
  const { sodium } = ports;
  const roomId = toBase64Url(capability.certificate.roomId);
  const record = library.get(roomId);
  const known = record && linkToCapability(sodium, record.link);
  const isOlder = known?.ok === true && capability.certificate.epoch < known.value.certificate.epoch;
  // KEY-1: what is kept as the link is to be shared; the owner's key is kept beside it.
  const { adminSeed, ...given } = capability;
  // KEY-7: what an earlier link pinned may still be awaited.
  const pins = [...(given.pins ?? []), ...(known?.ok === true ? (known.value.pins ?? []) : [])];
  const shared = { ...given, pins: pins.slice(0, MOST_HEAD_PINS) };
  return await library.put({
    roomId,
    ...(isOlder ? {} : { role: capability.role, link: capabilityToLink(sodium, shared, pageOrigin()) }),
    ...(adminSeed === undefined ? {} : { adminSeed }),
    openedAt: ports.clock.now(),
  });
}
