import type { PublicKey, RoomId, Signature } from '../bytes/brands.ts';
import { concat } from '../bytes/bytes.ts';
import { type CryptoFailure, cryptoFailure, type Result, success } from '../errors.ts';
import { PEER_LABEL } from '../keys/labels.ts';
import type { Session } from '../keys/session.ts';
import type { Sodium } from '../sodium/sodium.ts';
import type { VerifyingSodium } from '../sodium/verifying-sodium.ts';

/**
 * What a proof between two replicas is made over. It names who signs and who reads, each with the nonce it drew for this link: a
 * proof sent back to its signer, or passed on to a third, holds nowhere.
 */
export interface PeerContext {
  readonly roomId: RoomId;
  readonly signer: PublicKey;
  readonly reader: PublicKey;
  /** 32 bytes, drawn by the signer. */
  readonly signerNonce: Uint8Array;
  /** 32 bytes, drawn by the reader. */
  readonly readerNonce: Uint8Array;
}

function peerToSigned({ roomId, signer, reader, signerNonce, readerNonce }: PeerContext): Uint8Array {
  return concat(PEER_LABEL, roomId, signer, reader, signerNonce, readerNonce);
}

/** SYN-1: proves to the other end of a peer link that one holds a session's key. Nonces have 32 bytes (programmer error otherwise). */
export function signPeer(sodium: Sodium, session: Session, context: Omit<PeerContext, 'signer' | 'roomId'>): Signature {
  if (context.signerNonce.length !== 32 || context.readerNonce.length !== 32) {
    throw new RangeError('a nonce has 32 bytes');
  }
  const signed = peerToSigned({ ...context, roomId: session.roomId, signer: session.pair.publicKey });
  return sodium.sign(signed, session.pair.secretKey);
}

/**
 * SYN-1: checks the other end's proof.
 * @param context the reader's own room, key and nonce, never the signer's word for them; `signer` from the session certificate
 * @returns `peer-proof-invalid`
 */
export function verifyPeer(
  sodium: VerifyingSodium,
  proof: Uint8Array,
  context: PeerContext,
): Result<true, CryptoFailure> {
  return sodium.isSigned(proof, peerToSigned(context), context.signer)
    ? success(true)
    : cryptoFailure('peer-proof-invalid');
}
