/** A view link cannot write: whatever is forged with it is refused by a real relay and by a replica. ENV-5, RLY-3. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplica } from '@weft/crdt-core';
import { createVirtualTime } from '@weft/crdt-core/testing';
import {
  type Capability,
  createEpoch,
  createRandomness,
  createRoom,
  createSession,
  deriveKeys,
  loadSodium,
  narrowCapability,
  sealEnvelope,
  type Session,
  type Sodium,
} from '@weft/crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { dispatchCourier } from '../../courier.ts';
import { type RelayProcess, startRelay } from '../../e2e/harness/relay-process.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;
const random = createRandomness();
let relay: RelayProcess;
let folder: string;
let sodium: Sodium;
let editing: Capability;
let viewing: Capability;

beforeAll(async () => {
  sodium = await loadSodium();
  folder = mkdtempSync(join(tmpdir(), 'weft-view-link-'));
  relay = await startRelay({ folder });
  const { certificate, editSecret } = createEpoch(sodium, random, createRoom(sodium, random), { notAfter: FOREVER });
  editing = { role: 'editor', certificate, secret: editSecret, relays: [] };
  const narrowed = narrowCapability(sodium, editing, 'viewer');
  if (!narrowed.ok) throw new Error('an edit capability includes the view capability');
  viewing = narrowed.value;
});

afterAll(async () => {
  await relay.stop();
  rmSync(folder, { recursive: true, force: true });
});

function createViewer(): Session {
  const keys = deriveKeys(sodium, 'viewer', viewing.secret);
  return createSession(sodium, random, keys, viewing.certificate, { role: 'viewer', notAfter: FOREVER });
}

/** A Yjs update under the session's own client id, as an editor would write it. */
function writeText(session: Session): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = session.clientId;
  doc.getText('title').insert(0, 'forged');
  return Y.encodeStateAsUpdate(doc);
}

/** Seals under a viewer's keys while the code believes the session to be an editor's. */
function forge(session: Session): Uint8Array {
  const keys = deriveKeys(sodium, 'viewer', viewing.secret);
  return sealEnvelope(sodium, random, { ...session, role: 'editor' }, keys, {
    kind: 'content',
    seq: 0,
    payload: writeText(session),
  });
}

/** What a view link can be bent into. All are well sealed and well signed by the forger. */
const forgeries: readonly (readonly [name: string, make: () => { envelope: Uint8Array; session: Session }])[] = [
  [
    'a content update under a viewer’s certificate',
    () => {
      const session = createViewer();
      return { session, envelope: forge(session) };
    },
  ],
  [
    'a certificate whose role was raised to editor',
    () => {
      const session = createViewer();
      const certificate = session.certificate.slice();
      certificate[1] = 3;
      return { session, envelope: forge({ ...session, certificate }) };
    },
  ],
  [
    'an editor’s certificate signed with keys of the forger’s own',
    () => {
      const own = createEpoch(sodium, random, createRoom(sodium, random), { notAfter: FOREVER });
      const keys = deriveKeys(sodium, 'editor', own.editSecret);
      const options = { role: 'editor', notAfter: FOREVER } as const;
      const session = createSession(sodium, random, keys, viewing.certificate, options);
      return { session, envelope: forge(session) };
    },
  ],
];

test.each(forgeries)('ENV-5: %s is refused by the relay, which stores and forwards nothing', async (_name, make) => {
  const { session: _, envelope } = make();
  const viewer = createViewer();
  const { roomId } = viewing.certificate;
  const courier = await dispatchCourier(sodium, relay.address, roomId, viewing, viewer);
  courier.send(envelope);
  await expect(courier.settled()).rejects.toThrow(/refused/);
  courier.close();
  const newcomer = await dispatchCourier(sodium, relay.address, roomId, viewing, createViewer());
  expect(newcomer.held()).toBe(0);
  newcomer.close();
});

test.each(forgeries)('ENV-5: %s is refused by a replica, and changes nothing', (_name, make) => {
  const { envelope } = make();
  const time = createVirtualTime(Date.now());
  const ports = { sodium, random, clock: time.clock, timers: time.timers };
  const replica = createReplica(ports, { capability: editing, ledgerDoc: new Y.Doc() });
  for (const source of ['relay', 'peer', 'file'] as const) {
    const received = replica.receive(envelope, source);
    expect(received.ok).toBe(false);
    if (!received.ok) expect(received.failure.sentence).toMatch(/\.$/);
  }
  expect(replica.doc.getText('title').toString()).toBe('');
  expect(replica.ledger.heads().size).toBe(0);
  replica.destroy();
});
