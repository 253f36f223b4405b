/** What a peer link checks of the other end, with keys: who it is, and what it says it holds. */
import {
  type CryptoFailure,
  cryptoFailure,
  type EpochCertificate,
  equal,
  type Failure,
  type Result,
  verifyEpochCertificate,
  verifyPeer,
  verifySessionCertificate,
} from '@weft/crypto';
import { bytesToHeads } from '../ledger/heads.ts';
import type { Ports } from '../ports/index.ts';
import type { Replica } from '../replica/types.ts';
import type { Name } from '../sync/relay-heads.ts';
import type { PeerLinkFrame } from '../wire/index.ts';
import type { OtherEnd, PeerEvent } from './peer-state.ts';

/** Differing heads that are looked into at a time. */
const FORKS_AT_ONCE = 16;

export interface ProofContext {
  readonly ports: Ports;
  readonly replica: Replica;
  /** By default, any epoch certificate that this room's root signed holds. */
  readonly verifyCertificate?: (bytes: Uint8Array) => Result<EpochCertificate, CryptoFailure>;
}

/**
 * Checks the other end's PROOF.
 *
 * @param nonce - this end's, of this link
 */
export function verifyOther(
  context: ProofContext,
  frame: Extract<PeerLinkFrame, { type: 'proof' }>,
  other: OtherEnd,
  nonce: Uint8Array,
): PeerEvent {
  const { ports, replica } = context;
  const { sodium, clock } = ports;
  const judge = context.verifyCertificate ?? ((bytes) => verifyEpochCertificate(sodium, bytes, replica.roomId));
  // The message is gone after this turn; what is judged may be kept.
  const epoch = judge(frame.epochCertificate.slice());
  if (!epoch.ok) return { type: 'unverified', failure: epoch.failure };
  const { sessionCertificate } = frame;
  const granted = verifySessionCertificate(sodium, sessionCertificate.slice(), epoch.value, { now: clock.now() });
  if (!granted.ok) return { type: 'unverified', failure: granted.failure };
  const { session, role } = granted.value;
  // The certificate must be of the very key that said HELLO.
  if (!equal(session, other.session))
    return { type: 'unverified', failure: cryptoFailure('certificate-invalid').failure };
  const proven = verifyPeer(sodium, frame.proof, {
    roomId: replica.roomId,
    signer: session,
    reader: replica.session.pair.publicKey,
    signerNonce: other.nonce,
    readerNonce: nonce,
  });
  return proven.ok ? { type: 'verified', role } : { type: 'unverified', failure: proven.failure };
}

/** Opens the heads of the other end, and compares them with our own. */
export function openHeads(replica: Replica, envelope: Uint8Array, session: Uint8Array): PeerEvent {
  const opened = replica.openEphemeral(envelope);
  if (!opened.ok) return { type: 'unreadable', failure: opened.failure };
  // Someone else's heads, passed on, say nothing of what this end holds.
  if (opened.value.kind !== 'sync' || !equal(opened.value.session, session)) return UNREADABLE;
  const heads = bytesToHeads(opened.value.payload);
  if (heads === undefined) return UNREADABLE;
  const seqs = new Map<string, number>();
  const forks: Name[] = [];
  const ours = replica.ledger.heads();
  for (const [name, { seq, hash }] of heads) {
    seqs.set(name, seq);
    const head = ours.get(name);
    if (head?.seq === seq && !equal(head.hash, hash) && forks.length < FORKS_AT_ONCE) {
      forks.push({ session: name, seq });
    }
  }
  return { type: 'heads', heads: { seqs, forks } };
}

const UNREADABLE_FAILURE: Failure<'heads-malformed'> = {
  code: 'heads-malformed',
  sentence: 'A device that connected directly sent a list that cannot be read. Update Weft on both.',
};
const UNREADABLE: PeerEvent = { type: 'unreadable', failure: UNREADABLE_FAILURE };
