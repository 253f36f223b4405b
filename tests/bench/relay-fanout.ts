/**
 * What a relay costs: server processor time per message that comes in, and per newcomer, against y-websocket's server.
 * `node tests/bench/relay-fanout.ts [--full] [--save]`: --full adds 200 clients.
 * Both servers are processes of their own and say themselves what they used; rounds are interleaved; the output is checked.
 */
import { join } from 'node:path';
import { createRandomness, loadSodium, sealEnvelope, type Sodium } from '@weft/crypto';
import { encodeFrame } from '@weft/crdt-core/wire';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { type Comparison, median, report } from './compare.ts';
import { drive } from './relay/drive.ts';
import {
  createBenchRoom,
  createBenchSession,
  enterRelay,
  enterY,
  type Protocol,
  rawProtocol,
  weftProtocol,
  yProtocol,
} from './relay/protocols.ts';
import { type ServerProcess, startServer } from './relay/server-process.ts';

const OUTSTANDING = 32;
const ROUNDS = 3;
const WARM_UP_ROUNDS = 1;
/** A sealed envelope of 150 bytes of payload, in its frame. */
const SEALED_BYTES = 589;
/** Newcomers per round. */
const JOINS = 10;
/** Bytes of the document they come to, as performance.md has it. */
const DOCUMENT_BYTES = 940_000;
const PEER = 'y-websocket';

const sodium = await loadSodium();
const relay = await startServer(join(import.meta.dirname, '../../packages/relay-server/src/main.ts'), [
  '--port=0',
  '--log',
  '--appends-per-second=1000000',
  '--append-burst=1000000000',
  '--ephemerals-per-second=1000000',
  '--ephemeral-burst=1000000000',
  '--max-connections-per-address=1000',
  '--connection-burst=10000',
  '--max-store-bytes=4000000000',
]);
const yServer = await startServer(join(import.meta.dirname, 'relay/y-server.ts'), []);
const rawServer = await startServer(join(import.meta.dirname, 'relay/raw-server.ts'), []);

const comparisons: Comparison[] = [];
const notes: Record<string, number> = {};
try {
  // Servers run for days: what is measured is compiled code. Each has handled as many messages before anything counts.
  for (let i = 0; i < 15; i++) {
    await measure(relay, weftProtocol(sodium, i < 12 ? 'presence' : 'content'), 5, 3000);
    await measure(yServer, yProtocol(i < 5 ? 'awareness' : 'update'), 5, 3000);
  }
  for (const count of process.argv.includes('--full') ? [2, 10, 50, 200] : [2, 10, 50]) {
    // About as many deliveries whatever the number of clients.
    const messages = Math.max(2 * count, Math.min(1500, Math.round(20_000 / count)));
    const [ephemeral, append, awareness, update, raw] = await interleaveServers(count, messages, [
      [relay, weftProtocol(sodium, 'presence')],
      [relay, weftProtocol(sodium, 'content')],
      [yServer, yProtocol('awareness')],
      [yServer, yProtocol('update')],
      [rawServer, rawProtocol(SEALED_BYTES)],
    ]);
    console.log(`${count} clients measured`);
    const unit = 'server CPU µs per message';
    const add = (name: string, peer: string, ours = 0, theirs = 0, bar = 0): void =>
      void comparisons.push({ name: `${name}, ${count} clients`, peer, unit, ours, theirs, bar });
    add('EPHEMERAL', `${PEER}, awareness`, ephemeral, awareness, 0.15);
    add('EPHEMERAL', `${PEER}, update`, ephemeral, update, 0.15);
    add('APPEND', `${PEER}, update`, append, update, 0.15);
    add('EPHEMERAL', 'raw TCP', ephemeral, raw, 2);
  }
  const joining = await compareJoins(sodium);
  const unit = 'server CPU µs per newcomer';
  comparisons.push({ name: `newcomer to ${DOCUMENT_BYTES / 1e6} MB`, peer: PEER, unit, bar: 0.1, ...joining });
  notes['relay resident MB at the end'] = Math.round((await relay.usage()).residentBytes / 1e6);
  notes['y-websocket resident MB at the end'] = Math.round((await yServer.usage()).residentBytes / 1e6);
  report('relay-fanout', comparisons, notes);
} finally {
  await Promise.all([relay.end(), yServer.end(), rawServer.end()]);
}

