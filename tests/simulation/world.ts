import type { Ports } from '@weft/crdt-core';
import { createTestRoomWith } from '@weft/crdt-core/testing';
import { type Device, type LinkRole, type Sodium, toHex } from '@weft/crypto';
import { type ByzantineRelay, createByzantineRelay } from './byzantine-relay.ts';
import { createInsider, type Insider } from './insider.ts';
import { applyEdit, type Edit } from './edits.ts';
import { describeDevices } from './describe-devices.ts';
import { createSimDevice } from './sim-device.ts';
import { createSimEpochs, type SimEpochs } from './sim-epochs.ts';
import { createSimJudge } from './sim-judge.ts';
import type { SimDevice, SimTab, SimWitness } from './sim-types.ts';
import { createSimNetwork, FAIR, type SimNetwork } from './sim-network.ts';
import { indexToRole } from './index-to-role.ts';
import { nextAside } from './next-aside.ts';
import { reopenWhere } from './reopen-where.ts';
import { createSimPeers, type SimPeers } from './sim-peers.ts';
import { createSimRelay, type SimRelay } from './sim-relay.ts';
import { createSimSecrecy, type SimSecrecy } from './sim-secrecy.ts';
import { createSimWitness } from './sim-witness.ts';

/** Everything: a room, a relay, a network, devices, and a witness that remembers what must not be lost. */
export interface World {
  readonly devices: readonly SimDevice[];
  readonly network: SimNetwork;
  readonly relay: SimRelay;
  /** The relay as its clients meet it. */
  readonly byzantine: ByzantineRelay;
  readonly insider: Insider | undefined;
  readonly peers: SimPeers | undefined;
  /** KEY-8, where there are admins. */
  readonly epochs: SimEpochs | undefined;
  readonly alarms: ReadonlySet<string>;
  readonly secrecy: SimSecrecy;
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
  /** KEY-8: an admin starts the next epoch without a device, or only replaces the links. */
  rekey(admin: number, gone: number | undefined): void;
  /** A device is given a link of now. */
  invite(device: SimDevice, role?: LinkRole): Promise<void>;
  /** A device opens the document by a link of another role. The first always stays an editor's. */
  relink(device: SimDevice, role: LinkRole): Promise<void>;
  /** LED-6: files that were saved, for whoever takes them in. */
  readonly shelf: Uint8Array[];
  /** Ends all that is wrong, and waits until nothing is left to do. */
  settle(): Promise<void>;
  /** Throws, with a reason, if what a person is shown is not so (SYN-5). */
  checkStatus(): void;
  /** Throws unless every device has what it wrote itself. */
  checkOwn(): void;
  /** Throws, with a reason, unless every replica and every disk holds the same, and all that was acknowledged. */
  check(): Promise<void>;
}

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
  readonly peers?: 'beside' | 'only' | undefined;
  /** KEY-8: devices say who they are, and the first two, where they write, hold the room's root. */
  readonly hasAdmins?: boolean | undefined;
}

const HOST = 'relay.test:4400';
const SETTLE_STEP_MS = 5_000;
const SETTLE_MOST_MS = 3_600_000;
/** KEY-8: vouching and succession wait for a while, and look again. */
const SETTLED_MS = 15_000;
const TAKE_IN_ROUNDS = 40;
/** A state that nobody renews is dropped after 30 s; who is there says so every 12 s. */
const UNHEARD_MS = 45_000;
/** Where the claims of an insider go on in others' snapshots, who opens the document again may be told so each time. */
const MOST_REOPENED = 8;
/** Whoever keeps what others leave out says so, and has it no longer when opened again. */
const LATE_HELD_MS = 60_000;

