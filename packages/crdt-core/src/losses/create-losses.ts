/** Watches what remote changes do to the document, and keeps the words that they take away until a person has dealt with them. */
import * as Y from 'yjs';
import type { SessionHex } from '../ledger/types.ts';
import { applyQueued, type QueuedUpdate } from '../replica/apply-queue.ts';
import type { ReplicaContext } from '../replica/context.ts';
import { type Deleters, isNamed } from '../replica/deleters.ts';
import type { DeviceHex } from '../replica/closings.ts';
import { REMOTE } from '../replica/remote.ts';
import { createSealedNotes } from '../replica/sealed-notes.ts';
import { findLosses, type FoundLoss, mayLose } from './find-losses.ts';
import {
  addToRecord,
  bytesToRecord,
  foundToKey,
  isSameLoss,
  type LossRecord,
  recordToBytes,
  recordToSet,
  settleRecord,
  withdraw,
} from './loss-record.ts';
import { type LossRun, splitBySet } from './runs.ts';

/** Of one replica. */
export interface Losses {
  /** The content's queue is about to apply these in one transaction. */
  applying(updates: readonly QueuedUpdate[]): void;
  /**
   * Looks at what came as if it were drawn now, beside the document.
   *
   * @param before - what was drawn
   */
  rehearse(before: readonly QueuedUpdate[], news: readonly QueuedUpdate[]): void;
  /** What nobody has dealt with, the oldest first. */
  list(): readonly LossRecord[];
  /** A person dealt with it. */
  settle(key: string): void;
  stop(): void;
}

/** So many that were dealt with are remembered. */
const MOST_SETTLED = 200;
/** Others may write into what this device deleted at will: so much of theirs is kept. */
const MOST_FOREIGN = 100;
const MOST_FOREIGN_UNITS = 20_000;

type Decoded = Pick<ReturnType<typeof Y.decodeUpdate>, 'structs' | 'ds'>;

/** In one transaction. What Yjs refuses it refused before. */
function applyAll(doc: Y.Doc, updates: readonly QueuedUpdate[]): void {
  doc.transact(() => {
    for (const update of updates) {
      try {
        applyQueued(doc, update);
      } catch {
        // Told where the document was built.
      }
    }
  }, REMOTE);
}

export interface LossesOptions {
  /** This one, where it has a key. */
  readonly device: DeviceHex | undefined;
  /** Whether a session is one of this device's: its words are its person's own. */
  isOwn(session: SessionHex): boolean;
}

