/**
 * KEY-8: what came in just before the news that its author was removed counts here and is set aside elsewhere. Whoever may write a snapshot vouches for it,
 * under the new keys, so that all agree again. The same snapshot stands for what was written here under the old keys.
 */
import { decodeHeader } from '@weft/crypto';
import { replicaFailure } from '../errors.ts';
import { readEntry } from '../ledger/create-ledger.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Cancel } from '../ports/timers.ts';
import { drawChance } from '../sync/draw-chance.ts';
import type { DeviceHex } from './closings.ts';
import type { ReplicaContext } from './context.ts';
import { openEntry } from './open-entry.ts';

export interface Vouching {
  /** The keys changed, or what counts did. */
  governed(): void;
  /** LED-5: what lies here is whole in content and no longer in form: a snapshot takes its place. */
  mend(): void;
  stop(): void;
}

const LEAST_MS = 1_000;
const SPREAD_MS = 5_000;

/**
 * @param device - this one; its earlier sessions are its own too
 * @param mayVouch - this role may write snapshots
 * @param vouch - writes one
 */
export function createVouching(
  context: ReplicaContext,
  device: DeviceHex | undefined,
  mayVouch: boolean,
  vouch: () => void,
): Vouching {
  const { governance, ledger, own, ring, roster } = context;
  const { random, timers } = context.ports;
  let cancel: Cancel | undefined;

  /** Whether there are entries of their own, under keys that are over, that others may not count. */
  function unsettled(isUnsettled: (session: SessionHex, seq: number, isOlder: boolean) => boolean): boolean {
    const { epoch } = ring.current().certificate;
    for (const [session, { seq: head }] of ledger.heads()) {
      for (let seq = head; seq > ledger.coveredSeq(session); seq--) {
        const envelope = ledger.get(session, seq);
        const header = envelope && decodeHeader(envelope);
        if (header?.ok !== true || header.value.epoch > epoch) continue;
        // Of the same number are the current epoch and its rivals, under whose keys someone may have written who was not kept.
        if (header.value.kind !== 'control' && isUnsettled(session, seq, header.value.epoch < epoch)) return true;
      }
    }
    return false;
  }

  function isLate(session: SessionHex, seq: number): boolean {
    const envelope = ledger.get(session, seq);
    const entry = envelope && readEntry(envelope);
    const opened = entry && openEntry(ring, entry);
    return opened?.ok === true && governance.judge(opened.value.epoch, session, seq) === 'late';
  }

  /** Written on this device under keys that are over, and not in a snapshot yet: it must not leave in that form. */
  function isOwn(session: SessionHex): boolean {
    return session === own || (device !== undefined && roster.deviceOf(session) === device);
  }

  function soon(ms: number): void {
    cancel?.();
    cancel = timers.set(ms, () => {
      cancel = undefined;
      if (unsettled((session, seq, isOlder) => (isOlder && isOwn(session)) || isLate(session, seq))) vouch();
    });
  }

  return {
    governed() {
      if (governance.isRemoved()) return;
      if (!mayVouch) {
        if (unsettled(isLate)) context.alarm(replicaFailure('late-held'));
        return;
      }
      if (unsettled((session, _, isOlder) => isOlder && isOwn(session))) soon(0);
      else if (unsettled(isLate)) soon(LEAST_MS + Math.floor(SPREAD_MS * drawChance(random)));
    },
    mend() {
      if (mayVouch) cancel ??= timers.set(0, vouch);
    },
    stop: () => cancel?.(),
  };
}
