import type { Replica, Source } from '@weft/crdt-core';
import { decodeRelayFrame } from '@weft/crdt-core/wire';
import { decodeHeader, toHex } from '@weft/crypto';
import type { EntryName } from './byzantine-relay.ts';
import type { SimDevice, SimTab, SimWitness } from './sim-types.ts';

/** Sees everything that happens in a world, and knows what must not be lost and what may be said. */
export interface WorldWitness extends SimWitness {
  /** The room itself stored it and said so. */
  stored(session: Uint8Array, seq: number): void;
  /** The relay put this snapshot in the place of what it had kept back from its author: the relay's own loss, where the snapshot lacks it. */
  cutOff(snapshot: EntryName, keptBack: readonly EntryName[]): void;
  /** A message of the relay's reached a device. */
  delivered(device: number, message: Uint8Array): void;
  /** The relay's log lost entries. */
  relayForgot(): void;
  written(session: string, seq: number): Uint8Array | undefined;
  isOnDisk(session: string, seq: number): boolean;
  isAtRelay(session: string, seq: number): boolean;
  /** Per session, the newest seq that a disk confirmed. */
  onDisk(): ReadonlyMap<string, number>;
  /** The same, of the disk of one device, where it is not only a snapshot that says so. */
  onDiskOf(device: number): ReadonlyMap<string, number>;
  /** Per session, what this life of the relay's log confirmed truly. */
  atRelay(): ReadonlyMap<string, ReadonlySet<number>>;
  readonly alarms: ReadonlySet<string>;
  alarmsOf(device: number): ReadonlySet<string>;
  /** SYN-5. Throws, with a reason, if what this tab shows is not so. */
  checkStatus(device: SimDevice, tab: SimTab, liars?: number): void;
  /** The device whose replica wrote with this session. */
  authorOf(session: string): number | undefined;
  /** Everything that was written or taken in, in that order. */
  all(): readonly Uint8Array[];
  /** Whether one of the world's own replicas writes with this session. */
  isHonest(session: string): boolean;
  /** Sessions that any device was warned of. */
  isAccused(session: string): boolean;
}

/** What one device was told and holds. */
interface Seen {
  readonly disk: Map<string, number>;
  /** Per session, the newest seq that any of its replicas held. */
  readonly held: Map<string, number>;
  /** Names that the relay said it holds. */
  claimed: Set<string>;
  /** What the life of the relay before this one said, and when this one was heard of. */
  before: { readonly claimed: ReadonlySet<string>; readonly at: number };
  generation: string;
  readonly alarms: Set<string>;
}

function raise(heads: Map<string, number>, session: string, seq: number): void {
  heads.set(session, Math.max(seq, heads.get(session) ?? -1));
}

/** So long after the tab with the links knows something the others do too, ms: a report waits for 50, and is then on its way. */
const TOLD_MS = 60;

