import { type Randomness, type RoomId, type Sodium, toHex } from '@weft/crypto';
import type { Clock, Timers } from '@weft/crdt-core';
import {
  createHub,
  createMemoryStore,
  DEFAULT_LIMITS,
  type Hub,
  type HubConnection,
  type Outlet,
  type Store,
} from '@weft/relay-server';

/** The relay's own rooms and store, in a process that can be stopped, killed, and lose its memory. */
export interface SimRelay {
  /** `undefined` while the relay is down. */
  connect(roomId: RoomId, host: string, outlet: Outlet): HubConnection | undefined;
  /** Ends the process: nothing is said to anyone. `keepsLog`: its store survives. */
  kill(keepsLog: boolean): void;
  /** Ends the process and starts it over a log that holds only its first `keep` entries, as the same life of it or another. */
  rollBack(roomId: RoomId, keep: number, keepsGeneration: boolean): void;
  start(): void;
  isUp(): boolean;
  /** Bytes in its store. */
  bytes(): number;
  /** Counts the lives of its log. */
  lives(): number;
  refusals(): ReadonlyMap<number, number>;
}

const TICK_MS = 1_000;

/** A relay that is up, with an empty store. */
export function createSimRelay(sodium: Sodium, random: Randomness, clock: Clock, timers: Timers): SimRelay {
  // Small bursts, so that pacing and refusals are part of what is simulated.
  const limits = { ...DEFAULT_LIMITS, appendsPerSecond: 20, appendBurst: 30, sliceBytes: 4_096 };
  const createStore = (generation?: Uint8Array): Store =>
    createMemoryStore({ clock, random: generation === undefined ? random : () => generation.slice(), limits });
  const refusals = new Map<number, number>();
  let store = createStore();
  let lives = 1;
  let hub: Hub | undefined;

  function start(): void {
    const own = createHub({
      sodium,
      random,
      clock,
      store,
      limits,
      onRefused: (code) => refusals.set(code, (refusals.get(code) ?? 0) + 1),
    });
    hub = own;
    const tick = (): void => {
      if (hub !== own) return;
      own.tick();
      timers.set(TICK_MS, tick);
    };
    timers.set(TICK_MS, tick);
  }
  start();

  return {
    connect: (roomId, host, outlet) => hub?.connect(roomId, host, outlet),
    kill(keepsLog) {
      hub = undefined;
      if (keepsLog) return;
      store = createStore();
      lives++;
    },
    rollBack(roomId, keep, keepsGeneration) {
      hub = undefined;
      const room = toHex(roomId);
      store.open(room, (opened) => {
        if (!opened.ok) return;
        const { generation, items } = opened.value;
        store = createStore(keepsGeneration ? generation : undefined);
        store.open(room, () => undefined);
        for (const { envelope } of items.slice(0, keep)) store.append(room, envelope, () => undefined);
      });
      lives++;
      start();
    },
    start() {
      if (hub === undefined) start();
    },
    isUp: () => hub !== undefined,
    bytes: () => store.usage().bytes,
    lives: () => lives,
    refusals: () => refusals,
  };
}
