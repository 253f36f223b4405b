import {
  attestSession,
  type Capability,
  cardToPayload,
  createCard,
  createSession,
  decodeSessionCertificate,
  deriveKeys,
  type Device,
  renewSession,
  type Room,
  seedToRoom,
  type Session,
  wipeSession,
  withRoot,
} from '@weft/crypto';
import type { DocumentUser } from '../document-user.ts';
import type { Ports } from '../ports/ports.ts';
import { createKeyring, type Keyring } from './keyring.ts';

/** How long a session certificate admits, and how little of that may be left, in milliseconds. */
export const SESSION_MS: number = 7 * 24 * 60 * 60 * 1000;
export const RENEW_MS: number = 24 * 60 * 60 * 1000;

/** The session a replica writes with (KEY-4), and the device it is on (KEY-6). */
export interface Identity {
  readonly ring: Keyring;
  readonly device: Device | undefined;
  /** Where this device governs the room. */
  readonly room: Room | undefined;
  /** Of the current epoch; its certificate has at least a day left, by this device's clock. */
  session(): Session;
  /** The same session as an admin's, for what governs the room; `undefined` without the room's root. */
  adminSession(): Session | undefined;
  /** KEY-6: card and attestation of this session; `undefined` without a device. */
  introduction(): Uint8Array | undefined;
  setPerson(person: DocumentUser): void;
  /** The session as it is, for after the wipe. */
  lastSession(): Session;
  /** KEY-9. The device is its owner's to wipe. */
  wipe(): void;
}

const NOBODY: DocumentUser = { name: '', color: '#808080' };

/** A fresh session for a capability. */
export function createIdentity(
  { sodium, random, clock }: Ports,
  capability: Capability,
  device: Device | undefined,
): Identity {
  const { certificate, role, secret, adminSeed } = capability;
  const ring = createKeyring(sodium, certificate, deriveKeys(sodium, role, secret));
  const room = adminSeed === undefined ? undefined : seedToRoom(sodium, adminSeed);
  let epoch = ring.current();
  let session = createSession(sodium, random, epoch.keys, certificate, { role, notAfter: clock.now() + SESSION_MS });
  let person = NOBODY;
  let introduction: Uint8Array | undefined;

  function isRunningOut(): boolean {
    const decoded = decodeSessionCertificate(session.certificate);
    return !decoded.ok || decoded.value.notAfter - clock.now() < RENEW_MS;
  }

  function current(): Session {
    const now = ring.current();
    if (now !== epoch || isRunningOut()) {
      epoch = now;
      const renewed = renewSession(sodium, now.keys, now.certificate, session, clock.now() + SESSION_MS);
      session = { ...renewed, epoch: now.certificate.epoch };
    }
    return session;
  }

  return {
    ring,
    device,
    room,
    session: current,
    adminSession() {
      if (room === undefined) return undefined;
      const { keys, certificate: of } = ring.current();
      const admin: Session = { ...current(), role: 'admin' };
      return renewSession(sodium, withRoot(keys, room), of, admin, clock.now() + SESSION_MS);
    },
    introduction() {
      if (device === undefined) return undefined;
      const { roomId, pair } = session;
      introduction ??= cardToPayload(
        createCard(sodium, device, roomId, person),
        attestSession(sodium, device, roomId, pair.publicKey),
      );
      return introduction;
    },
    setPerson(next) {
      if (next.name === person.name && next.color === person.color) return;
      person = next;
      introduction = undefined;
    },
    lastSession: () => session,
    wipe() {
      wipeSession(sodium, session);
      if (room !== undefined) {
        sodium.wipe(room.root.secretKey);
        sodium.wipe(room.adminSeed);
      }
      ring.wipe();
    },
  };
}