/** A witness who has seen nothing yet. */
export function createSimWitness(hasPeers: boolean, now: () => number): WorldWitness {
  const written = new Map<string, Uint8Array>();
  const onDisk = new Map<string, number>();
  const atRelay = new Map<string, Set<number>>();
  const covers = new Map<string, ReadonlyMap<string, number>>();
  /** Names of parcels, by the name of what lies in them (KEY-8). */
  const parcels = new Map<string, Set<string>>();
  const alarms = new Set<string>();
  const honest = new Map<string, number>();
  const accused = new Set<string>();
  const devices = new Map<number, Seen>();

  function of(device: number): Seen {
    let seen = devices.get(device);
    if (seen === undefined) {
      const before = { claimed: new Set<string>(), at: Number.NEGATIVE_INFINITY };
      seen = { disk: new Map(), held: new Map(), claimed: new Set(), before, generation: '', alarms: new Set() };
      devices.set(device, seen);
    }
    return seen;
  }

  function noteName(device: number, envelope: Uint8Array): void {
    const header = decodeHeader(envelope);
    if (header.ok) of(device).claimed.add(`${toHex(header.value.session)}:${header.value.seq}`);
  }

  /** Whether the relay said to this device that it holds the envelope, by itself or in a snapshot. */
  function isClaimed(claimed: ReadonlySet<string>, session: string, seq: number): boolean {
    if (claimed.has(`${session}:${seq}`)) return true;
    for (const name of parcels.get(`${session}:${seq}`) ?? []) if (claimed.has(name)) return true;
    for (const [name, covered] of covers) if (claimed.has(name) && (covered.get(session) ?? -1) >= seq) return true;
    return false;
  }

  /** A peer that holds it says so in its heads. */
  function isElsewhere(device: number, session: string, seq: number): boolean {
    if (!hasPeers) return false;
    for (const [number, { held }] of devices) if (number !== device && (held.get(session) ?? -1) >= seq) return true;
    return false;
  }

  return {
    alarms,
    alarmsOf: (device) => of(device).alarms,
    appended(device, replica: Replica, envelope, source: Source) {
      const header = decodeHeader(envelope);
      if (!header.ok) throw new Error('a ledger took an envelope without a header');
      const session = toHex(header.value.session);
      const { seq, kind } = header.value;
      const name = `${session}:${seq}`;
      if (source === 'local' || !written.has(name)) written.set(name, envelope);
      if (source === 'local') honest.set(session, device);
      for (const [name, head] of replica.ledger.heads()) raise(of(device).held, name, head.seq);
      for (const carried of replica.ledger.carries(session, seq)) {
        const key = `${carried.session}:${carried.seq}`;
        parcels.set(key, (parcels.get(key) ?? new Set()).add(name));
      }
      if (kind !== 'snapshot' || covers.has(`${session}:${seq}`)) return;
      const snapshot = replica.ledger.snapshots().find((one) => one.session === session && one.seq === seq);
      if (snapshot === undefined) return;
      covers.set(`${session}:${seq}`, new Map([...snapshot.covers].map(([name, head]) => [name, head.seq])));
    },
    saving(device, replica) {
      const heads = [...replica.ledger.heads()];
      // Where a snapshot stands for it, its author may have claimed more than there was.
      const held = heads.filter(([session, { seq }]) => replica.ledger.get(session, seq) !== undefined);
      const own = replica.ledger.heads().get(replica.sessionHex)?.seq ?? -1;
      return () => {
        for (const [session, { seq }] of heads) raise(onDisk, session, seq);
        for (const [session, { seq }] of held) raise(of(device).disk, session, seq);
        raise(of(device).disk, replica.sessionHex, own);
      };
    },
    alarm(device, code, session) {
      if (session !== undefined) accused.add(session);
      alarms.add(code);
      of(device).alarms.add(code);
    },
    stored(session, seq) {
      const key = toHex(session);
      const seqs = atRelay.get(key) ?? new Set();
      atRelay.set(key, seqs.add(seq));
    },
    cutOff(snapshot, keptBack) {
      const covered = covers.get(`${snapshot.session}:${snapshot.seq}`);
      for (const { session, seq } of keptBack) {
        if ((covered?.get(session) ?? -1) < seq) atRelay.get(session)?.delete(seq);
      }
    },
    delivered(device, message) {
      const frame = decodeRelayFrame(message);
      if (!frame.ok) return;
      const { value } = frame;
      if (value.type === 'welcome') {
        const generation = toHex(value.generation);
        const seen = of(device);
        if (generation !== seen.generation) {
          seen.before = { claimed: seen.claimed, at: now() };
          seen.claimed = new Set();
        }
        seen.generation = generation;
      }
      if (value.type === 'ack') of(device).claimed.add(`${toHex(value.session)}:${value.seq}`);
      if (value.type === 'entry' || value.type === 'base') noteName(device, value.envelope);
    },
    relayForgot: () => atRelay.clear(),
    written: (session, seq) => written.get(`${session}:${seq}`),
    isOnDisk: (session, seq) => (onDisk.get(session) ?? -1) >= seq,
    isAtRelay: (session, seq) => atRelay.get(session)?.has(seq) === true,
    onDisk: () => onDisk,
    onDiskOf: (device) => of(device).disk,
    atRelay: () => atRelay,
    authorOf: (session) => honest.get(session),
    all: () => [...written.values()],
    isHonest: (session) => honest.has(session),
    isAccused: (session) => accused.has(session),
    checkStatus(device, tab, liars = 0) {
      const { replica } = tab;
      const own = replica.sessionHex;
      const head = replica.ledger.heads().get(own)?.seq ?? -1;
      // KEY-5: Yjs gives it up where another seems to write with it.
      for (const { clientID } of [replica.doc, replica.comments])
        if (clientID !== replica.session.clientId) throw new Error(`${device.name} writes with another client id`);
      const status = tab.status();
      const seen = of(device.number);
      const where = `${device.name}, ${own.slice(0, 8)}:${head}`;
      if (status.saved.unsaved === 0 && (seen.disk.get(own) ?? -1) < head) {
        throw new Error(`${where} is shown as saved, and the disk ends at ${seen.disk.get(own) ?? -1}`);
      }
      if (status.unsent === 0 && status.saved.unsaved === 0) {
        const isTold = tab.leads() || now() - seen.before.at > TOLD_MS;
        const said = isTold ? seen.claimed : new Set([...seen.claimed, ...seen.before.claimed]);
        for (let seq = 0; seq <= head; seq++) {
          if (!isClaimed(said, own, seq) && !isElsewhere(device.number, own, seq))
            throw new Error(`${where} is shown as sent, and the relay never confirmed ${seq}`);
        }
      }
      let holders = 0;
      for (const [number, other] of devices) {
        if (number !== device.number && head >= 0 && (other.held.get(own) ?? -1) >= head) holders++;
      }
      if (status.seenBy > holders + liars)
        throw new Error(`${where} is shown as seen by ${status.seenBy}, and ${holders} hold it`);
    },
  };
}
