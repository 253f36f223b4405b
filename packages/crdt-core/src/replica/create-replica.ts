import { type Capability, type Device, isAllowed, toHex } from '@weft/crypto';
import type * as Y from 'yjs';
import { replicaFailure } from '../errors.ts';
import { createLedger } from '../ledger/create-ledger.ts';
import type { Heads, SessionHex } from '../ledger/types.ts';
import { createLosses } from '../losses/create-losses.ts';
import type { Ports } from '../ports/ports.ts';
import { createAlarms } from './alarms.ts';
import { mayDelete } from './apply-queue.ts';
import { createArrivals } from './arrivals.ts';
import { createAuthor } from './author.ts';
import { createClientSessions } from './client-sessions.ts';
import type { ReplicaContext } from './context.ts';
import { createChunkKeys } from './chunk-keys.ts';
import { createDeleters } from './deleters.ts';
import { createDoubts } from './doubts.ts';
import { createEmitter } from './emitter.ts';
import { createEphemerals } from './ephemerals.ts';
import { createHearsay } from './hearsay.ts';
import { createHoles } from './holes.ts';
import { createGovernance } from './governance.ts';
import { createIdentity } from './identity.ts';
import { lateToText } from './late-text.ts';
import { createLocalUpdates } from './local-updates.ts';
import { createIsOwn } from './own-sessions.ts';
import { createParts, isPartPending, joinGate, type Part, partsToList } from './parts.ts';
import { createReceiver } from './receiver.ts';
import { rekey } from './rekey.ts';
import { REMOTE } from './remote.ts';
import { createRivals } from './rivals.ts';
import { createRoster } from './roster.ts';
import { stateAt } from './state-at.ts';
import { createSnapshotDraft } from './snapshot-draft.ts';
import { createSuccession } from './succession.ts';
import type { Replica, ReplicaAlarm, ReplicaEvents } from './types.ts';
import { createUnreadAuthors } from './unread-authors.ts';
import { createVouching } from './vouching.ts';
import { createWrapping } from './wrapping.ts';

/** What a replica is made of. */
export interface ReplicaOptions {
  /** What this replica may do; its secret is not kept, and the caller's to wipe. */
  readonly capability: Capability;
  /** The ledger document, with everything that this device stored already in it. */
  readonly ledgerDoc: Y.Doc;
  /** KEY-6: the device this replica is on; not kept, and the caller's to wipe. Without it nobody can tell whose sessions these are. */
  readonly device?: Device | undefined;
  /** How far the stored ledger was in the document when it was last looked at here; what lies beyond is applied as if it came now. */
  readonly seen?: Heads | undefined;
}

/**
 * Opens a replica: a fresh session, and a document built from the ledger (LED-5). What of the ledger could not be read is in
 * `damaged()`.
 */
