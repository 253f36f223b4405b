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
  weftProtocol,
  yProtocol,
} from './relay/protocols.ts';
import { type ServerProcess, startServer } from './relay/server-process.ts';

const OUTSTANDING = 32;
const ROUNDS = 5;
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
  '--max-store-bytes=4000000000',
]);
const yServer = await startServer(join(import.meta.dirname, 'relay/y-server.ts'), []);

const comparisons: Comparison[] = [];
const notes: Record<string, number> = {};
try {
  for (const count of process.argv.includes('--full') ? [2, 10, 50, 200] : [2, 10, 50]) {
    // About as many deliveries whatever the number of clients.
    const messages = Math.max(count * 2, Math.min(2000, Math.round(60_000 / count)));
    const unit = 'server CPU µs per message';
    const passing = await compare(weftProtocol(sodium, 'presence'), yProtocol('awareness'), count, messages);
    comparisons.push({ name: `EPHEMERAL, ${count} clients`, peer: `${PEER}, awareness`, unit, bar: 0.15, ...passing });
    const stored = await compare(weftProtocol(sodium, 'content'), yProtocol('update'), count, messages);
    comparisons.push({
      name: `EPHEMERAL, ${count} clients`,
      peer: `${PEER}, update`,
      unit,
      bar: 0.15,
      ours: passing.ours,
      theirs: stored.theirs,
    });
    comparisons.push({ name: `APPEND, ${count} clients`, peer: `${PEER}, update`, unit, bar: 0.15, ...stored });
  }
  const joining = await compareJoins(sodium);
  const unit = 'server CPU µs per newcomer';
  comparisons.push({ name: `newcomer to ${DOCUMENT_BYTES / 1e6} MB`, peer: PEER, unit, bar: 0.1, ...joining });
  notes['relay resident MB at the end'] = Math.round((await relay.usage()).residentBytes / 1e6);
  notes['y-websocket resident MB at the end'] = Math.round((await yServer.usage()).residentBytes / 1e6);
  report('relay-fanout', comparisons, notes);
} finally {
  await Promise.all([relay.end(), yServer.end()]);
}

async function compare(
  ours: Protocol,
  theirs: Protocol,
  count: number,
  messages: number,
): Promise<{ readonly ours: number; readonly theirs: number }> {
  const spent: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const one = await measure(relay, ours, count, messages);
    const other = await measure(yServer, theirs, count, messages);
    if (round === 0) continue; // what is compiled in the first round weighs on neither
    spent.ours.push(one);
    spent.theirs.push(other);
  }
  return { ours: median(spent.ours), theirs: median(spent.theirs) };
}

async function measure(server: ServerProcess, protocol: Protocol, count: number, messages: number): Promise<number> {
  const workload = await protocol.prepare(server.port, count, messages);
  const before = await server.usage();
  await drive(workload, OUTSTANDING);
  const after = await server.usage();
  for (const { socket } of workload.clients) socket.removeAllListeners('close');
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
  const acknowledged = new Promise<void>((resolve) => void host.socket.once('message', () => resolve()));
  const payload = document.subarray(0, DOCUMENT_BYTES);
  const envelope = sealEnvelope(port, random, author, room.keys, { kind: 'snapshot', seq: 0, payload });
  host.socket.send(encodeFrame({ type: 'append', envelope }));
  await acknowledged;
  // Theirs: the same document, brought by its author.
  const name = 'join';
  const bringer = await enterY(yServer.port, name);
  const update = encoding.createEncoder();
  encoding.writeVarUint(update, 0);
  sync.writeUpdate(update, document);
  const echoed = new Promise<void>((resolve) => void bringer.socket.once('message', () => resolve()));
  bringer.socket.send(encoding.toUint8Array(update));
  await echoed;

  const spent: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const ours = await measureJoins(relay, async () => {
      const client = await enterRelay(port, relay.port, room, createBenchSession(port, room));
      if (client.bytesBefore !== envelope.length) throw new Error('the newcomer did not get the whole document');
      return () => client.close();
    });
    const theirs = await measureJoins(yServer, async () => {
      const client = await enterY(yServer.port, name);
      const received = new Promise<Buffer>((resolve) => void client.socket.once('message', resolve));
      const ask = encoding.createEncoder();
      encoding.writeVarUint(ask, 0);
      sync.writeSyncStep1(ask, new Y.Doc());
      client.socket.send(encoding.toUint8Array(ask));
      if ((await received).length < document.length) throw new Error('the newcomer did not get the whole document');
      return () => client.close();
    });
    if (round === 0) continue;
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
