import { applyAwarenessUpdate, Awareness, removeAwarenessStates } from 'y-protocols/awareness';
import type { Cancel, Ports } from '../ports/index.ts';
import type { DocumentUser } from '../document-user.ts';
import type { OpenedEphemeral, Replica } from '../replica/types.ts';
import { createSteadyClock } from '../steady-clock.ts';
import { cleanUser, decodePresence, encodePresence } from './awareness-update.ts';

/** The origin of awareness changes that came from others. */
export const PRESENCE: unique symbol = Symbol('weft presence');

export interface PresenceOptions {
  readonly ports: Ports;
  readonly replica: Replica;
  /** Hex; tells the tabs of one device from different people. */
  readonly deviceId: string;
  /** Passes a sealed envelope to every link. */
  send(envelope: Uint8Array): void;
  /** The people present changed. */
  changed(): void;
}

export interface Presence {
  readonly awareness: Awareness;
  setUser(user: DocumentUser): void;
  /** Another session's presence, opened and verified. `via`: the relay connection or, negative, the peer link that brought it. */
  receive(ephemeral: OpenedEphemeral, via?: number): void;
  /** The newest word of a session came once more, over another link. */
  heardAgain(clientId: number, via: number): void;
  /** Someone is not shown any more, until they are heard again. */
  drop(clientId: number): void;
  /** Someone came who does not know us yet. */
  greet(): void;
  /** A connection ended: whoever spoke over it and no other has left, unless heard from again soon (SYN-7). */
  connectionLeft(connection: number): void;
  /** Devices present, this one included. */
  people(): number;
  /** Says goodbye and stops. */
  destroy(): void;
}

const EVERY_MS = 200;
const EVERY_IN_A_CROWD_MS = 1_000;
const CROWD = 30;
const HEARTBEAT_MS = 12_000;
const UNHEARD_MS = 30_000;
const LEFT_GRACE_MS = 3_000;

interface Heard {
  at: number;
  /** When each connection brought a word last. */
  readonly vias: Map<number, number>;
}

/** The presence of a replica: one awareness, of which only one's own state is ever sent (SYN-7). */
export function createPresence(options: PresenceOptions): Presence {
  const { ports, replica, deviceId } = options;
  const { timers } = ports;
  const clock = createSteadyClock(ports.clock);
  const awareness = createQuietAwareness(replica);
  const own = awareness.clientID;
  const heard = new Map<number, Heard>();
  let sentAt = Number.NEGATIVE_INFINITY;
  let cancelSend: Cancel | undefined;
  let cancelSweep: Cancel | undefined;
  const cancelLeft = new Map<number, Cancel>();
  let isDestroyed = false;

  awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
    if ([...added, ...updated, ...removed].includes(own)) schedule();
    options.changed();
  });
  // Clock 0 is never applied by others: this makes it 1.
  awareness.setLocalStateField('device', deviceId);
  sweep();

  function schedule(): void {
    if (isDestroyed || cancelSend !== undefined) return;
    const every = awareness.states.size > CROWD ? EVERY_IN_A_CROWD_MS : EVERY_MS;
    cancelSend = timers.set(Math.max(0, sentAt + every - clock.now()), sendNow);
  }

  function sendNow(): void {
    cancelSend?.();
    cancelSend = undefined;
    sentAt = clock.now();
    const clockOfOwn = awareness.meta.get(own)?.clock ?? 0;
    const state = awareness.getLocalState() ?? undefined;
    options.send(replica.sealEphemeral('presence', encodePresence(own, { clock: clockOfOwn, state })));
  }

  /** Instead of the timer of y-protocols: renews one's own state, and drops those unheard of. */
  function sweep(): void {
    cancelSweep = timers.set(HEARTBEAT_MS / 2, () => {
      const now = clock.now();
      if (now - sentAt >= HEARTBEAT_MS && awareness.getLocalState() !== null) {
        awareness.setLocalState(awareness.getLocalState());
      }
      remove([...heard].filter(([, { at }]) => now - at >= UNHEARD_MS).map(([clientId]) => clientId));
      sweep();
    });
  }

  function remove(clientIds: readonly number[]): void {
    if (clientIds.length > 0) removeAwarenessStates(awareness, [...clientIds], PRESENCE);
    for (const clientId of clientIds) {
      heard.delete(clientId);
      // Whoever was only out of reach comes back with the clock they had; old words are refused by their seq.
      awareness.meta.delete(clientId);
    }
  }

  function hear(clientId: number, via: number | undefined): void {
    const known = heard.get(clientId) ?? { at: 0, vias: new Map<number, number>() };
    known.at = clock.now();
    if (via !== undefined) known.vias.set(via, known.at);
    heard.set(clientId, known);
  }

  /** Whether someone was heard over this connection, not since, and over no other that still counts. */
  function isGoneWith(connection: number, leftAt: number, { vias }: Heard): boolean {
    const at = vias.get(connection);
    if (at === undefined || at > leftAt) return false;
    vias.delete(connection);
    const now = clock.now();
    return ![...vias.values()].some((heardAt) => now - heardAt < UNHEARD_MS);
  }

  return {
    awareness,
    setUser: (user) => awareness.setLocalStateField('user', cleanUser(user)),
    receive({ clientId, payload }, via) {
      if (clientId === own) return;
      const update = decodePresence(payload, clientId);
      if (update === undefined) return;
      if (update.state === undefined) heard.delete(clientId);
      else hear(clientId, via);
      applyAwarenessUpdate(awareness, encodePresence(clientId, update), PRESENCE);
    },
    drop: (clientId) => remove([clientId]),
    heardAgain(clientId, via) {
      if (heard.has(clientId)) hear(clientId, via);
    },
    greet: schedule,
    connectionLeft(connection) {
      cancelLeft.get(connection)?.();
      const leftAt = clock.now();
      const cancel = timers.set(LEFT_GRACE_MS, () => {
        cancelLeft.delete(connection);
        remove([...heard].filter(([, known]) => isGoneWith(connection, leftAt, known)).map(([clientId]) => clientId));
      });
      cancelLeft.set(connection, cancel);
    },
    people() {
      const devices = new Set<string>([deviceId]);
      for (const [clientId, state] of awareness.states) {
        const device: unknown = state['device'];
        devices.add(clientId === own ? deviceId : typeof device === 'string' ? device : `client ${clientId}`);
      }
      return devices.size;
    },
    destroy() {
      if (isDestroyed) return;
      awareness.setLocalState(null);
      sendNow();
      isDestroyed = true;
      cancelSend?.();
      cancelSweep?.();
      for (const cancel of cancelLeft.values()) cancel();
      awareness.destroy();
    },
  };
}

/** An awareness without the timer that y-protocols gives it: time is handed in here. */
function createQuietAwareness(replica: Replica): Awareness {
  const awareness = new Awareness(replica.doc);
  const { _checkInterval: timer } = awareness as unknown as { readonly _checkInterval: ReturnType<typeof setInterval> };
  clearInterval(timer);
  return awareness;
}