export function createReplica(ports: Ports, { capability, ledgerDoc, device, seen }: ReplicaOptions): Replica {
  const { sodium, timers } = ports;
  const identity = createIdentity(ports, capability, device);
  const { ring } = identity;
  const { role, roomId, clientId, pair } = identity.session();
  const own = toHex(pair.publicKey);

  const emitter = createEmitter<ReplicaEvents>();
  const alarms = createAlarms();
  const ledger = createLedger(ledgerDoc, (entry) => wrapping.waits(entry));
  const holes = createHoles();
  const clients = createClientSessions(sodium);
  let isPending = false;
  let isDestroyed = false;

  function notePending(): void {
    const now = all.some(isPartPending);
    if (now === isPending) return;
    isPending = now;
    emitter.emit('pending', isPending);
  }

  function alarm(raised: ReplicaAlarm): void {
    if (alarms.add(raised)) emitter.emit('alarm', raised);
  }

  const parts = createParts({
    clientId,
    role,
    onApplying(updates) {
      // Of words that go along with their block Yjs keeps no letter: what was just typed leaves before it is gone, for those who are told what went.
      if (local.size() > 0 && updates.some(mayDelete)) local.flush();
      losses.applying(updates);
      emitter.emit('applying');
    },
    onApplied() {
      doubts.applied();
      notePending();
      emitter.emit('applied');
    },
    onRefused: (session) => alarm({ ...replicaFailure('update-malformed'), session }),
  });
  const all = partsToList(parts);
  const roster = createRoster(sodium, roomId, () => {
    emitter.emit('people');
    succession.heard();
  });
  const [mayVouch, mayWrap] = [isAllowed(role, 'snapshot'), isAllowed(role, 'parcel')];
  const deviceId = device && toHex(device.id);
  let told = `${ring.current().name} false`;

  const sessionOf = (client: number): SessionHex | undefined =>
    client === clientId ? own : clients.sessionOf(client, ledger.heads().keys());

  const context: ReplicaContext = {
    ports,
    ring,
    roster,
    get governance() {
      return governance;
    },
    get rivals() {
      return rivals;
    },
    get doubts() {
      return doubts;
    },
    get unreadAuthors() {
      return unreadAuthors;
    },
    parts,
    ledger,
    hearsay: createHearsay(ledger, own),
    own,
    emit: emitter.emit,
    alarm,
    clientOf: (session) => clients.clientOf(session),
    sessionOf,
    flush: () => local.flush(),
    governed() {
      receiver.rejudge();
      arrivals.governed();
      const now = `${ring.current().name} ${String(governance.isRemoved())}`;
      if (now !== told) emitter.emit('epoch');
      told = now;
      vouching.governed();
      wrapping.governed();
      succession.governed();
    },
    straggled() {
      vouching.straggled();
      wrapping.governed();
    },
    disagreed: () => vouching.disagreed(),
    mend: () => vouching.mend(),
  };
  const governance = createGovernance(context, identity, capability);
  const rivals = createRivals(context);
  const doubts = createDoubts(context);
  const unreadAuthors = createUnreadAuthors(context, deviceId);
  const deleters = createDeleters(context);
  const draft = createSnapshotDraft(context, deleters);
  const author = createAuthor(context, identity, draft);
  const local = createLocalUpdates(timers, author.seal);
  const receiver = createReceiver(context, holes);
  const succession = createSuccession(context, (remove) => void rekey(context, identity, author, remove));
  const isOwn = createIsOwn(context, deviceId);
  const wrapping = createWrapping(context, { isOwn, mayVouch, mayWrap, send: author.sendInParcel });
  const vouching = createVouching(context, { isOwn, mayVouch, wrapping, vouch: () => void author.compact() });
  const ephemerals = createEphemerals(ports, ring, own);
  const arrivals = createArrivals(context, receiver, holes, {
    isOwn,
    mayVouch,
    rehearse: (before, news) => losses.rehearse(before, news),
  });
  const losses = createLosses(context, deleters, { device: deviceId, isOwn }, () => emitter.emit('losses'));
  arrivals.load(seen);
  notePending();

  // After Yjs has merged and collected what the transaction left: what is sealed is then as small as it gets.
  function onTransaction(part: Part, transaction: Y.Transaction): void {
    if (isDestroyed || transaction.origin === REMOTE || !author.note(part, transaction)) return;
    if (author.mayWrite(part)) local.changed();
    else alarm({ ...replicaFailure(governance.isRemoved() ? 'removed' : 'local-change-refused'), session: own });
  }
  for (const part of all) part.doc.on('afterTransactionCleanup', (transaction) => onTransaction(part, transaction));

  /** Guards what needs keys: using a closed replica is a programmer error. */
  function open<A extends unknown[], R>(call: (...args: A) => R): (...args: A) => R {
    return (...args) => {
      if (isDestroyed) throw new Error('this replica is closed');
      return call(...args);
    };
  }

  return {
    doc: parts.content.doc,
    comments: parts.comment.doc,
    get session() {
      return isDestroyed ? identity.lastSession() : identity.session();
    },
    sessionHex: own,
    role,
    roomId,
    ledger,
    receive: open((envelope, source, hashes) => receiver.receive(envelope, source, hashes)),
    flush: open(() => local.flush()),
    unsealed: () => local.size(),
    sealEphemeral: open((kind, payload) => ephemerals.seal(identity.session(), kind, payload)),
    openEphemeral: open((envelope) => ephemerals.open(envelope)),
    compact: open(() => author.compact()),
    draft: open(() => author.draft()),
    wantsCompaction: () => author.wantsCompaction(),
    setApplyGate: open((gate) => {
      const joined = gate && joinGate(gate);
      for (const { queue } of all) queue.setGate(joined);
    }),
    unapplied: () => all.reduce((sum, { queue }) => sum + queue.size(), 0),
    gaps: () => receiver.gaps(),
    alarms: () => alarms.all(),
    damaged: () => arrivals.damaged(),
    isPending: () => isPending,
    certificates: () => ring.all().map(({ certificate }) => certificate),
    get certificate() {
      return ring.current().certificate;
    },
    capability: open(() => governance.capability()),
    lastingCapability: open(() => governance.lasting()),
    isRemoved: () => governance.isRemoved(),
    lacksNotices: () => governance.lacksNotices(),
    compaction: () => ledger.replaced(),
    settleCompaction: () => ledger.dropReplaced(),
    governs: identity.room !== undefined && device !== undefined,
    rekey: open((remove) => rekey(context, identity, author, new Set(remove))),
    people: {
      setPerson: (person) => identity.setPerson(person),
      introduction: () => identity.introduction(),
      introduce: (session, as, payload) => unreadAuthors.introduce(session, as, payload),
      deviceOf: (session) => roster.deviceOf(session),
      cardOf: (session) => roster.cardOf(session),
      sessionOf,
      devices: () => roster.devices(),
      removed: () => governance.removed(),
      isLeftOut: (session, epoch) => governance.isLeftOut(session, epoch),
    },
    aside: {
      entries: () => ledger.aside(),
      textOf: open((session) => lateToText(ring, ledger.aside(), session)),
      takeIn: open((session) => {
        receiver.takeIn(session);
        author.compact();
      }),
      discard: open((session) => {
        ledger.releaseAside((entry) => entry.session === session);
        emitter.emit('aside');
      }),
    },
    deleterOf: (id) => deleters.deleterOf([id]),
    stateAt: open((heads) => stateAt(context, heads)),
    losses: {
      list: () => losses.list(),
      settle: open((key) => losses.settle(key)),
    },
    chunks: createChunkKeys(ports, identity, () => !isDestroyed && !governance.isRemoved()),
    on: (event, listener) => emitter.on(event, listener),
    destroy() {
      if (isDestroyed) return;
      local.flush();
      isDestroyed = true;
      local.stop();
      arrivals.stop();
      vouching.stop();
      wrapping.stop();
      succession.stop();
      losses.stop();
      deleters.stop();
      draft.stop();
      for (const { queue } of all) queue.drop(); // it is all in the ledger
      emitter.clear();
      identity.wipe();
      governance.wipe();
      for (const { doc } of all) doc.destroy();
    },
  };
}