/** The median of each server's rounds, taken in turn; the first rounds, in which code is compiled, count for none. */
async function interleaveServers(
  count: number,
  messages: number,
  pairs: readonly (readonly [ServerProcess, Protocol])[],
): Promise<readonly number[]> {
  const spent = pairs.map((): number[] => []);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const [index, [server, protocol]] of pairs.entries()) {
      const used = await measure(server, protocol, count, messages);
      if (round >= 0) spent[index]?.push(used);
    }
  }
  return spent.map(median);
}

async function measure(server: ServerProcess, protocol: Protocol, count: number, messages: number): Promise<number> {
  const workload = await protocol.prepare(server.port, count, messages);
  const before = await server.usage();
  await drive(workload, OUTSTANDING);
  const after = await server.usage();
  await Promise.all(workload.clients.map((client) => client.close()));
  return (after.microseconds - before.microseconds) / messages;
}

/** A document people wrote: short insertions here and there, by four of them. */
function writeDocument(): Uint8Array {
  const docs = [1, 2, 3, 4].map((id) => {
    const doc = new Y.Doc();
    doc.clientID = id;
    return doc;
  });
  const whole = new Y.Doc();
  let state = 1;
  const next = (limit: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  for (;;) {
    for (const doc of docs) {
      const text = doc.getText('content');
      for (let i = 0; i < 500; i++) text.insert(next(text.length + 1), 'a word '.slice(0, 1 + next(7)));
      Y.applyUpdate(whole, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(whole)));
    }
    const update = Y.encodeStateAsUpdate(whole);
    if (update.length >= DOCUMENT_BYTES) return update;
  }
}

async function compareJoins(port: Sodium): Promise<{ readonly ours: number; readonly theirs: number }> {
  const document = writeDocument();
  // Ours: the document as one snapshot, taken as large as the plain one although it would be stored deflated.
  const room = createBenchRoom(port);
  const author = createBenchSession(port, room);
  const random = createRandomness();
  const host = await enterRelay(port, relay.port, room, author);
  const acknowledged = new Promise<void>((resolve) =>
    host.listen(
      () => resolve(),
      () => undefined,
    ),
  );
  const payload = document.subarray(0, DOCUMENT_BYTES);
  const envelope = sealEnvelope(port, random, author, room.keys, { kind: 'snapshot', seq: 0, payload });
  host.send(encodeFrame({ type: 'append', envelope }));
  await acknowledged;
  // Theirs: the same document, brought by its author.
  const name = 'join';
  const bringer = await enterY(yServer.port, name);
  const update = encoding.createEncoder();
  encoding.writeVarUint(update, 0);
  sync.writeUpdate(update, document);
  const echoed = new Promise<void>((resolve) =>
    bringer.listen(
      () => resolve(),
      () => undefined,
    ),
  );
  bringer.send(encoding.toUint8Array(update));
  await echoed;

  const spent: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const ours = await measureJoins(relay, async () => {
      const client = await enterRelay(port, relay.port, room, createBenchSession(port, room));
      if (client.bytesBefore !== envelope.length) throw new Error('the newcomer did not get the whole document');
      return () => client.close();
    });
    const theirs = await measureJoins(yServer, async () => {
      const client = await enterY(yServer.port, name);
      const received = new Promise<Uint8Array>((resolve) => client.listen(resolve, () => undefined));
      const ask = encoding.createEncoder();
      encoding.writeVarUint(ask, 0);
      sync.writeSyncStep1(ask, new Y.Doc());
      client.send(encoding.toUint8Array(ask));
      if ((await received).length < document.length) throw new Error('the newcomer did not get the whole document');
      return () => client.close();
    });
    if (round < 0) continue;
    spent.ours.push(ours);
    spent.theirs.push(theirs);
  }
  await Promise.all([host.close(), bringer.close()]);
  return { ours: median(spent.ours), theirs: median(spent.theirs) };
}

async function measureJoins(server: ServerProcess, join: () => Promise<() => Promise<void>>): Promise<number> {
  const before = await server.usage();
  const leave: (() => Promise<void>)[] = [];
  for (let i = 0; i < JOINS; i++) leave.push(await join());
  const after = await server.usage();
  await Promise.all(leave.map((close) => close()));
  return (after.microseconds - before.microseconds) / JOINS;
}
