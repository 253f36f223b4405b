import type { PeerMesh, PeerPort } from '@weft/crdt-core';
import type { SeededRandom, VirtualTime } from '@weft/crdt-core/testing';

/** The ways between devices that need no relay: a cable between each two that are there. */
export interface SimPeers {
  /** A device's mesh is there, until the answer is called. Only those meet who look under one topic. */
  join(device: number, mesh: PeerMesh, topic: string): () => void;
  /** Unplugs the cable between two devices, or plugs it in again. */
  setPlugged(a: number, b: number, isPlugged: boolean): void;
  plugAll(): void;
  /** Every stored envelope that a device put on a cable. */
  onSent(listener: (device: number, envelope: Uint8Array) => void): void;
  /** Frames that went over any cable. */
  frames(): number;
}

interface Cable {
  readonly ends: readonly [Member, Member];
  readonly ports: [PeerPort | undefined, PeerPort | undefined];
  isOpen: boolean;
}

interface Member {
  readonly device: number;
  readonly mesh: PeerMesh;
  readonly topic: string;
}

/** A peer frame that carries a stored envelope. */
const ENVELOPE_FRAME = 0x84;
const AGAIN_MS = 3_000;
const FASTEST_MS = 1;
const SPREAD_MS = 30;

/** Cables lie between all devices, and carry in order whatever is not cut. */
export function createSimPeers(time: VirtualTime, random: SeededRandom): SimPeers {
  const members = new Set<Member>();
  const cables = new Set<Cable>();
  const unplugged = new Set<string>();
  const sentListeners: ((device: number, envelope: Uint8Array) => void)[] = [];
  let frames = 0;

  const nameOf = (a: number, b: number): string => `${Math.min(a, b)}-${Math.max(a, b)}`;

  function isLinked(a: Member, b: Member): boolean {
    return [...cables].some(({ ends }) => ends.includes(a) && ends.includes(b));
  }

  function cut(cable: Cable): void {
    if (!cable.isOpen) return;
    cable.isOpen = false;
    cables.delete(cable);
    for (const port of cable.ports) port?.closed();
    plugSoon(cable.ends[0], cable.ends[1]);
  }

  function plugSoon(a: Member, b: Member): void {
    time.timers.set(AGAIN_MS, () => plug(a, b));
  }

  function plug(a: Member, b: Member): void {
    const isPossible = members.has(a) && members.has(b) && !unplugged.has(nameOf(a.device, b.device));
    if (!isPossible || a.topic !== b.topic || a.device === b.device || isLinked(a, b)) return;
    const cable: Cable = { ends: [a, b], ports: [undefined, undefined], isOpen: true };
    cables.add(cable);
    for (const end of [0, 1] as const) {
      let at = 0;
      cable.ports[end] = cable.ends[end].mesh.connect({
        send(frame) {
          const copy = frame.slice();
          frames++;
          if (copy[1] === ENVELOPE_FRAME)
            for (const listener of sentListeners) listener(cable.ends[end].device, copy.subarray(2));
          at = Math.max(at, time.clock.now() + FASTEST_MS + random.below(SPREAD_MS));
          time.timers.set(at - time.clock.now(), () => {
            if (cable.isOpen) cable.ports[1 - end]?.received(copy);
          });
        },
        close: () => void time.timers.set(FASTEST_MS, () => cut(cable)),
      });
    }
    if (cable.ports.includes(undefined)) cut(cable);
  }

  return {
    join(device, mesh, topic) {
      const member: Member = { device, mesh, topic };
      for (const other of members) time.timers.set(FASTEST_MS, () => plug(member, other));
      members.add(member);
      return () => {
        members.delete(member);
        for (const cable of [...cables]) if (cable.ends.includes(member)) cut(cable);
      };
    },
    setPlugged(a, b, isPlugged) {
      const name = nameOf(a, b);
      if (!isPlugged) {
        unplugged.add(name);
        for (const cable of [...cables]) if (nameOf(cable.ends[0].device, cable.ends[1].device) === name) cut(cable);
        return;
      }
      unplugged.delete(name);
      for (const one of members)
        for (const other of members) if (nameOf(one.device, other.device) === name) plug(one, other);
    },
    plugAll() {
      unplugged.clear();
      for (const one of members) for (const other of members) plug(one, other);
    },
    onSent: (listener) => void sentListeners.push(listener),
    frames: () => frames,
  };
}
