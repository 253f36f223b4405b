import type { Ports, Replica } from '@weft/crdt-core';
import { createTestRoomWith } from '@weft/crdt-core/testing';
import { decodeHeader, deriveKeys, type EpochKeys, type LinkRole, openEnvelope, type Sodium } from '@weft/crypto';
import * as Y from 'yjs';
import { type ByzantineRelay, createByzantineRelay } from './byzantine-relay.ts';
import { createInsider, type Insider } from './insider.ts';
import { createSimDevice } from './sim-device.ts';
import type { SimDevice, SimTab } from './sim-types.ts';
import { createSimNetwork, FAIR, type SimNetwork } from './sim-network.ts';
import { isSameHeads } from './same-heads.ts';
import { createSimPeers, type SimPeers } from './sim-peers.ts';
import { createSimRelay, type SimRelay } from './sim-relay.ts';
import { createSimWitness, type WorldWitness } from './sim-witness.ts';

/** Everything: a room, a relay, a network, devices, and a witness that remembers what must not be lost. */
export interface World {
  readonly devices: readonly SimDevice[];
  readonly network: SimNetwork;
  readonly relay: SimRelay;
  /** The relay as its clients meet it. */
  readonly byzantine: ByzantineRelay;
  readonly insider: Insider | undefined;
  readonly peers: SimPeers | undefined;
  readonly alarms: ReadonlySet<string>;
  /** Alarms, by the number of the device that was warned. */
  alarmsOf(device: number): ReadonlySet<string>;
  /** Whether any device was warned of this session. */
  isAccused(session: string): boolean;
  /** Lets time pass, with everything that happens in it. */
  pass(ms: number): Promise<void>;
  /** The relay's process ends, and comes back later. */
  restartRelay(keepsLog: boolean, downMs: number): void;
  /** The relay's log loses all but its first entries, as the same life of it or another. */
  rollBack(keep: number, keepsGeneration: boolean): void;
  edit(tab: SimTab, edit: Edit): void;
  /** Ends all that is wrong, and waits until nothing is left to do. */
  settle(): Promise<void>;
  /** Throws, with a reason, if what a person is shown is not so (SYN-5). */
  checkStatus(): void;
  /** Throws, with a reason, unless every replica and every disk holds the same, and all that was acknowledged. */
  check(): Promise<void>;
}

export type Edit =
  | { readonly type: 'insert'; readonly at: number; readonly text: string }
  | { readonly type: 'delete'; readonly at: number; readonly length: number }
  | { readonly type: 'title'; readonly text: string }
  | { readonly type: 'comment'; readonly at: number; readonly text: string };

export interface WorldOptions {
  readonly seed: number;
  readonly devices: number;
  /** The last device holds a view link. */
  readonly hasViewer: boolean;
  /** The last device that is left, but for the first, holds a comment link. */
  readonly hasCommenter?: boolean | undefined;
  readonly compactEntries: number;
  /** A member who misuses a link of this role. */
  readonly insider?: 'editor' | 'viewer';
  /** Devices are linked to each other too: beside the relay, or without one. */
  readonly peers?: 'beside' | 'only';
}

const HOST = 'relay.test:4400';
const SETTLE_STEP_MS = 5_000;
const SETTLE_MOST_MS = 3_600_000;

