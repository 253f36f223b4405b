import type { PublicKey, RoomId } from '../bytes/brands.ts';
import { readU32, readU64 } from '../bytes/integers.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import { byteToKind, byteToRole, type Kind, type Role } from '../keys/roles.ts';
import { LEAST_ENVELOPE_BYTES, MAGIC_0, MAGIC_1, SUITE, TRAILER_BYTES, VERSION } from './layout.ts';

/** ENV-1: what anyone can read of an envelope. Byte fields are views of the envelope. */
export interface EnvelopeHeader {
  readonly kind: Kind;
  readonly roomId: RoomId;
  readonly epoch: number;
  readonly session: PublicKey;
  readonly seq: number;
  /** From the enclosed session certificate. Nothing of a header is true before the envelope is verified. */
  readonly role: Role;
}

/**
 * Reads an envelope's header, and the role its certificate claims, without checking any signature.
 * @param bytes a whole envelope
 * @returns `envelope-version` or `envelope-malformed` where it cannot be read
 */
export function decodeHeader(bytes: Uint8Array): Result<EnvelopeHeader, CryptoFailure> {
  if (bytes.length < LEAST_ENVELOPE_BYTES) return cryptoFailure('envelope-malformed');
  if (bytes[0] !== MAGIC_0 || bytes[1] !== MAGIC_1) return cryptoFailure('envelope-malformed');
  if (bytes[2] !== VERSION || bytes[3] !== SUITE) return cryptoFailure('envelope-version');
  const kind = byteToKind(bytes[4] ?? 0);
  const seq = readU64(bytes, 73);
  const role = byteToRole(bytes[bytes.length - TRAILER_BYTES + 1] ?? 0);
  if (kind === undefined || seq === undefined || role === undefined) return cryptoFailure('envelope-malformed');
  return success({
    kind,
    roomId: bytes.subarray(5, 37) as RoomId,
    epoch: readU32(bytes, 37),
    session: bytes.subarray(41, 73) as PublicKey,
    seq,
    role,
  });
}
