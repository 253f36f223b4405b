import { decodeHeader, equal, isStored, type Kind, toHex } from '@weft/crypto';
import type { SessionHex } from '../ledger/types.ts';
import type { OpenedEphemeral, Replica } from '../replica/types.ts';
import type { Presence } from './presence.ts';
import { bytesToReceipt, type Receipt } from './receipts.ts';

/** Opens what links bring that is not stored, and gives it to whom it concerns. */
export interface EphemeralReader {
  /** @param from - the connection that brought it; left out for a sibling tab's */
  take(envelope: Uint8Array, from?: number): void;
  /** Those who showed their presence, with their Yjs client ids. */
  sessions(): Iterable<readonly [SessionHex, number]>;
}

/** Sessions whose newest presence is kept, to know it again when it comes over another link. */
const MAX_KEPT = 256;

export interface EphemeralReaderOptions {
  readonly replica: Replica;
  readonly presence: Pick<Presence, 'receive' | 'heardAgain' | 'drop'>;
  /** KEY-8: a link brought a word under keys that are not known here, and not older ones. */
  strangeKeys(from: number): void;
  /** A receipt came, and this session signed it. */
  receipt(receipt: Receipt, session: string, from: number | undefined): void;
  /** ERR-1: something is sealed to one session: this one's, or another's. */
  errand(opened: OpenedEphemeral): void;
}

/** Heads are for the link they were sealed for; elsewhere they would only make it look as if they had been read (SYN-1). */
export function isForEveryLink(kind: Kind): boolean {
  return !isStored(kind) && kind !== 'sync';
}

/** A reader for one replica. */
export function createEphemeralReader(options: EphemeralReaderOptions): EphemeralReader {
  const { replica, presence } = options;
  const newest = new Map<string, { readonly envelope: Uint8Array; readonly clientId: number }>();

  /** KEY-8: speaking under keys that are over, whether its device was removed or its link replaced. Invited again, it speaks under the new ones. */
  const isGone = (session: string, epoch: number): boolean =>
    epoch <= replica.certificate.epoch && replica.people.isLeftOut(session, epoch);

  // Whoever was removed is not shown as being here: they do not see what is written.
  replica.on('epoch', () => {
    for (const [session, { envelope, clientId }] of newest) {
      const header = decodeHeader(envelope);
      if (!header.ok || !isGone(session, header.value.epoch)) continue;
      newest.delete(session);
      presence.drop(clientId);
    }
  });

  return {
    take(envelope, from) {
      const header = decodeHeader(envelope);
      if (!header.ok || !isForEveryLink(header.value.kind)) return;
      const name = toHex(header.value.session);
      const isLeftOut = isGone(name, header.value.epoch);
      if (isLeftOut && header.value.kind !== 'receipt') return;
      const opened = replica.openEphemeral(envelope);
      if (!opened.ok) {
        if (isLeftOut) return;
        const known = newest.get(name);
        // SYN-7: to the byte what was verified last: the same person, heard over one more link.
        if (known !== undefined && from !== undefined && equal(known.envelope, envelope)) {
          presence.heardAgain(known.clientId, from);
        }
        const { epoch } = header.value;
        // An older number is a joiner's own past, unless that is known here: then it is a rival's, which may hold.
        const isNews = epoch >= replica.certificate.epoch || replica.certificates().some((one) => one.epoch === epoch);
        const isStrange = isNews && opened.failure.code === 'envelope-epoch';
        if (isStrange && from !== undefined && !replica.isRemoved()) options.strangeKeys(from);
        // Else a replay, our own word come back, or noise: nothing that is lost by passing over it.
        return;
      }
      const { kind, clientId, payload } = opened.value;
      if (kind === 'errand') return options.errand(opened.value);
      if (kind === 'receipt') {
        const receipt = bytesToReceipt(payload);
        if (receipt === undefined) return;
        if (receipt.introduction !== undefined) replica.people.introduce(name, header.value, receipt.introduction);
        // A new session of a device that was given the next keys says here first whose it is: what it lacks is the notice.
        const isStillOut = isLeftOut && isGone(name, header.value.epoch);
        // Whoever was removed by a notice that never came is heard in that alone: it is how they learn of it.
        if (isStillOut && !receipt.lacksNotices) return;
        return options.receipt(
          isStillOut ? { ...receipt, heads: new Map(), marks: new Map(), isComplete: false } : receipt,
          name,
          from,
        );
      }
      newest.delete(name);
      newest.set(name, { envelope: envelope.slice(), clientId });
      if (newest.size > MAX_KEPT) newest.delete(newest.keys().next().value ?? '');
      presence.receive(opened.value, from);
    },
    *sessions() {
      for (const [session, { clientId }] of newest) yield [session, clientId];
    },
  };
}