/** A world in which nothing has happened. */
export function createWorld(sodium: Sodium, options: WorldOptions): World {
  const home = createTestRoomWith(sodium, options.seed);
  const { time, random } = home;
  const ports: Ports = home.ports;
  const editor = home.capability('editor');
  const { certificate } = editor;
  const { roomId } = certificate;
  const keys: EpochKeys = deriveKeys(sodium, 'editor', editor.secret);
  const relay = createSimRelay(sodium, random.bytes, time.clock, time.timers);
  const byzantine = createByzantineRelay(sodium, relay, random, time.timers);
  const network = createSimNetwork(time, random, relay, byzantine, roomId, HOST);
  const witness: WorldWitness = createSimWitness(options.peers !== undefined);
  byzantine.onStored((session, seq) => witness.stored(session, seq));
  network.onDelivered((client, message) => witness.delivered(client, message));

  const hasRelay = options.peers !== 'only';
  const peers = options.peers === undefined ? undefined : createSimPeers(time, random);
  let isRolledBack = false;

  const devices = Array.from({ length: options.devices }, (_, index) =>
    createSimDevice({
      name: `device ${index}`,
      number: index,
      ports,
      random,
      capability: home.capability(indexToRole(index, options)),
      network: hasRelay ? network : undefined,
      peers,
      host: HOST,
      witness,
      compactEntries: options.compactEntries,
    }),
  );

  const insider =
    options.insider === undefined
      ? undefined
      : createInsider({
          ports,
          random,
          capability: home.capability(options.insider),
          network,
          host: HOST,
          number: options.devices,
          plant: (device, envelope) => byzantine.plant(device % options.devices, envelope),
        });

  /** What an insider wrote may be refused by some and be known to others first: what counts is that someone was warned. */
  function counts(session: string): boolean {
    return insider === undefined || witness.isHonest(session) || !witness.isAccused(session);
  }

  const isHonest = (session: string): boolean => insider === undefined || witness.isHonest(session);

  async function pass(ms: number): Promise<void> {
    const until = time.clock.now() + ms;
    let isOver = false;
    const stop = time.timers.set(ms, () => {
      isOver = true;
    });
    while (!isOver && time.clock.now() <= until) {
      await turn();
      if (!time.next()) break;
    }
    stop();
    await turn();
  }

  /** Everything that hangs on resolved promises: no promise here waits for anything but others. */
  async function turn(): Promise<void> {
    for (let i = 0; i < 12; i++) await Promise.resolve();
  }

  function tabs(): SimTab[] {
    return devices.flatMap((device) => [...device.tabs()]);
  }

  /**
   * True if nobody can fill this gap: its author ended before a disk had confirmed the envelope, and the relay only said that it
   * had it, or forgot it. An honest relay leaves no such hole.
   */
  function isLost(session: string, seq: number): boolean {
    if (!isRolledBack && byzantine.told().size === 0) return false;
    if (witness.isOnDisk(session, seq) || witness.isAtRelay(session, seq)) return false;
    return tabs().every(({ replica }) => (replica.ledger.heads().get(session)?.seq ?? -1) < seq);
  }

  function isQuiet(): boolean {
    const all = tabs();
    const first = all[0];
    if (first === undefined) return true;
    for (const tab of all) {
      if (
        tab.unsaved() > 0 ||
        tab.replica.gaps().some(({ session, from }) => isHonest(session) && !isLost(session, from))
      )
        return false;
      if (tab.replica.unapplied() > 0 || !isSameHeads(tab.replica, first.replica, counts)) return false;
    }
    for (const device of hasRelay ? devices : []) {
      const leader = device.tabs().find((tab) => tab.leads());
      const state = leader?.driver()?.state();
      if (state === undefined || state.phase !== 'live') return false;
      // What an insider signed may be what the relay refuses: its own choice of two.
      if (state.heads.unsentOwn > 0 || (insider === undefined && state.heads.unsentOthers > 0)) return false;
    }
    return true;
  }

  return {
    devices,
    network,
    relay,
    byzantine,
    insider,
    peers,
    isAccused: (session) => witness.isAccused(session),
    alarms: witness.alarms,
    alarmsOf: (device) => witness.alarmsOf(device),
    pass,
    restartRelay(keepsLog, downMs) {
      relay.kill(keepsLog);
      network.cutAll();
      // What only that log held may be gone with it; what a disk confirmed may not.
      if (!keepsLog) witness.relayForgot();
      time.timers.set(downMs, () => relay.start());
    },
    rollBack(keep, keepsGeneration) {
      if (!relay.isUp()) return;
      network.cutAll();
      witness.relayForgot();
      isRolledBack = true;
      relay.rollBack(roomId, keep, keepsGeneration);
    },
    edit({ replica }, edit) {
      if (replica.role === 'viewer') return;
      // A commenter does with the comments what an editor does with the document.
      const doc = edit.type === 'comment' || replica.role === 'commenter' ? replica.comments : replica.doc;
      const text = doc.getText('content');
      if (edit.type === 'title') {
        const title = doc.getText('title');
        title.doc?.transact(() => {
          title.delete(0, title.length);
          title.insert(0, edit.text);
        });
      } else if (edit.type !== 'delete') text.insert(edit.at % (text.length + 1), edit.text);
      else if (text.length > 0) {
        const at = edit.at % text.length;
        text.delete(at, Math.min(edit.length, text.length - at));
      }
    },
    async settle() {
      network.setWeather(FAIR);
      relay.start();
      byzantine.beHonest();
      peers?.plugAll();
      for (const device of devices) {
        device.disk.fail(undefined);
        device.setPartitioned(false);
        if (device.tabs().length === 0) await device.openTab();
      }
      for (let waited = 0; waited < SETTLE_MOST_MS; waited += SETTLE_STEP_MS) {
        await pass(SETTLE_STEP_MS);
        if (isQuiet()) return;
      }
      throw new Error(`not settled after an hour:\n${describe()}`);
    },
    checkStatus() {
      for (const device of devices)
        for (const tab of device.tabs()) witness.checkStatus(device, tab, insider?.sessions.size ?? 0);
    },
    async check() {
      const refused = network.refused().filter(({ client }) => client < options.devices);
      if (refused.length > 0)
        throw new Error(`the relay refused for good: ${refused.map(({ code }) => code).join(', ')}`);
      const all = tabs();
      const first = all[0];
      if (first === undefined) return;
      const heads = first.replica.ledger.heads();
      for (const [session, seq] of witness.onDisk())
        if (isHonest(session)) expectInLedger(session, seq, 'saved on a device');
      for (const [session, seqs] of witness.atRelay()) {
        if (!isHonest(session)) continue;
        const gap = all[0]?.replica.gaps().find((open) => open.session === session);
        for (const seq of seqs) {
          if (gap === undefined || seq < gap.from) expectInLedger(session, seq, 'acknowledged by the relay');
        }
      }
      function expectInLedger(session: string, seq: number, what: string): void {
        const head = heads.get(session)?.seq ?? -1;
        if (head < seq) throw new Error(`${session.slice(0, 8)}:${seq} was ${what}; the ledger ends at ${head}`);
      }
      const expected = insider === undefined ? oracle(heads) : first.replica;
      for (const { replica } of all) {
        expectContent(replica, expected, 'a document');
        if (insider === undefined && replica.isPending())
          throw new Error('a document waits for structs it should have');
      }
      const vector = Y.encodeStateVector(first.replica.doc).length;
      for (const device of devices) {
        const reopened = await device.reopen();
        if (!isSameHeads(reopened, first.replica, counts))
          throw new Error(`the disk of ${device.name} holds another ledger`);
        expectContent(reopened, expected, `what the disk of ${device.name} opens to`);
        if (insider === undefined && Y.encodeStateVector(reopened.doc).length !== vector)
          throw new Error('a reopened document has another state');
        if (reopened.damaged().length > 0) throw new Error(`the disk of ${device.name} is damaged`);
      }
    },
  };

  /** The document and the comments that all these envelopes make, by plain Yjs. */
  function oracle(heads: Replica['ledger'] extends { heads(): infer H } ? H : never): Content {
    const [doc, comments] = [new Y.Doc(), new Y.Doc()];
    for (const [session, { seq }] of heads) {
      for (let at = 0; at <= seq; at++) {
        const envelope = witness.written(session, at);
        if (envelope === undefined)
          throw new Error(`${session.slice(0, 8)}:${at} is in the ledger and nobody wrote it`);
        const opened = openEnvelope(sodium, keys, envelope);
        if (!opened.ok) throw new Error(opened.failure.sentence);
        const header = decodeHeader(envelope);
        const kind = header.ok ? header.value.kind : undefined;
        if (kind === 'content') Y.applyUpdate(doc, opened.value.payload);
        if (kind === 'comment') Y.applyUpdate(comments, opened.value.payload);
      }
    }
    return { doc, comments };
  }

  function describe(): string {
    return devices
      .flatMap((device) =>
        device.tabs().map((tab) => {
          const state = tab.driver()?.state();
          const own = [...tab.replica.ledger.heads()].map(([session, { seq }]) => `${session.slice(0, 4)}:${seq}`);
          return [
            `${device.name} ${tab.leads() ? 'leads' : 'follows'} unsaved ${tab.unsaved()} gaps ${tab.replica.gaps().length}`,
            `  heads ${own.sort().join(' ')}`,
            `  ${state === undefined ? 'no session' : `${state.phase} cursor ${state.positions.cursor} base ${state.base} head ${state.head} unsent ${state.heads.unsentOwn}+${state.heads.unsentOthers} in flight ${state.inFlight.size} waiting ${state.waiting.size} blocked ${state.blocked.size} failure ${state.failure?.code ?? 'none'} paused ${Math.max(0, state.pausedUntil - time.clock.now())}`}`,
          ].join('\n');
        }),
      )
      .join('\n');
  }
}

/** The roles of a world's devices: the first is always an editor's. */
function indexToRole(index: number, { devices, hasViewer, hasCommenter = false }: WorldOptions): LinkRole {
  if (hasViewer && index === devices - 1) return 'viewer';
  const commenter = devices - (hasViewer ? 2 : 1);
  return hasCommenter && index === commenter && index > 0 ? 'commenter' : 'editor';
}

type Content = Pick<Replica, 'doc' | 'comments'>;

function toContent(doc: Y.Doc): string {
  return JSON.stringify([doc.getText('title').toString(), doc.getText('content').toString()]);
}

/** Throws unless a replica shows what it should: a viewer sees no comments. */
function expectContent({ doc, comments, role }: Replica, expected: Content, what: string): void {
  const [shown, said] = [toContent(doc), toContent(comments)];
  const [wanted, wantedSaid] = [expected.doc, role === 'viewer' ? new Y.Doc() : expected.comments].map(toContent);
  if (shown !== wanted) throw new Error(`${what} differs:\n${shown}\nexpected:\n${wanted}`);
  if (said !== wantedSaid) throw new Error(`the comments of ${what} differ:\n${said}\nexpected:\n${wantedSaid}`);
}
