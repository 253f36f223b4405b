/**
 * Real input: people who wrote one document at the same time, replayed through real replicas and a real relay process.
 * Each agent is cut off from the others wherever the recording says that they had not seen each other's words.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReplica, type Replica } from '@weft/crdt-core';
import { createVirtualTime } from '@weft/crdt-core/testing';
import { type Capability, createEpoch, createRandomness, createRoom, loadSodium, type Sodium } from '@weft/crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type RelayProcess, startRelay } from '../e2e/harness/relay-process.ts';
import { type Courier, dispatchCourier } from '../courier.ts';
import { at, type ConcurrentTrace, type Patch, readTrace, traceToSteps } from './trace.ts';

let relay: RelayProcess;
let folder: string;
let sodium: Sodium;

beforeAll(async () => {
  sodium = await loadSodium();
  folder = mkdtempSync(join(tmpdir(), 'weft-clownschool-'));
  relay = await startRelay({ folder, args: ['--appends-per-second', '60000', '--append-burst', '60000'] });
});

afterAll(async () => {
  await relay.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Someone in the recording: a replica, the courier of its envelopes, and how far it has got. */
interface Agent {
  readonly replica: Replica;
  readonly courier: Courier;
  readonly text: Y.Text;
  /** Envelopes it sealed, and for each boundary (its transaction count) how many those were. */
  sealed: number;
  written: number;
  readonly boundaries: Map<number, number>;
  /** Per agent: envelopes taken so far. */
  readonly taken: number[];
}

/** Positions count code points; Yjs counts UTF-16 units. */
function applyPatches(text: Y.Text, patches: readonly Patch[]): void {
  const offsetOf = (content: string, points: number): number => Array.from(content).slice(0, points).join('').length;
  for (const [position, deleted, inserted] of patches) {
    const content = text.toString();
    const from = offsetOf(content, position);
    const upto = offsetOf(content, position + deleted);
    text.delete(from, upto - from);
    text.insert(from, inserted);
  }
}

async function createAgent(capability: Capability, count: number): Promise<Agent> {
  const time = createVirtualTime(Date.now());
  const ports = { sodium, random: createRandomness(), clock: time.clock, timers: time.timers };
  const opened = createReplica(ports, { capability, ledgerDoc: new Y.Doc() });
  const courier = await dispatchCourier(sodium, relay.address, opened.roomId, capability, opened.session);
  const agent: Agent = {
    replica: opened,
    courier,
    text: opened.doc.getText('clownschool'),
    sealed: 0,
    written: 0,
    boundaries: new Map(),
    taken: new Array<number>(count).fill(0),
  };
  opened.on('appended', (envelope, source) => {
    if (source !== 'local') return;
    agent.sealed += 1;
    courier.send(envelope);
  });
  return agent;
}

/** Takes the other's envelopes, as they came through the relay, up to this many. */
async function take(agent: Agent, from: Agent, index: number, upto: number): Promise<void> {
  for (let seq = at(agent.taken, index); seq < upto; seq++) {
    const received = agent.replica.receive(await agent.courier.fetch(from.replica.sessionHex, seq), 'relay');
    expect(received).toEqual({ ok: true, value: 'applied' });
  }
  agent.taken[index] = Math.max(at(agent.taken, index), upto);
}

test('LED-2, KEY-5: people who wrote apart for long stretches end with the same words', async () => {
  const trace = readTrace<ConcurrentTrace>('clownschool');
  const room = createRoom(sodium, createRandomness());
  const epoch = createEpoch(sodium, createRandomness(), room, { notAfter: Number.MAX_SAFE_INTEGER });
  const capability: Capability = {
    role: 'editor',
    certificate: epoch.certificate,
    secret: epoch.editSecret,
    relays: [relay.address],
  };
  const agents = await Promise.all(
    Array.from({ length: trace.numAgents }, async () => await createAgent(capability, trace.numAgents)),
  );

  for (const step of traceToSteps(trace)) {
    const agent = at(agents, step.agent);
    for (const [index, count] of step.seen.entries()) {
      if (index === step.agent || count === 0) continue;
      const other = at(agents, index);
      const upto = other.boundaries.get(count);
      if (upto === undefined) throw new Error('what was seen ends an envelope');
      if (upto > at(agent.taken, index)) await take(agent, other, index, upto);
    }
    agent.replica.doc.transact(() => applyPatches(agent.text, step.patches));
    agent.written += 1;
    if (step.isBoundary) {
      agent.replica.flush();
      agent.boundaries.set(agent.written, agent.sealed);
    }
  }

  for (const { replica } of agents) replica.flush();
  for (const { courier } of agents) await courier.settled();
  for (const agent of agents) {
    for (const [index, other] of agents.entries()) {
      if (other !== agent) await take(agent, other, index, other.sealed);
    }
  }

  for (const { replica, text } of agents) {
    expect(text.toString()).toBe(trace.endContent);
    expect(replica.gaps()).toEqual([]);
    expect(replica.alarms()).toEqual([]);
    expect(replica.isPending()).toBe(false);
  }
  const [first, ...others] = agents.map(({ replica }) => new Map(replica.ledger.heads()));
  for (const heads of others) expect(heads).toEqual(first);

  for (const { replica, courier } of agents) {
    courier.close();
    replica.destroy();
  }
}, 180_000);
