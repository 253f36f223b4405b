/** What this replica writes: its own chain of changes, snapshots and notices (LED-1, LED-4, KEY-8). */
import { hashEnvelope, isAllowed, type Kind, sealCommentSection, sealEnvelope, type Session } from '@weft/crypto';
import { replicaFailure } from '../errors.ts';
import { encodeChange } from '../ledger/change-payload.ts';
import { encodeParcel } from '../ledger/parcel-payload.ts';
import { shouldCompact } from '../ledger/should-compact.ts';
import { encodeSnapshotPayload } from '../ledger/snapshot-payload.ts';
import type { Head, Heads, LedgerEntry } from '../ledger/types.ts';
import type { ReplicaContext } from './context.ts';
import type { Identity } from './identity.ts';
import { isDrawn, type Part, type PartKind } from './parts.ts';
import type { SnapshotDraft } from './snapshot-draft.ts';
import type { Transaction } from 'yjs';

/** Seals into the ledger. */
export interface Author {
  /** Whether this role may change this part at all. */
  mayWrite(part: Part): boolean;
  /** Takes note of a transaction made here; false if it changed nothing. */
  note(part: Part, transaction: Transaction): boolean;
  /** Seals what was noted: one envelope for each part, in the order in which they were first changed. */
  seal(): void;
  /** KEY-6: puts this session on the roster, if it is not there yet. The chain says it with its next change. */
  introduceSelf(): void;
  /** Seals a notice as the room's admin, and pins it. */
  appendNotice(session: Session, payload: Uint8Array): LedgerEntry;
  /** KEY-8: seals these entries of the ledger, which are in their chains' order, into one parcel, which takes their place. */
  sendInParcel(entries: readonly LedgerEntry[]): void;
  /** See `Replica.compact`. */
  compact(): Uint8Array | undefined;
  /** See `Replica.draft`. */
  draft(): boolean;
  wantsCompaction(): boolean;
}

/**
 * @param context - `flush` seals what is pending through this author's `seal`
 * @param draft - of the next snapshot
 */
export function createAuthor(context: ReplicaContext, identity: Identity, draft: SnapshotDraft): Author {
  const { governance, ledger, ports, ring, roster, own } = context;
  const { sodium, random } = ports;
  const { role } = identity.session();
  const may = (kind: Kind): boolean => isAllowed(role, kind) && !governance.isRemoved();
  /**
   * A snapshot stands for all there is: nobody makes one who cannot read all there is. And while someone whom a rival notice removed still has
   * the current keys, one would hand them what was written under the rival's (KEY-8). Nor one of what is known to be false.
   */
  const mayCompact = (): boolean =>
    may('snapshot') &&
    ring.all().every(({ keys }) => keys.commentKey !== undefined) &&
    !context.doubts.isDoubtful() &&
    governance.outvoted().size === 0;
  // Not read from the ledger: whatever happens to that, this chain goes on where it was.
  let head: Head | undefined;
  /** The introduction that the chain brought last. */
  let introduced: Uint8Array | undefined;
  const changed = new Set<Part>();
  let isForeign = false;

  /** The next envelope of this chain; `head` is its name. */
  function append(kind: Kind, payload: Uint8Array, session = identity.session()): LedgerEntry & { readonly at: Head } {
    const seq = (head?.seq ?? -1) + 1;
    const link = head === undefined ? {} : { prev: head.hash };
    const envelope = sealEnvelope(sodium, random, session, ring.current().keys, { kind, seq, payload, ...link });
    head = { seq, hash: hashEnvelope(sodium, envelope) };
    return { session: own, seq, kind, envelope, at: head };
  }

  /** KEY-6: what this session says of itself, where it has not said so yet. */
  function introduction(): { readonly introduction?: Uint8Array } {
    const mine = identity.introduction();
    if (mine === undefined || mine === introduced) return {};
    introduced = mine;
    roster.introduce(own, identity.session(), mine);
    return { introduction: mine };
  }

  function sealUpdate(kind: PartKind, update: Uint8Array): void {
    const { at, ...entry } = append(kind, encodeChange({ update, ...introduction() }));
    ledger.append(entry, at.hash);
    context.emit('appended', entry.envelope, 'local');
  }

  /** Everything this replica holds, as one snapshot in its chain. */
  function sealSnapshot(): Uint8Array {
    introduction();
    const covers: Heads = new Map(ledger.heads());
    const people = roster.toBytes();
    const { content, comment } = draft.take();
    // The comments are for those only who may read them.
    const comments = comment && sealCommentSection(sodium, random, ring.current(), comment);
    const extras = { ...(comments && { comments }), ...(people && { people }) };
    const { at, ...entry } = append('snapshot', encodeSnapshotPayload(covers, content, extras));
    const hearsay = context.hearsay.all();
    ledger.replace({ ...entry, covers }, at.hash, ports.clock.now(), isDrawn(context));
    ledger.noteHearsay(entry, hearsay);
    context.emit('appended', entry.envelope, 'local');
    context.emit('compacted', entry.envelope);
    return entry.envelope;
  }

  return {
    mayWrite: ({ kind }) => may(kind),
    note(part, transaction) {
      const kind = part.changes.note(transaction);
      if (kind === 'none') return false;
      if (may(part.kind)) {
        changed.add(part);
        isForeign ||= kind === 'foreign';
      }
      return true;
    },
    seal() {
      const waiting = [...changed];
      changed.clear();
      // What was brought in here in the name of others (a seed, an import of Yjs bytes) would be refused as a change (KEY-5); a
      // snapshot may span sessions.
      if (isForeign) {
        isForeign = false;
        if (mayCompact()) {
          for (const { changes } of waiting) changes.take();
          sealSnapshot();
          return;
        }
        context.alarm({ ...replicaFailure('local-change-refused'), session: own });
      }
      for (const { kind, changes } of waiting) {
        const update = changes.take();
        if (update !== undefined) sealUpdate(kind, update);
      }
    },
    introduceSelf() {
      const mine = identity.introduction();
      if (mine !== undefined) roster.introduce(own, identity.session(), mine);
    },
    appendNotice(session, payload) {
      const { at, ...entry } = append('control', payload, session);
      ledger.append(entry, at.hash);
      ledger.pin(entry);
      context.emit('appended', entry.envelope, 'local');
      return entry;
    },
    sendInParcel(entries) {
      const mine = identity.introduction();
      const envelopes = entries.map(({ envelope }) => envelope);
      const payload = encodeParcel({ envelopes, ...(mine === undefined ? {} : { introduction: mine }) });
      const { at, ...entry } = append('parcel', payload);
      const carries = entries.flatMap((one) => [...(one.carries ?? []), { session: one.session, seq: one.seq }]);
      ledger.wrap({ ...entry, carries }, at.hash);
      context.emit('appended', entry.envelope, 'local');
    },
    compact() {
      if (!mayCompact()) return undefined;
      context.flush();
      const { tailEntries, snapshots } = ledger.stats();
      return tailEntries === 0 && snapshots <= 1 ? undefined : sealSnapshot();
    },
    draft: () => mayCompact() && draft.advance(),
    wantsCompaction: () => shouldCompact(ledger.stats()) && mayCompact(),
  };
}
