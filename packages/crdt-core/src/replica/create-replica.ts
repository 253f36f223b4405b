import { type Capability, type PublicKey, sessionToClientId, toHex } from '@weft/crypto';
import * as Y from 'yjs';
import { replicaFailure } from '../errors.ts';
import { createLedger } from '../ledger/create-ledger.ts';
import { hexToBytes } from '../ledger/heads.ts';
import type { SessionHex } from '../ledger/types.ts';
import type { Ports } from '../ports/ports.ts';
import { createAlarms } from './alarms.ts';
import { createApplyQueue } from './apply-queue.ts';
import { createArrivals } from './arrivals.ts';
import { createAuthor } from './author.ts';
import type { ReplicaContext } from './context.ts';
import { createEmitter } from './emitter.ts';
import { createEphemerals } from './ephemerals.ts';
import { createHoles } from './holes.ts';
import { createIdentity } from './identity.ts';
import { keepRemoteMarks } from './keep-marks.ts';
import { createLocalUpdates } from './local-updates.ts';
import { createReceiver } from './receiver.ts';
import { REMOTE } from './remote.ts';
import type { Replica, ReplicaAlarm, ReplicaEvents } from './types.ts';

/** What a replica is made of. */
export interface ReplicaOptions {
  /** What this replica may do; its secret is not kept, and the caller's to wipe. */
  readonly capability: Capability;
  /** The ledger document, with everything that this device stored already in it. */
  readonly ledgerDoc: Y.Doc;
}

/**
 * Opens a replica: a fresh session, and a document built from the ledger (LED-5). What of the ledger could not be read is in
 * `damaged()`.
 */
export function createReplica(ports: Ports, { capability, ledgerDoc }: ReplicaOptions): Replica {
  const { sodium, timers } = ports;
  const identity = createIdentity(ports, capability);
  const { ring } = identity;
  const { role, roomId, clientId, pair } = identity.session();
  const own = toHex(pair.publicKey);
  const doc = new Y.Doc();
  doc.clientID = clientId; // KEY-5, before anything is written
  keepRemoteMarks(doc);

  const emitter = createEmitter<ReplicaEvents>();
  const alarms = createAlarms();
  const ledger = createLedger(ledgerDoc);
  const holes = createHoles();
  const clients = new Map<SessionHex, number>();
  let isPending = false;
  let isDestroyed = false;

  function notePending(): void {
    const now = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
    if (now === isPending) return;
    isPending = now;
    emitter.emit('pending', isPending);
  }

  function alarm(raised: ReplicaAlarm): void {
    if (alarms.add(raised)) emitter.emit('alarm', raised);
  }

  const queue = createApplyQueue(
    doc,
    () => {
      notePending();
      emitter.emit('applied');
    },
    (session) => alarm({ ...replicaFailure('update-malformed'), session }),
  );

  const context: ReplicaContext = {
    ports,
    ring,
    doc,
    ledger,
    queue,
    own,
    emit: emitter.emit,
    alarm,
    clientOf(session) {
      let client = clients.get(session);
      if (client === undefined) {
        client = sessionToClientId(sodium, hexToBytes(session) as Uint8Array as PublicKey);
        clients.set(session, client);
      }
      return client;
    },
    flush: () => local.flush(),
  };
  const author = createAuthor(context, identity);
  const local = createLocalUpdates(timers, author.seal);
  const receiver = createReceiver(context, holes);
  const ephemerals = createEphemerals(ports, ring, own);
  const arrivals = createArrivals(context, receiver, holes);
  arrivals.load();
  notePending();

  // After Yjs has merged and collected what the transaction left: what is sealed is then as small as it gets.
  const onTransaction = (transaction: Y.Transaction): void => {
    if (transaction.origin === REMOTE || !author.note(transaction)) return;
    if (author.mayWrite) local.changed();
    else alarm({ ...replicaFailure('local-change-refused'), session: own });
  };
  doc.on('afterTransactionCleanup', onTransaction);

  /** Guards what needs keys: using a closed replica is a programmer error. */
  function open<A extends unknown[], R>(call: (...args: A) => R): (...args: A) => R {
    return (...args) => {
      if (isDestroyed) throw new Error('this replica is closed');
      return call(...args);
    };
  }

  return {
    doc,
    get session() {
      return isDestroyed ? identity.lastSession() : identity.session();
    },
    sessionHex: own,
    role,
    roomId,
    ledger,
    receive: open((envelope, source) => receiver.receive(envelope, source)),
    flush: open(() => local.flush()),
    unsealed: () => local.size(),
    sealEphemeral: open((kind, payload) => ephemerals.seal(identity.session(), kind, payload)),
    openEphemeral: open((envelope) => ephemerals.open(envelope)),
    compact: open(() => author.compact()),
    wantsCompaction: () => author.wantsCompaction(),
    setApplyGate: open((gate) => queue.setGate(gate)),
    unapplied: () => queue.size(),
    gaps: () => receiver.gaps(),
    alarms: () => alarms.all(),
    damaged: () => arrivals.damaged(),
    isPending: () => isPending,
    on: (event, listener) => emitter.on(event, listener),
    destroy() {
      if (isDestroyed) return;
      local.flush();
      isDestroyed = true;
      local.stop();
      arrivals.stop();
      doc.off('afterTransactionCleanup', onTransaction);
      queue.drop(); // it is all in the ledger
      emitter.clear();
      identity.wipe();
      doc.destroy();
    },
  };
}
