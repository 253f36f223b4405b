/** KEY-8: who governs the room said that an epoch is over. What that means for the keys, and for what is written under the old ones. */
import {
  type Capability,
  deriveKeys,
  isSuccessor,
  type LinkRole,
  openGrant,
  openHistory,
  type Role,
  type RoleSecret,
  toHex,
  verifyEpochCertificate,
} from '@weft/crypto';
import { replicaFailure } from '../errors.ts';
import { bytesToHeads } from '../ledger/heads.ts';
import type { SessionHex } from '../ledger/types.ts';
import { createClosings, type DeviceHex, type Timeliness } from './closings.ts';
import type { ReplicaContext } from './context.ts';
import type { Identity } from './identity.ts';
import type { Governance } from './judges.ts';
import type { EpochEntry } from './keyring.ts';
import type { OpenedControl } from './open-entry.ts';

/** What this replica was given for the epoch that is current. */
export interface Grant {
  readonly role: LinkRole;
  readonly secret: RoleSecret;
}

type RekeyNotice = Extract<OpenedControl['notice'], { type: 'rekey' }>;

/** Whom a notice removed, and the session that wrote it. */
interface Removal {
  readonly epoch: number;
  readonly devices: readonly DeviceHex[];
  readonly by: SessionHex;
}

/** @param capability - what the replica was opened with; its secret is copied */
export function createGovernance(context: ReplicaContext, identity: Identity, capability: Capability): Governance {
  const { ring, roster } = context;
  const { sodium } = context.ports;
  const { device } = identity;
  const role: Role = capability.role;
  const closings = createClosings();
  const first: Grant = { role: capability.role, secret: capability.secret.slice() as Uint8Array as RoleSecret };
  const grants = new Map<string, Grant>([[ring.current().name, first]]);
  const removedBy = new Map<string, Removal>();
  /** Epochs whose HISTORY is known: what reads the one before is found again. */
  const told = new Set<string>();
  let isRemoved = false;
  /** Notices that closed an epoch, once each. */
  let notices = 0;
  learn(ring.current());

  /** What a certificate says of the epoch before its own holds without the notice: a line goes on where the keys are known. */
  function learn({ name, certificate }: Pick<EpochEntry, 'name' | 'certificate'>): void {
    if (certificate.epoch > 0) closings.follows(name, toHex(certificate.previous));
  }

  function takeRekey({ epoch, entry }: OpenedControl, notice: RekeyNotice): boolean {
    const verified = verifyEpochCertificate(sodium, notice.certificate.slice(), epoch.certificate.roomId);
    const cut = bytesToHeads(notice.cut);
    if (!verified.ok || cut === undefined || !isSuccessor(sodium, verified.value, epoch.certificate)) return false;
    const certificate = verified.value;
    const name = ring.nameOf(certificate);
    const kept = new Set(notice.grants.map((grant) => toHex(grant.device)));
    const seqs = new Map([...cut].map(([session, { seq }]) => [session, seq]));
    if (closings.add(epoch.name, { next: name, cut: seqs, kept })) notices++;
    const devices = notice.removed.map((id) => toHex(id));
    removedBy.set(name, { epoch: certificate.epoch, devices, by: entry.session });
    const own = device && notice.grants.find((grant) => toHex(grant.device) === toHex(device.id));
    if (device !== undefined && own !== undefined && !grants.has(name)) {
      const opened = openGrant(sodium, device, certificate, own.sealed);
      if (opened.ok) {
        grants.set(name, opened.value);
        ring.add(certificate, deriveKeys(sodium, opened.value.role, opened.value.secret));
      }
    }
    return true;
  }

  /** The keys of the epoch before, to read what is older. They allow nothing else: who writes, writes under the new ones. */
  function takeHistory(epoch: EpochEntry, notice: Extract<OpenedControl['notice'], { type: 'history' }>): boolean {
    const grant = grants.get(epoch.name);
    if (grant === undefined) return false;
    const opened = openHistory(sodium, { ...notice, certificate: notice.certificate.slice() }, { ...epoch, ...grant });
    if (!opened.ok) return false;
    told.add(epoch.name);
    const { certificate, role: granted, secret } = opened.value;
    if (ring.add(certificate, deriveKeys(sodium, granted, secret))) {
      grants.set(ring.nameOf(certificate), { role: granted, secret });
      learn({ name: ring.nameOf(certificate), certificate });
    } else sodium.wipe(secret);
    return true;
  }

  /** Follows the line of epochs from the oldest that is known here to where it ends. */
  function follow(): void {
    const oldest = ring.all()[0];
    if (oldest === undefined) return;
    const tip = ring.find(closings.tip(oldest.name));
    const wasRemoved = isRemoved;
    isRemoved = tip?.keys.signers[role] === undefined;
    if (tip !== undefined && !isRemoved) ring.setCurrent(tip.name);
    if (isRemoved && !wasRemoved) context.alarm(replicaFailure('removed'));
  }

  function judge(epoch: EpochEntry, session: SessionHex, seq: number): Timeliness {
    const current = ring.current();
    if (epoch === current && !isRemoved) return 'in-time';
    const isOpenEnd = closings.tip(epoch.name) === epoch.name;
    // An older epoch of which the end is not known yet: a joiner whom the notice has not reached.
    if (isOpenEnd && epoch.certificate.epoch < current.certificate.epoch) return 'unknown';
    return closings.judge(epoch.name, session, seq, roster.deviceOf(session));
  }

  function removed(): ReadonlySet<DeviceHex> {
    /** Of each, the first epoch in which it can only have spoken because it was invited again. */
    const gone = new Map<DeviceHex, number>();
    for (let name = ring.all()[0]?.name; name !== undefined; ) {
      const [step, rival] = closings.of(name);
      if (step === undefined) break;
      const next = removedBy.get(step.next);
      // A rival's epoch has the same number, and its keys may have been given to whom this one removed.
      const since = (next?.epoch ?? 0) + (rival === undefined ? 0 : 1);
      for (const one of next?.devices ?? []) gone.set(one, since);
      for (const kept of step.kept ?? []) gone.delete(kept);
      name = step.next;
    }
    if (gone.size === 0) return new Set();
    // Whoever has spoken under newer keys was invited again.
    for (const { device: known, epoch } of roster.devices()) {
      if (epoch >= (gone.get(known) ?? Number.POSITIVE_INFINITY)) gone.delete(known);
    }
    return new Set(gone.keys());
  }

  /** Whether the line that holds removed it since: where it has the keys all the same, it was invited again, and stays. */
  function wasRemoved(device: DeviceHex, since: number): boolean {
    for (const [name, { epoch, devices }] of removedBy)
      if (epoch >= since && devices.includes(device) && closings.isOnLine(name)) return true;
    return false;
  }

  /** The number of the first epoch of a line that lost: what holds went on from the one before it, however far that line had come. */
  function forkOf(name: string, epoch: number): number {
    let number = epoch;
    for (let at = closings.parentOf(name); at !== undefined && !closings.isOnLine(at); at = closings.parentOf(at))
      number--;
    return number;
  }

  return {
    closings,
    take(opened) {
      const { entry, epoch, notice } = opened;
      // Also where it was stored, or came from a sibling tab: nothing else weighs as much, and notices are few.
      const verified = ring.verify(entry.envelope);
      if (!verified.ok || verified.value.role !== 'admin') return false;
      const state = (): string => `${ring.current().name} ${ring.all().length} ${String(isRemoved)} ${notices}`;
      const before = state();
      const isTaken = notice.type === 'rekey' ? takeRekey(opened, notice) : takeHistory(epoch, notice);
      if (!isTaken) {
        context.alarm({ ...replicaFailure('control-malformed'), session: entry.session });
        return false;
      }
      follow();
      return state() !== before;
    },
    judge,
    judgeEntry: ({ entry, epoch }) => (entry.kind === 'control' ? 'in-time' : judge(epoch, entry.session, entry.seq)),
    isLeftOut(session, epoch) {
      const possible = ring.all().filter(({ certificate }) => certificate.epoch === epoch);
      return possible.length > 0 && possible.every((one) => judge(one, session, Number.MAX_SAFE_INTEGER) === 'late');
    },
    isRemoved: () => isRemoved,
    capability() {
      const { certificate, name } = ring.current();
      const grant = grants.get(name) ?? { role: capability.role, secret: capability.secret };
      return { ...capability, ...grant, certificate };
    },
    lasting() {
      let lasting = ring.current().name;
      for (let at: string | undefined = lasting; at !== undefined; ) {
        const parent = closings.parentOf(at);
        if (parent === undefined || ring.find(parent) === undefined) break;
        if (!told.has(at)) lasting = parent;
        at = parent;
      }
      const entry = ring.find(lasting);
      const grant = grants.get(lasting);
      if (entry === undefined || grant?.role !== capability.role) return { ...capability, ...first };
      return { ...capability, ...grant, certificate: entry.certificate };
    },
    removed,
    outvoted() {
      if (removedBy.size < 2) return new Set();
      const gone = removed();
      const tip = closings.tip(ring.all()[0]?.name ?? '');
      const devices = new Set<DeviceHex>();
      const governing = new Set<DeviceHex | undefined>();
      for (const [name, { by }] of removedBy) if (closings.isOnLine(name)) governing.add(roster.deviceOf(by));
      for (const [name, notice] of removedBy) {
        if (name === tip || closings.tip(name) !== tip) continue;
        // A notice on the line that holds has had its effect.
        if (closings.isOnLine(name)) continue;
        // Nor does one that lost remove the admin whose notice holds: they would wait for each other.
        const since = forkOf(name, notice.epoch);
        for (const one of notice.devices) {
          if (!gone.has(one) && !governing.has(one) && !wasRemoved(one, since)) devices.add(one);
        }
      }
      return devices;
    },
    closerOf: (name) => removedBy.get(name)?.by,
    hasRivals: () => removedBy.size > 1 && [...removedBy.keys()].some((name) => !closings.isOnLine(name)),
    lacksNotices() {
      if (isRemoved) return false;
      for (const { name, certificate } of ring.all()) {
        if (certificate.epoch === 0 || !closings.isOnLine(name)) continue;
        if (!told.has(name) || closings.of(toHex(certificate.previous))[0]?.kept === undefined) return true;
      }
      return false;
    },
    wipe() {
      for (const { secret } of grants.values()) sodium.wipe(secret);
    },
  };
}
