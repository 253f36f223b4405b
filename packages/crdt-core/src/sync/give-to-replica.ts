import { decodeHeader, type EnvelopeHashes, toHex } from '@weft/crypto';
import type { ReplicaCode } from '../errors.ts';
import type { Replica } from '../replica/types.ts';
import type { Covers, Name } from './relay-heads.ts';
import type { Outcome } from './relay-state.ts';

/** Refusals of what its session did sign: the relay is not the one to ask. */
const MEMBER_FAULTS: ReadonlySet<string> = new Set<ReplicaCode>([
  'equivocation',
  'chain-broken',
  'update-malformed',
  'update-not-owned',
  'snapshot-malformed',
  'snapshot-too-large',
  'snapshot-overreaches',
  'parcel-malformed',
  'kind-unsupported',
]);

/**
 * What a snapshot stands for here. Where the replica kept the entries it claims to cover, it did not agree with it, or could not:
 * then those are not taken to be at the relay because the snapshot is.
 */
export function toCovers(replica: Replica, heads: ReadonlyMap<string, { readonly seq: number }>): Covers {
  const covers = new Map<string, number>();
  for (const [session, { seq }] of heads) if (replica.ledger.coveredSeq(session) >= seq) covers.set(session, seq);
  return covers;
}

/** Where what a parcel carries ends, per session. */
export function carriesToCovers(carries: readonly Name[]): Covers {
  const covers = new Map<string, number>();
  for (const { session, seq } of carries) covers.set(session, Math.max(seq, covers.get(session) ?? -1));
  return covers;
}

/** Lets the replica judge an envelope from a link. `hashes`: of it, where they are known. */
export function giveToReplica(
  replica: Replica,
  envelope: Uint8Array,
  source: 'relay' | 'peer',
  hashes?: EnvelopeHashes,
): Outcome {
  const received = replica.receive(envelope, source, hashes);
  if (!received.ok) {
    const { failure } = received;
    // KEY-8: whoever was removed will never open what follows; to everyone else its keys are on their way.
    const isLocked = failure.code === 'envelope-epoch' && !replica.isRemoved();
    if (isLocked) return { status: 'locked' };
    if (failure.code === 'waiting-full') return { status: 'later' };
    const named = MEMBER_FAULTS.has(failure.code) ? decodeHeader(envelope) : undefined;
    if (named?.ok !== true) return { status: 'refused', failure };
    return { status: 'refused', failure, name: { session: toHex(named.value.session), seq: named.value.seq } };
  }
  const header = decodeHeader(envelope);
  if (!header.ok) throw new Error('the replica took an envelope without a header');
  const name: Name = { session: toHex(header.value.session), seq: header.value.seq };
  if (received.value === 'aside') return { status: 'aside', name };
  if (header.value.kind === 'parcel')
    return { status: received.value, name, carries: replica.ledger.carries(name.session, name.seq) };
  if (header.value.kind !== 'snapshot' || received.value === 'waiting') return { status: received.value, name };
  const held = replica.ledger.snapshots().find(({ session, seq }) => session === name.session && seq === name.seq);
  // One that a newer snapshot replaced tells nothing; the newer one will.
  return held === undefined
    ? { status: received.value, name }
    : { status: received.value, name, covers: toCovers(replica, held.covers) };
}
