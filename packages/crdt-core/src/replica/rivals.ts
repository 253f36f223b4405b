/**
 * LED-2: two envelopes of one session under one name. Only that session can have signed both: the pair proves it to anyone. The second is kept
 * beside the first, so that what others wrote after either, or over it, has what it needs; which comes first is the same for all who hold both,
 * once they open the document again.
 */
import { equal, hashEnvelope, toHex } from '@weft/crypto';
import type { SessionHex } from '../ledger/types.ts';
import { checkUpdate } from './check-update.ts';
import type { ReplicaContext } from './context.ts';
import type { Rivals } from './judges.ts';
import { isOpenedChange, openEntry } from './open-entry.ts';

/** Someone who writes every change twice is not to fill the disk, nor to keep this device busy. */
const MAX_TRIES = 256;

/** @param context - `ledger` and `parts` are used once something is kept */
export function createRivals(
  context: Pick<ReplicaContext, 'clientOf' | 'governance' | 'ledger' | 'parts' | 'ports' | 'ring'>,
): Rivals {
  const { sodium } = context.ports;
  const forked = new Set<SessionHex>();
  let tries = 0;

  return {
    keep(entry) {
      const { session, seq } = entry;
      if (tries >= MAX_TRIES) return false;
      tries++;
      if (context.ledger.named(session, seq).length !== 1) return false;
      const opened = openEntry(context.ring, entry);
      if (!opened.ok || !isOpenedChange(opened.value)) return false;
      const { kind, update } = opened.value;
      const clocks = checkUpdate(update, context.clientOf(session));
      if (typeof clocks === 'string' || context.governance.judgeEntry(opened.value) !== 'in-time') return false;
      forked.add(session);
      context.ledger.keep({ ...entry, envelope: entry.envelope.slice() });
      context.parts[kind].queue.add({ session, encoding: 1, update, clocks });
      return true;
    },
    isForked: (session) => forked.has(session),
    has(session, seq, hash) {
      if (!forked.has(session)) return false;
      return context.ledger.named(session, seq).some((envelope) => equal(hash, hashEnvelope(sodium, envelope)));
    },
    order(opened) {
      const first = new Map<string, number>();
      const ordered = [...opened];
      for (const [at, one] of opened.entries()) {
        const name = `${one.entry.session}/${one.entry.seq}`;
        const before = first.get(name);
        const other = before === undefined ? undefined : ordered[before];
        if (before === undefined || other === undefined) first.set(name, at);
        else if (!equal(one.entry.envelope, other.entry.envelope)) {
          forked.add(one.entry.session);
          const [low, high] = [one, other].map(({ entry }) => toHex(hashEnvelope(sodium, entry.envelope)));
          if ((low ?? '') < (high ?? '')) [ordered[before], ordered[at]] = [one, other];
        }
      }
      return ordered;
    },
  };
}
