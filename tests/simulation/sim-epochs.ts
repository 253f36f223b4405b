/** What a world knows of who was removed and who was not, and of what nobody else may open (KEY-8). */
import { createReplica, type Ports, type Replica } from '@weft/crdt-core';
import { createLedgerDoc, type SeededRandom } from '@weft/crdt-core/testing';
import { type Capability, decodeHeader, type Device, type LinkRole, narrowCapability, toHex } from '@weft/crypto';
import type { SimDevice, SimTab } from './sim-types.ts';

/** Follows the changes of keys in a world. */
export interface SimEpochs {
  /** A replica wrote this, and knew at that time who had been removed. */
  written(replica: Replica, envelope: Uint8Array): void;
  /** Starts the next epoch without a device, or only replaces the links. */
  rekey(admin: SimTab, gone: SimDevice | undefined): void;
  /** Whoever was removed gets a link of now. */
  invite(by: SimTab, device: SimDevice, role: LinkRole): Promise<void>;
  /** Whether this device was in every list of those who stay, and in none of those who go. */
  mustStay(device: SimDevice): boolean;
  /** Throws, with a reason, if somebody can open what was written without them. */
  check(devices: readonly SimDevice[], envelopes: readonly Uint8Array[]): void;
  /** Changes of keys that an admin began. */
  count(): number;
}

interface Removal {
  readonly gone: string | undefined;
  readonly known: ReadonlySet<string>;
  /** The notice: hex of its session, and its seq. */
  readonly session: string;
  readonly seq: number;
}

export interface SimEpochsOptions {
  readonly ports: Ports;
  readonly random: SeededRandom;
  /** What each device is, by the hex of its id. */
  readonly seats: ReadonlyMap<string, { readonly device: Device; readonly capability: Capability }>;
  /** The first link there was. */
  readonly link: Capability;
}

/** Nothing happened yet. */
export function createSimEpochs({ ports, random, seats, link }: SimEpochsOptions): SimEpochs {
  const removals: Removal[] = [];
  const invited = new Map<string, { readonly removals: number; readonly capability: Capability }>();
  /** By device: what was written when its author knew that it had been removed. */
  const forbidden = new Map<string, Uint8Array[]>();

  /** Removals that came to be known: a notice that was lost with the device that wrote it removed nobody. */
  function counted(devices: readonly SimDevice[]): Removal[] {
    const pins = new Set(
      devices.flatMap((device) =>
        device.tabs().flatMap(({ replica }) => replica.ledger.pins().map(({ session, seq }) => `${session}:${seq}`)),
      ),
    );
    return removals.filter(({ session, seq }) => pins.has(`${session}:${seq}`));
  }

  /** Everything there is, opened by whoever holds these keys. */
  function openAll(capability: Capability, device: Device | undefined, envelopes: readonly Uint8Array[]): Replica {
    const replica = createReplica(ports, { capability, ledgerDoc: createLedgerDoc(random), device });
    for (let round = 0; round < 3; round++) for (const envelope of envelopes) replica.receive(envelope, 'file');
    return replica;
  }

  return {
    written(replica, envelope) {
      if (replica.isRemoved()) return;
      for (const device of replica.people.removed()) {
        const list = forbidden.get(device) ?? [];
        forbidden.set(device, list);
        list.push(envelope);
      }
    },
    rekey({ replica }, gone) {
      const known = new Set(replica.people.devices().map(({ device }) => device));
      known.add(replica.people.deviceOf(replica.sessionHex) ?? '');
      const remove = gone?.id !== undefined && known.has(gone.id) ? [gone.id] : [];
      const stop = replica.on('appended', (envelope, source) => {
        const header = decodeHeader(envelope);
        if (!header.ok || source !== 'local' || header.value.kind !== 'control') return;
        stop();
        removals.push({
          gone: remove[0],
          known,
          session: toHex(header.value.session),
          seq: header.value.seq,
        });
      });
      replica.rekey(remove);
      stop();
    },
    async invite({ replica, unsaved }, device, role) {
      // Whose disk does not take the notice may take the keys with it (docs/caveats.md).
      if (unsaved() > 0) return;
      const now = replica.capability();
      const narrowed = narrowCapability(ports.sodium, now, role);
      if (!narrowed.ok || replica.isRemoved()) return;
      invited.set(device.id ?? '', { removals: removals.length, capability: narrowed.value });
      await device.invite(narrowed.value);
    },
    mustStay({ id = '' }) {
      const since = invited.get(id)?.removals;
      if (since !== undefined) return false; // it may have been known too late to be kept
      return removals.every(({ gone, known }) => gone !== id && known.has(id));
    },
    check(devices, envelopes) {
      const known = counted(devices);
      for (const device of devices) {
        const id = device.id ?? '';
        const tab = device.tabs()[0];
        if (tab === undefined) continue;
        const isRemoved = tab.replica.isRemoved();
        if (this.mustStay(device) && isRemoved) throw new Error(`${device.name} was kept by all, and has no keys`);
        const isGone = !invited.has(id) && known.some(({ gone }) => gone === id);
        if (isGone && !isRemoved) throw new Error(`${device.name} was removed, and goes on`);
      }
      for (const [id, secret] of forbidden) {
        const seat = seats.get(id);
        if (seat === undefined) continue;
        const again = invited.get(id);
        const all = openAll(seat.capability, seat.device, envelopes);
        for (const envelope of secret) {
          // A link that was given out by hand reads what it is for.
          const header = decodeHeader(envelope);
          if (again !== undefined && header.ok && header.value.epoch === again.capability.certificate.epoch) continue;
          if (all.chunks.open(envelope).ok) throw new Error(`${id.slice(0, 8)} was removed, and opens what came after`);
        }
        all.destroy();
      }
      if (known.length === 0) return;
      const stranger = openAll(link, undefined, envelopes);
      for (const envelope of envelopes) {
        const header = decodeHeader(envelope);
        if (header.ok && header.value.epoch > 0 && stranger.chunks.open(envelope).ok)
          throw new Error('a link that was replaced opens what came after');
      }
      stranger.destroy();
    },
    count: () => removals.length,
  };
}
