/**
 * KEY-8: what came in just before the news that its author was removed counts here and is set aside elsewhere. Whoever may write a snapshot vouches for it,
 * under the new keys, so that all agree again. The same snapshot stands for what was written here under the old keys.
 */
import { decodeHeader } from '@weft/crypto';
import { replicaFailure } from '../errors.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Cancel } from '../ports/timers.ts';
import { drawChance } from '../draw-chance.ts';
import type { ReplicaContext } from './context.ts';
import { openEntry, type OpenedEntry } from './open-entry.ts';
import { AGAIN_MS, type Wrapping } from './wrapping.ts';

export interface Vouching {
  /** The keys changed, or what counts did. */
  governed(): void;
  /** A comment came in that was written under keys that are over. */
  straggled(): void;
  /** LED-4: another's snapshot, which is held, leaves out what it claims to cover: whoever began with it lacks that. */
  disagreed(): void;
  /** LED-5: what lies here is whole in content and no longer in form: a snapshot takes its place. */
  mend(): void;
  stop(): void;
}

const LEAST_MS = 1_000;
const SPREAD_MS = 5_000;

export interface VouchingOptions {
  /** Whether a session is one of this device's. */
  isOwn(session: SessionHex): boolean;
  /** This role may write snapshots. */
  readonly mayVouch: boolean;
  /** Knows what must not leave this device until it is covered. */
  readonly wrapping: Pick<Wrapping, 'isWaiting'>;
  /** Writes a snapshot, unless this is not the time. */
  vouch(): void;
}

/** Nothing is to be vouched for yet. */
export function createVouching(context: ReplicaContext, options: VouchingOptions): Vouching {
  const { mayVouch, vouch, wrapping } = options;
  const { governance, ledger, ring } = context;
  const { random, timers } = context.ports;
  let cancel: Cancel | undefined;
  let isBroken = false;

  /** Whether there is an entry of its own, no notice, under other keys than those of now. Of a rival that lost, epochs may have any number. */
  function holdsOver(isMeant: (opened: OpenedEntry) => boolean): boolean {
    const current = ring.current();
    const { epoch } = current.certificate;
    const hasRival = ring.all().some((other) => other !== current && other.certificate.epoch === epoch);
    for (const [session, { seq: head }] of ledger.heads()) {
      for (let seq = head; seq > ledger.coveredSeq(session); seq--) {
        const envelope = ledger.get(session, seq);
        const header = envelope && decodeHeader(envelope);
        if (envelope === undefined || header?.ok !== true || header.value.kind === 'control') continue;
        if (header.value.epoch === epoch && !hasRival) continue;
        const opened = openEntry(ring, { session, seq, kind: header.value.kind, envelope });
        if (opened.ok && opened.value.epoch !== current && isMeant(opened.value)) return true;
      }
    }
    return false;
  }

  /** Everyone else holds it aside: it came too late. */
  function isLate(opened: OpenedEntry): boolean {
    return governance.judgeEntry(opened) === 'late';
  }

  /** Others may hold it aside: those who only read do not know an author who introduces themselves in a comment. */
  function isDoubtful(opened: OpenedEntry): boolean {
    return opened.entry.kind === 'comment' || isLate(opened);
  }

  /** Written on this device: it must not leave under keys that are over. */
  function isOwn({ entry }: OpenedEntry): boolean {
    return options.isOwn(entry.session);
  }

  function soon(ms: number): void {
    cancel?.();
    cancel = timers.set(ms, () => {
      cancel = undefined;
      const isContradicted = ledger.snapshots().some(({ session, seq }) => ledger.isContradicted(session, seq));
      if (
        isBroken ||
        isContradicted ||
        wrapping.isWaiting() ||
        holdsOver((opened) => isOwn(opened) || isDoubtful(opened))
      )
        vouch();
      isBroken = false;
      if (wrapping.isWaiting()) soon(AGAIN_MS);
    });
  }

  /** All who may vouch see it: whoever draws the shortest wait does it. */
  function afterOthers(): void {
    soon(LEAST_MS + Math.floor(SPREAD_MS * drawChance(random)));
  }

  return {
    governed() {
      if (governance.isRemoved()) return;
      if (!mayVouch) {
        if (holdsOver(isLate)) context.alarm(replicaFailure('late-held'));
        return;
      }
      if (holdsOver(isOwn) || wrapping.isWaiting()) soon(0);
      else if (holdsOver(isDoubtful)) afterOthers();
    },
    straggled() {
      if (mayVouch && cancel === undefined && !governance.isRemoved()) afterOthers();
    },
    disagreed() {
      if (mayVouch && cancel === undefined && !governance.isRemoved()) afterOthers();
    },
    mend() {
      if (!mayVouch) return;
      isBroken = true;
      if (cancel === undefined) soon(0);
    },
    stop: () => cancel?.(),
  };
}