/** @param changed - what `list` gives changed */
export function createLosses(
  context: ReplicaContext,
  deleters: Deleters,
  { device, ...options }: LossesOptions,
  changed: () => void,
): Losses {
  const { own, parts, ports, roster } = context;
  const { doc } = parts.content;
  const notes = createSealedNotes(context, `losses/${device ?? own}/`);
  let records = new Map<string, LossRecord>();
  let batch: readonly QueuedUpdate[] | undefined;
  let waited: readonly Decoded[] = [];

  const isOwn = (session: SessionHex | undefined): boolean => session !== undefined && options.isOwn(session);
  const toWriter = (session: SessionHex): string => roster.deviceOf(session) ?? session;
  const decode = ({ encoding, update }: Pick<QueuedUpdate, 'encoding' | 'update'>): Decoded =>
    encoding === 1 ? Y.decodeUpdate(update) : Y.decodeUpdateV2(update);

  function load(): void {
    records = new Map();
    for (const [key, plain] of notes.entries()) {
      const record = bytesToRecord(plain, key);
      if (record !== undefined) records.set(key, record);
    }
  }

  function keep(record: LossRecord): void {
    records.set(record.key, record);
    notes.set(record.key, recordToBytes(record));
  }

  function drop(key: string): void {
    records.delete(key);
    notes.delete(key);
  }

  function removerOf(
    ids: readonly Y.ID[],
    updates: readonly (QueuedUpdate & { decoded: Decoded })[],
  ): SessionHex | undefined {
    const direct = updates.find(({ encoding, decoded }) => encoding === 1 && isNamed(decoded.ds, ids));
    return direct?.session ?? deleters.deleterOf(ids);
  }

  /** What of it is not known yet. */
  function unknownOf(found: FoundLoss): FoundLoss | undefined {
    const known = Y.createDeleteSet();
    for (const record of records.values()) recordToSet(record, known);
    const sorted = Y.mergeDeleteSets([known]);
    const lost = found.lost.flatMap((run) =>
      splitBySet(run, sorted)
        .filter(({ isIn: isKnown }) => !isKnown)
        .map(({ part }) =>
          part.clock === run.clock ? part : { ...part, left: Y.createID(part.client, part.clock - 1) },
        ),
    );
    if (lost.length === 0) return undefined;
    const set = Y.createDeleteSet();
    for (const { client, clock, text } of lost)
      set.clients.set(client, [...(set.clients.get(client) ?? []), { clock, len: text.length }]);
    const fresh = Y.mergeDeleteSets([set]);
    const runs: LossRun[] = found.runs.flatMap((run) =>
      run.isLost ? splitBySet(run, fresh).map(({ part, isIn: isLost }) => ({ ...part, isLost })) : [run],
    );
    return { ...found, lost, runs };
  }

  function take(found: FoundLoss, updates: readonly (QueuedUpdate & { decoded: Decoded })[]): void {
    const fresh = unknownOf(found);
    const [first] = fresh?.lost ?? [];
    const writer = first && context.sessionOf(first.client);
    if (fresh === undefined || writer === undefined) return;
    const known = [...records.values()].find(
      (record) => !record.isSettled && toWriter(record.writer) === found.writer && isSameLoss(record, fresh),
    );
    if (known !== undefined) {
      keep(limit(addToRecord(known, fresh)));
      return;
    }
    const remover = removerOf(fresh.within, updates);
    // Theirs to be told, and whoever deleted it: nobody else was there.
    if (!isOwn(writer) && !isOwn(remover)) return;
    const foreign = [...records.values()].filter((record) => !record.isSettled && !isOwn(record.writer)).length;
    if (!isOwn(writer) && foreign >= MOST_FOREIGN) return;
    const { attributes, runs, text, element, after } = fresh;
    keep(
      limit({
        key: foundToKey(fresh),
        writer,
        at: ports.clock.now(),
        runs,
        attributes,
        isSettled: false,
        ...(remover === undefined ? {} : { remover }),
        ...(text === undefined ? {} : { text }),
        ...(element === undefined ? {} : { element }),
        ...(after === undefined ? {} : { after }),
      }),
    );
  }

  /** One's own words are kept to the last; of another's, what there is room for. */
  function limit(record: LossRecord): LossRecord {
    if (isOwn(record.writer)) return record;
    let left = MOST_FOREIGN_UNITS;
    const runs = record.runs.map((run) => {
      const text = run.text.slice(0, left);
      left -= text.length;
      return { ...run, text };
    });
    return { ...record, runs: runs.filter(({ text }) => text !== '') };
  }

  function onTransaction(transaction: Y.Transaction): void {
    if (transaction.origin !== REMOTE) return;
    const applied = batch;
    batch = undefined;
    look(transaction, applied);
  }

  function look(transaction: Y.Transaction, applied: readonly QueuedUpdate[] | undefined): void {
    const open = [...records.values()].filter(({ isSettled }) => !isSettled);
    if (applied === undefined || (open.length === 0 && !mayLose(transaction))) return;
    const updates = applied.map((update) => ({ ...update, decoded: decode(update) }));
    const all = [...updates.map(({ decoded }) => decoded), ...waited];
    const named = Y.mergeDeleteSets(all.map(({ ds }) => ds));
    let isChanged = false;
    for (const record of open) {
      const rest = withdraw(record, named);
      if (rest === record) continue;
      isChanged = true;
      if (rest === undefined) drop(record.key);
      else keep(rest);
    }
    const found = mayLose(transaction)
      ? findLosses({
          transaction,
          named,
          structs: () => all.flatMap(({ structs }) => structs),
          toWriter(client) {
            const session = context.sessionOf(client);
            return session === undefined ? `${client}` : toWriter(session);
          },
        })
      : [];
    for (const loss of found) take(loss, updates);
    if (isChanged || found.length > 0) changed();
  }

  load();
  doc.on('afterTransaction', onTransaction);
  const stopNotes = notes.onArrival(() => {
    load();
    changed();
  });

  /** What waits in Yjs for others. */
  function waitingIn({ store: { pendingDs, pendingStructs } }: Y.Doc): Decoded[] {
    return [pendingDs, pendingStructs?.update].flatMap((bytes) =>
      bytes === undefined || bytes === null ? [] : [Y.decodeUpdateV2(bytes)],
    );
  }

  return {
    applying(updates) {
      batch = updates;
      waited = waitingIn(doc);
    },
    rehearse(before, news) {
      const copy = new Y.Doc();
      applyAll(copy, before);
      waited = waitingIn(copy);
      copy.on('afterTransaction', (transaction) => look(transaction, news));
      applyAll(copy, news);
      copy.destroy();
    },
    list: () => [...records.values()].filter(({ isSettled }) => !isSettled).sort((a, b) => a.at - b.at),
    settle(key) {
      const record = records.get(key);
      if (record === undefined || record.isSettled) return;
      keep(settleRecord(record));
      const settled = [...records.values()].filter(({ isSettled }) => isSettled).sort((a, b) => a.at - b.at);
      for (const old of settled.slice(0, Math.max(0, settled.length - MOST_SETTLED))) drop(old.key);
      changed();
    },
    stop() {
      doc.off('afterTransaction', onTransaction);
      stopNotes();
    },
  };
}
