import type { PublicKey, RoomId, Signature } from '../bytes/brands.ts';
import { concat, textToBytes } from '../bytes/bytes.ts';
import { writeU16 } from '../bytes/integers.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import { HELLO_LABEL } from '../keys/labels.ts';
import type { Session } from '../keys/session.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';

/** What a relay's challenge is answered over: naming the host keeps one relay from using the answer at another. */
export interface HelloContext {
  /** The relay's authority as dialled, such as `example.org:4400`; at most 65535 bytes of UTF-8. */
  readonly host: string;
  readonly roomId: RoomId;
  /** 32 bytes from CHALLENGE. */
  readonly nonce: Uint8Array;
}

function helloToSigned({ host, roomId, nonce }: HelloContext): Uint8Array {
  const hostBytes = textToBytes(host);
  const length = new Uint8Array(2);
  writeU16(length, 0, hostBytes.length);
  return concat(HELLO_LABEL, length, hostBytes, roomId, nonce);
}

/** RLY-3: proves to a relay that one holds a session's key. The nonce must have 32 bytes (programmer error otherwise). */
export function signHello(sodium: Sodium, session: Session, context: HelloContext): Signature {
  if (context.nonce.length !== 32) throw new RangeError('a challenge has 32 bytes');
  return sodium.sign(helloToSigned(context), session.pair.secretKey);
}

/**
 * RLY-3: checks a session's answer to one's own challenge.
 * @param sessionPk from the session certificate, verified before
 * @param context the relay's own host and nonce, never the client's word for them
 * @returns `proof-invalid`
 */
export function verifyHello(
  sodium: VerifyingSodium,
  sessionPk: PublicKey,
  proof: Uint8Array,
  context: HelloContext,
): Result<true, CryptoFailure> {
  return sodium.isSigned(proof, helloToSigned(context), sessionPk) ? success(true) : cryptoFailure('proof-invalid');
}