/** A world in which nothing has happened. */
export function createWorld(sodium: Sodium, options: WorldOptions): World {
  const home = createTestRoomWith(sodium, options.seed);
  const { time, random } = home;
  const ports: Ports = home.ports;
  const editor = home.capability('editor');
  const { certificate } = editor;
  const { roomId } = certificate;
  const relay = createSimRelay(sodium, random.bytes, time.clock, time.timers);
  const byzantine = createByzantineRelay(sodium, relay, random, time.timers);
  const network = createSimNetwork(time, random, relay, byzantine, roomId, HOST);
  const witness = createSimWitness(options.peers !== undefined, time.clock.now);
  byzantine.onStored((session, seq) => witness.stored(session, seq));
  byzantine.onCutOff((snapshot, keptBack) => witness.cutOff(snapshot, keptBack));
  network.onDelivered((client, message) => witness.delivered(client, message));

  const hasRelay = options.peers !== 'only';
  const peers = options.peers === undefined ? undefined : createSimPeers(time, random);
  let isRolledBack = false;

  const hasAdmins = options.hasAdmins === true;
  const hasPresence = !hasAdmins && options.peers !== undefined;
  const seats = Array.from({ length: options.devices }, (_, index) => {
    const role = indexToRole(index, options);
    const root = hasAdmins && index < 2 && role === 'editor' ? { adminSeed: home.room.adminSeed } : {};
    const device: Device | undefined = hasAdmins ? home.device() : undefined;
    return { capability: { ...home.capability(role), ...root }, device };
  });
  const epochs = hasAdmins
    ? createSimEpochs({
        ports,
        random,
        link: editor,
        seats: new Map(
          seats.flatMap(({ device, capability }) => (device ? [[toHex(device.id), { device, capability }]] : [])),
        ),
      })
    : undefined;
  const secrecy = createSimSecrecy(sodium, witness.authorOf, () => devices, [network, peers]);
  const watching: SimWitness = {
    ...witness,
    rekeyed: secrecy.heard,
    appended(device, replica, envelope, source) {
      witness.appended(device, replica, envelope, source);
      if (source === 'local') epochs?.written(replica, envelope);
    },
  };
  const devices = seats.map(({ capability, device }, index) =>
    createSimDevice({
      name: `device ${index}`,
      number: index,
      ports,
      random,
      capability,
      device,
      network: hasRelay ? network : undefined,
      peers,
      host: HOST,
      witness: watching,
      compactEntries: options.compactEntries,
      hasPresence,
    }),
  );
  /** Those who have the keys. Whoever was removed goes on with what they had. */
  const members = (): SimDevice[] =>
    hasAdmins ? devices.filter((device) => device.tabs()[0]?.replica.isRemoved() !== true) : devices;

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

  /** What an insider wrote or claimed may be refused by some and known to others first: what counts is that someone was warned. */
  function counts(session: string): boolean {
    if (insider?.spokenFor.has(session) === true) return ![...insider.sessions].some(witness.isAccused);
    return insider === undefined || witness.isHonest(session) || !witness.isAccused(session);
  }

  function isHonest(session: string): boolean {
    if (!hasAdmins) return insider === undefined || witness.isHonest(session);
    const author = witness.authorOf(session);
    return members().some(({ number }) => number === author);
  }

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

  const judge = createSimJudge({
    witness,
    members,
    hasRelay,
    hasInsider: insider !== undefined,
    hasAdmins,
    counts,
    isHonest,
    isLost,
  });

  /** Waits until nothing is left to do. */
  async function rest(): Promise<void> {
    let quiet = 0;
    let reopened = 0;
    for (let waited = SETTLE_STEP_MS; waited < SETTLE_MOST_MS; waited += SETTLE_STEP_MS) {
      await pass(SETTLE_STEP_MS);
      quiet = judge.isQuiet() ? quiet + SETTLE_STEP_MS : 0;
      if (quiet >= (hasAdmins || insider !== undefined ? SETTLED_MS : SETTLE_STEP_MS)) {
        if (reopened++ >= MOST_REOPENED || !(await reopenWhere(members(), 'spoken-over'))) return;
        quiet = 0;
      }
      if (!hasAdmins || waited % LATE_HELD_MS !== 0) continue;
      await reopenWhere(members(), 'late-held');
      takeInMembers();
    }
    throw new Error(`not settled after an hour:\n${describeDevices(devices, time.clock.now())}`);
  }

  /** KEY-8: somebody who belongs here again holds what the others set aside: an editor takes it in. */
  function takeInMembers(): void {
    const replica = tabs().find((tab) => tab.replica.role === 'editor' && !tab.replica.isRemoved())?.replica;
    const session = replica && nextAside(replica, isHonest);
    if (session !== undefined) replica?.aside.takeIn(session);
  }

  /** KEY-8: what was set aside is offered to whoever may write, and they take it in. */
  async function takeIn(): Promise<void> {
    for (let round = 0; round < TAKE_IN_ROUNDS; round++) {
      const offered = tabs().find(
        ({ replica }) => replica.role === 'editor' && !replica.isRemoved() && nextAside(replica) !== undefined,
      );
      if (offered === undefined) return;
      const session = nextAside(offered.replica);
      if (session !== undefined) offered.replica.aside.takeIn(session);
      await rest();
    }
    throw new Error('what was set aside is offered again and again');
  }

  return {
    devices,
    network,
    relay,
    byzantine,
    insider,
    peers,
    epochs,
    isAccused: (session) => witness.isAccused(session),
    alarms: witness.alarms,
    secrecy,
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
    edit: ({ replica }, edit) => applyEdit(replica, edit),
    async settle() {
      network.setWeather(FAIR);
      relay.start();
      byzantine.beHonest();
      peers?.plugAll();
      for (const device of devices) {
        device.disk.fail(undefined);
        device.setPartitioned(false);
        // What a tab had stored as it died, and told no other, is found by whoever opens the document next.
        if (device.tabs().length === 0 || device.hasDied()) await device.openTab();
      }
      await rest();
      if (hasAdmins) await takeIn();
    },
    rekey(admin, gone) {
      const by = devices[admin % 2]?.tabs()[0];
      const target = gone === undefined ? undefined : devices[gone % devices.length];
      if (by === undefined || !by.replica.governs) return;
      epochs?.rekey(by, target !== undefined && target.number >= 2 ? target : undefined);
    },
    async invite(device, role = indexToRole(device.number, options)) {
      const by = devices[0]?.tabs()[0];
      if (by !== undefined && device.number >= 2) await epochs?.invite(by, device, role);
    },
    async relink(device, role) {
      if (hasAdmins) return this.invite(device, role);
      if (device.number > 0 && device.tabs().length > 0) await device.invite(home.capability(role));
    },
    shelf: [],
    checkStatus() {
      for (const device of devices)
        for (const tab of device.tabs()) witness.checkStatus(device, tab, insider?.sessions.size ?? 0);
    },
    checkOwn: () => judge.checkOwn(),
    async check() {
      const refused = network.refused().filter(({ client }) => client < options.devices);
      if (refused.length > 0)
        throw new Error(`the relay refused for good: ${refused.map(({ code }) => code).join(', ')}`);
      await judge.check();
      epochs?.check(devices, witness.all());
      secrecy.check();
      if (!hasPresence) return;
      await pass(UNHEARD_MS);
      judge.checkPresence();
    },
  };
}
