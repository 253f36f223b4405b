import type { Hash } from '../bytes/brands.ts';
import { concat, isZero } from '../bytes/bytes.ts';
import { writeU32, writeU64 } from '../bytes/integers.ts';
import type { EpochKeys } from '../keys/epoch-keys.ts';
import { ENVELOPE_LABEL } from '../keys/labels.ts';
import { isAllowed, isStored, type Kind, kindToByte } from '../keys/roles.ts';
import type { Session } from '../keys/session.ts';
import type { Randomness } from '../sodium/randomness.ts';
import type { Sodium } from '../sodium/sodium.ts';
import {
  CIPHERTEXT_AT,
  COMMITMENT_AT,
  HEADER_BYTES,
  MAGIC_0,
  MAGIC_1,
  NONCE_AT,
  NONCE_BYTES,
  PLAINTEXT_OVERHEAD,
  SIGNATURE_BYTES,
  SUITE,
  TAG_BYTES,
  TRAILER_BYTES,
  VERSION,
} from './layout.ts';
import { padmeLength } from './padding.ts';
import { kindToSealingKeys } from './sealing-key.ts';

/** What goes into an envelope; room, epoch and signer are the session's. */
export interface EnvelopeContent {
  readonly kind: Kind;
  /** Place in the session's chain of stored kinds, or in its chain of kinds that are not stored. */
  readonly seq: number;
  /** Hash of the session's previous stored envelope; left out at seq 0 and for kinds that are not stored. */
  readonly prev?: Hash;
  readonly payload: Uint8Array;
}

// A caller that breaks these would write what every reader refuses: programmer errors.
function checkContent(session: Session, content: EnvelopeContent): void {
  const { kind, seq, prev } = content;
  if (!isAllowed(session.role, kind)) throw new RangeError(`a ${session.role} may not write ${kind}`);
  if (isZero(session.pair.secretKey)) throw new Error('this session was wiped');
  const isLinked = prev !== undefined && !isZero(prev);
  if (isLinked !== (isStored(kind) && seq > 0)) throw new RangeError(`prev does not suit ${kind} at seq ${seq}`);
  if (prev !== undefined && prev.length !== 32) throw new RangeError('prev has 32 bytes');
}

/**
 * Seals and signs one envelope (ENV-1 … ENV-4).
 * @param keys of the session's epoch
 * @param content the payload is copied
 * @throws on programmer errors only: a kind the role may not write, wiped keys, a viewer's keys for a comment, a `prev` that does not suit
 */
export function sealEnvelope(
  sodium: Sodium,
  random: Randomness,
  session: Session,
  keys: EpochKeys,
  content: EnvelopeContent,
): Uint8Array<ArrayBuffer> {
  checkContent(session, content);
  const { kind, seq, prev, payload } = content;
  const key = kindToSealingKeys(keys, kind);
  if (key === undefined) throw new RangeError(`these keys seal no ${kind}`);

  const plaintextBytes = padmeLength(PLAINTEXT_OVERHEAD + payload.length);
  const envelope = new Uint8Array(CIPHERTEXT_AT + plaintextBytes + TAG_BYTES + TRAILER_BYTES);
  const certificateAt = envelope.length - TRAILER_BYTES;
  envelope[0] = MAGIC_0;
  envelope[1] = MAGIC_1;
  envelope[2] = VERSION;
  envelope[3] = SUITE;
  envelope[4] = kindToByte(kind);
  envelope.set(session.roomId, 5);
  writeU32(envelope, 37, session.epoch);
  envelope.set(session.pair.publicKey, 41);
  writeU64(envelope, 73, seq);
  const nonce = random(NONCE_BYTES); // ENV-2
  envelope.set(nonce, NONCE_AT);
  envelope.set(sodium.hash(envelope.subarray(0, COMMITMENT_AT), key.commitment), COMMITMENT_AT);

  // The plaintext is written where its ciphertext then replaces it: one array, and no clear copy stays behind.
  const plaintext = envelope.subarray(CIPHERTEXT_AT, CIPHERTEXT_AT + plaintextBytes);
  if (prev !== undefined) plaintext.set(prev, 0);
  writeU32(plaintext, 32, payload.length);
  plaintext.set(payload, PLAINTEXT_OVERHEAD);
  const header = envelope.subarray(0, HEADER_BYTES); // ENV-1: exactly the AAD
  sodium.seal(key.sealing, nonce, header, plaintext, envelope.subarray(CIPHERTEXT_AT, certificateAt));

  envelope.set(session.certificate, certificateAt);
  const signatureAt = envelope.length - SIGNATURE_BYTES;
  const signed = concat(ENVELOPE_LABEL, sodium.hash(envelope.subarray(0, signatureAt)));
  envelope.set(sodium.sign(signed, session.pair.secretKey), signatureAt);
  return envelope;
}
