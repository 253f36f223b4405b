import {
  type Capability,
  createSession,
  decodeSessionCertificate,
  deriveKeys,
  renewSession,
  type Session,
  wipeSession,
} from '@weft/crypto';
import type { Ports } from '../ports/ports.ts';
import { createKeyring, type Keyring } from './keyring.ts';

/** How long a session certificate admits, and how little of that may be left, in milliseconds. */
export const SESSION_MS: number = 7 * 24 * 60 * 60 * 1000;
export const RENEW_MS: number = 24 * 60 * 60 * 1000;

/** The session a replica writes with (KEY-4). */
export interface Identity {
  readonly ring: Keyring;
  /** Its certificate has at least a day left, by this device's clock. */
  session(): Session;
  /** The session as it is, for after the wipe. */
  lastSession(): Session;
  /** KEY-9. */
  wipe(): void;
}

/** A fresh session for a capability. */
export function createIdentity({ sodium, random, clock }: Ports, capability: Capability): Identity {
  const { certificate, role, secret } = capability;
  const ring = createKeyring(sodium, certificate, deriveKeys(sodium, role, secret));
  let session = createSession(sodium, random, ring.current().keys, certificate, {
    role,
    notAfter: clock.now() + SESSION_MS,
  });

  function isRunningOut(): boolean {
    const decoded = decodeSessionCertificate(session.certificate);
    return !decoded.ok || decoded.value.notAfter - clock.now() < RENEW_MS;
  }

  return {
    ring,
    session() {
      if (isRunningOut())
        session = renewSession(
          sodium,
          ring.current().keys,
          ring.current().certificate,
          session,
          clock.now() + SESSION_MS,
        );
      return session;
    },
    lastSession: () => session,
    wipe() {
      wipeSession(sodium, session);
      ring.wipe();
    },
  };
}
