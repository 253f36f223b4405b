/** KEY-7: what a link pins, taken from a ledger and judged against another. */
import {
  equal,
  type HeadPin,
  hashEnvelope,
  MOST_HEAD_PINS,
  MOST_PIN_SEQ,
  PIN_HASH_BYTES,
  PIN_SESSION_BYTES,
  type Sodium,
  toHex,
} from '@weft/crypto';
import { readEntry } from './create-ledger.ts';
import { hexToBytes } from './heads.ts';
import type { Ledger, SessionHex } from './types.ts';

/**
 * - `held`: the pinned envelope is here, or something stands for it that names no other in its place. A snapshot that covers more of the
 *   session names its newest envelope only: of those before it nothing more can be known, and its author is trusted (LED-4).
 * - `forked`: another envelope has its name.
 * - `lacking`: neither.
 */
export type PinVerdict = 'held' | 'forked' | 'lacking';

/**
 * The newest envelopes of a ledger, one of each session, in the order in which this device had them.
 *
 * @param isSent - whether an envelope is known to be anywhere else: a joiner would wait in vain for one that is not
 */
export function ledgerToPins(
  sodium: Sodium,
  ledger: Ledger,
  isSent: (session: SessionHex, seq: number) => boolean,
): readonly HeadPin[] {
  const pins = new Map<SessionHex, HeadPin>();
  for (const { session, seq, envelope } of [...ledger.entries()].reverse()) {
    if (pins.size >= MOST_HEAD_PINS) break;
    if (pins.has(session) || seq > MOST_PIN_SEQ || !isSent(session, seq)) continue;
    pins.set(session, {
      session: hexToBytes(session).subarray(0, PIN_SESSION_BYTES),
      seq,
      hash: hashEnvelope(sodium, envelope).subarray(0, PIN_HASH_BYTES),
    });
  }
  return [...pins.values()];
}

/** Judges a pin. Costs a look at every session's name, and one hash where the envelope is here. */
export function judgePin(sodium: Sodium, ledger: Ledger, pin: HeadPin): PinVerdict {
  const start = toHex(pin.session);
  const verdicts = new Set<PinVerdict>();
  for (const session of ledger.heads().keys()) {
    if (!session.startsWith(start)) continue;
    const verdict = judgeSession(sodium, ledger, session, pin);
    // Of two histories both are kept: the pinned one may be the second.
    const isRival =
      verdict === 'forked' && ledger.named(session, pin.seq).some((rival) => isPinned(sodium, rival, pin));
    verdicts.add(isRival ? 'held' : verdict);
  }
  if (verdicts.has('held') || isAside(sodium, ledger, pin)) return 'held';
  return verdicts.has('forked') ? 'forked' : 'lacking';
}

function judgeSession(sodium: Sodium, ledger: Ledger, session: SessionHex, { seq, hash }: HeadPin): PinVerdict {
  const compare = (whole: Uint8Array): PinVerdict =>
    equal(whole.subarray(0, PIN_HASH_BYTES), hash) ? 'held' : 'forked';
  const envelope = ledger.get(session, seq);
  if (envelope !== undefined) return compare(hashEnvelope(sodium, envelope));
  const head = ledger.heads().get(session);
  if (head?.seq === seq) return compare(head.hash);
  const named = ledger.snapshots().flatMap(({ covers }) => {
    const covered = covers.get(session);
    return covered?.seq === seq ? [compare(covered.hash)] : [];
  });
  if (named.length > 0) return named.includes('held') ? 'held' : 'forked';
  return ledger.coveredSeq(session) >= seq ? 'held' : 'lacking';
}

/** KEY-8: what came too late to count did come. */
function isAside(sodium: Sodium, ledger: Ledger, pin: HeadPin): boolean {
  return ledger.aside().some((envelope) => readEntry(envelope)?.seq === pin.seq && isPinned(sodium, envelope, pin));
}

function isPinned(sodium: Sodium, envelope: Uint8Array, { hash }: HeadPin): boolean {
  return equal(hashEnvelope(sodium, envelope).subarray(0, PIN_HASH_BYTES), hash);
}
