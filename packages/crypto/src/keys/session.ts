import type { PublicKey, RoomId, SigningPair } from '../bytes/brands.ts';
import { isZero } from '../bytes/bytes.ts';
import { writeU32, writeU64 } from '../bytes/integers.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import { sessionToClientId } from './client-id.ts';
import type { EpochCertificate } from './epoch-certificate.ts';
import type { EpochKeys } from './epoch-keys.ts';
import { type Role, roleToByte } from './roles.ts';
import {
  SESSION_CERTIFICATE_BYTES,
  SESSION_SIGNED_BYTES,
  SESSION_VERSION,
  sessionCertificateToSigned,
} from './session-certificate.ts';

/** One open replica: a fresh signing pair, what it was granted, and the Yjs client id that follows from it. */
export interface Session {
  readonly role: Role;
  readonly roomId: RoomId;
  readonly epoch: number;
  readonly pair: SigningPair;
  /** KEY-5. */
  readonly clientId: number;
  /** KEY-4: 110 bytes. */
  readonly certificate: Uint8Array;
}

/**
 * KEY-4: a new session, granted a role by the keys one holds.
 * @param keys must hold the role's signing pair, else this is a programmer error and throws
 * @param epochCertificate of the same epoch as the keys
 * @param options `notAfter`: Unix ms until when the session is admitted
 */
export function createSession(
  sodium: Sodium,
  random: Randomness,
  keys: EpochKeys,
  epochCertificate: EpochCertificate,
  options: { readonly role: Role; readonly notAfter: number },
): Session {
  const signer = roleToSigner(keys, options.role);
  const seed = random(32);
  const pair = sodium.seedToPair(seed);
  sodium.wipe(seed);
  const { roomId, epoch } = epochCertificate;
  return {
    role: options.role,
    roomId,
    epoch,
    pair,
    clientId: sessionToClientId(sodium, pair.publicKey),
    certificate: grant(sodium, signer, epochCertificate, options, pair.publicKey),
  };
}

/**
 * KEY-4: the same session with a new certificate: same pair, so same name and same Yjs client id.
 * @param session shares its pair with the result: wiping one wipes both
 * @param keys must hold the role's signing pair, else this is a programmer error and throws
 * @param notAfter Unix ms until when the session is admitted
 */
export function renewSession(
  sodium: Sodium,
  keys: EpochKeys,
  epochCertificate: EpochCertificate,
  session: Session,
  notAfter: number,
): Session {
  const { role, pair } = session;
  const signer = roleToSigner(keys, role);
  return { ...session, certificate: grant(sodium, signer, epochCertificate, { role, notAfter }, pair.publicKey) };
}

function roleToSigner(keys: EpochKeys, role: Role): SigningPair {
  const signer = keys.signers[role];
  if (signer === undefined) throw new RangeError(`these keys grant no ${role} session`);
  if (isZero(signer.secretKey)) throw new Error('these keys were wiped');
  return signer;
}

/** Writes and signs a session certificate. */
function grant(
  sodium: Sodium,
  signer: SigningPair,
  { roomId, epoch }: EpochCertificate,
  { role, notAfter }: { readonly role: Role; readonly notAfter: number },
  sessionPk: PublicKey,
): Uint8Array {
  const certificate = new Uint8Array(SESSION_CERTIFICATE_BYTES);
  certificate[0] = SESSION_VERSION;
  certificate[1] = roleToByte(role);
  writeU32(certificate, 2, epoch);
  certificate.set(sessionPk, 6);
  writeU64(certificate, 38, notAfter);
  certificate.set(sodium.sign(sessionCertificateToSigned(roomId, certificate), signer.secretKey), SESSION_SIGNED_BYTES);
  return certificate;
}

/** KEY-9: wipes a session's secret key; sealing with it afterwards throws. */
export function wipeSession(sodium: Sodium, session: Session): void {
  sodium.wipe(session.pair.secretKey);
}
