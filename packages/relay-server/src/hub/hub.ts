import { type CloseCode, encodeFrame, type RelayFrame } from '@weft/crdt-core/wire';
import {
  type AdmissionKey,
  type Randomness,
  type RoomId,
  secretToAdmissionKey,
  toHex,
  type VerifyingSodium,
} from '@weft/crypto/verify';
import type { Ice } from '../policy/ice.ts';
import type { RoomLimits } from '../policy/limits.ts';
import type { RoomEffect, RoomEvent } from '../room/events.ts';
import { createRoomState, type RoomState } from '../room/state.ts';
import { stepRoom } from '../room/step.ts';
import type { Store } from '../store/store.ts';
import { type Counts, countCode, createCounts } from './counts.ts';

/** Where a connection's messages go: a socket, or the network of a simulation. */
export interface Outlet {
  /** One whole frame. The same array goes to every receiver of it and must not be changed. */
  send(message: Uint8Array): void;
  /** One whole frame in two parts, where the outlet can spare itself copying a large one. Neither may be changed. */
  sendInTwo?(head: Uint8Array, body: Uint8Array): void;
  /** Close after what was sent before. */
  close(code: CloseCode, sentence: string): void;
  /** Whether so much waits that a replay should wait too. If true, `drained` must be called once it no longer does. */
  isBusy(): boolean;
}

/** What a shell tells the hub of one connection. */
export interface HubConnection {
  readonly id: number;
  receive(message: Uint8Array): void;
  closed(): void;
  drained(): void;
  overflowed(): void;
}

export interface HubOptions {
  readonly sodium: VerifyingSodium;
  readonly random: Randomness;
  /** ms; only differences count, except that certificates' `notAfter` is judged by it. */
  readonly clock: { now(): number };
  readonly store: Store;
  readonly limits: RoomLimits;
  readonly admissionSecret?: string | undefined;
  /** Servers for direct connections, named to whoever is admitted. */
  readonly ice?: Ice | undefined;
  /** Told of codes only (RLY-7). */
  readonly onRefused?: ((code: number) => void) | undefined;
  readonly onClosed?: ((code: number) => void) | undefined;
}

/** All rooms of one relay, with their store; no sockets and no timers of its own. */
export interface Hub {
  /**
   * A client dialled a room.
   * @param host the relay's authority as dialled; the caller has found it to be one of the relay's own
   */
  connect(roomId: RoomId, host: string, outlet: Outlet): HubConnection;
  /** To be called every second or so: beats, time limits, times to live. */
  tick(): void;
  /** Tells everyone that the relay stops (4500). */
  stop(): void;
  readonly counts: Counts;
}

interface Room {
  state: RoomState;
  readonly name: string;
  /** The last audience sent to, and its outlets. */
  audience: readonly number[];
  outlets: readonly (Outlet | undefined)[];
}

/** How often times to live are looked at, in ticks' time. */
const EXPIRE_EVERY_MS = 60_000;
/** From here on, copying an envelope into its frame costs more than writing the two one after the other. */
const LARGE_BYTES = 32 * 1024;
const NOTHING = new Uint8Array();

/** Creates a hub over a store. */
export function createHub(options: HubOptions): Hub {
  const { sodium, random, clock, store, limits, ice } = options;
  const admissionKey: AdmissionKey | undefined =
    options.admissionSecret === undefined ? undefined : secretToAdmissionKey(sodium, options.admissionSecret);
  const rooms = new Map<string, Room>();
  const outlets = new Map<number, Outlet>();
  const counts = createCounts();
  let lastConnection = 0;
  let expiredAt = clock.now();

  // Effects may bring events at once (a store in memory does): they wait their turn, so that a room is never stepped
  // inside its own step.
  const queue: { readonly room: Room; readonly event: RoomEvent }[] = [];
  let isRunning = false;

  const dispatch = (room: Room, event: RoomEvent): void => {
    queue.push({ room, event });
    if (isRunning) return;
    isRunning = true;
    for (let next = 0; next < queue.length; next++) {
      const item = queue[next];
      if (item === undefined) break;
      const [state, effects] = stepRoom(item.room.state, item.event);
      item.room.state = state;
      for (const effect of effects) perform(item.room, effect);
    }
    queue.length = 0;
    isRunning = false;
  };

  // A room's audience is the same list until someone comes or goes.
  const toOutlets = (room: Room, to: readonly number[]): readonly (Outlet | undefined)[] => {
    if (to === room.audience) return room.outlets;
    const found = to.map((id) => outlets.get(id));
    if (to.length > 1) {
      room.audience = to;
      room.outlets = found;
    }
    return found;
  };

  const send = (room: Room, to: readonly number[], except: number, frame: RelayFrame): void => {
    const body = (frame.type === 'entry' || frame.type === 'base' || frame.type === 'chunk') && frame.envelope;
    const isLarge = body !== false && body.length >= LARGE_BYTES;
    // The envelope is the rest of its frame: without it, the frame is exactly what comes before.
    const head = encodeFrame(isLarge ? { ...frame, envelope: NOTHING } : frame);
    let whole = isLarge ? undefined : head;
    const found = toOutlets(room, to);
    for (let i = 0; i < to.length; i++) {
      const outlet = to[i] === except ? undefined : found[i];
      if (outlet === undefined) continue;
      if (isLarge && outlet.sendInTwo !== undefined) outlet.sendInTwo(head, body);
      else {
        whole ??= encodeFrame(frame);
        outlet.send(whole);
      }
      counts.framesOut++;
      counts.bytesOut += isLarge ? head.length + body.length : head.length;
    }
  };

  const perform = (room: Room, effect: RoomEffect): void => {
    switch (effect.type) {
      case 'send': {
        const { frame } = effect;
        if (frame.type === 'refused') {
          countCode(counts.refused, frame.code);
          options.onRefused?.(frame.code);
        } else if (frame.type === 'ephemeral') counts.ephemerals++;
        send(room, effect.to, effect.except, frame);
        break;
      }
      case 'ice':
        if (ice !== undefined) send(room, [effect.connection], 0, ice.frame());
        break;
      case 'close': {
        const { connection, code, sentence } = effect;
        countCode(counts.closed, code);
        options.onClosed?.(code);
        const outlet = outlets.get(connection);
        outlets.delete(connection);
        outlet?.close(code, sentence);
        break;
      }
      case 'open':
        store.open(room.name, (result) => dispatch(room, { type: 'opened', result }));
        break;
      case 'store':
        store.append(room.name, effect.envelope, (result) => {
          if (result.ok) counts.appended++;
          dispatch(room, { type: 'stored', token: effect.token, result });
        });
        break;
      case 'compact':
        store.compact(room.name, effect, (result) => {
          if (result.ok) counts.compacted++;
          dispatch(room, { type: 'compacted', token: effect.token, result });
        });
        break;
      case 'read': {
        const { connection, from, withReplaced } = effect;
        const request = { from, withReplaced, maxBytes: limits.sliceBytes };
        store.read(room.name, request, (result) => dispatch(room, { type: 'slice', connection, result }));
        break;
      }
      case 'store-chunk':
        store.putChunk(room.name, effect, (result) => {
          if (result.ok) counts.chunks++;
          dispatch(room, { type: 'chunk-stored', token: effect.token, result });
        });
        break;
      case 'read-chunks': {
        const { connection } = effect;
        const request = { ...effect, maxBytes: limits.sliceBytes };
        store.readChunks(room.name, request, (result) => dispatch(room, { type: 'chunks', connection, result }));
        break;
      }
      case 'keep-chunks':
        // Nobody waits for an answer; a room that is gone keeps nothing.
        store.keepChunks(room.name, effect.sessions, () => undefined);
        break;
      case 'await-drain':
        if (outlets.get(effect.connection)?.isBusy() !== true) {
          dispatch(room, { type: 'drained', connection: effect.connection });
        }
        break;
    }
  };

  // A room's own memory is its connections'; its log is the store's, and is read again when someone comes.
  const isIdle = ({ state }: Room): boolean =>
    state.connections.size === 0 && !state.isOpening && state.pending.size === 0 && state.storing.size === 0;

  const isInUse = (name: string): boolean => (rooms.get(name)?.state.connections.size ?? 0) > 0;

  return {
    counts,
    connect(roomId, host, outlet) {
      const name = toHex(roomId);
      let room = rooms.get(name);
      if (room === undefined) {
        const state = createRoomState({ roomId, sodium, limits, admissionKey, iceEveryMs: ice?.everyMs });
        room = { name, state, audience: [], outlets: [] };
        rooms.set(name, room);
      }
      const home = room;
      const connection = ++lastConnection;
      outlets.set(connection, outlet);
      counts.connections++;
      counts.connectionsTotal++;
      counts.rooms = rooms.size;
      let isOpen = true;
      dispatch(home, { type: 'connected', connection, nonce: random(32), host, now: clock.now() });
      return {
        id: connection,
        receive(message) {
          counts.messagesIn++;
          counts.bytesIn += message.length;
          dispatch(home, { type: 'received', connection, bytes: message, now: clock.now() });
        },
        drained: () => dispatch(home, { type: 'drained', connection }),
        overflowed: () => dispatch(home, { type: 'overflowed', connection }),
        closed() {
          if (!isOpen) return;
          isOpen = false;
          outlets.delete(connection);
          counts.connections--;
          dispatch(home, { type: 'disconnected', connection });
          if (isIdle(home) && rooms.get(name) === home) rooms.delete(name);
          counts.rooms = rooms.size;
        },
      };
    },
    tick() {
      const now = clock.now();
      for (const room of [...rooms.values()]) {
        if (isIdle(room)) rooms.delete(room.name);
        else dispatch(room, { type: 'tick', now });
      }
      counts.rooms = rooms.size;
      if (now - expiredAt < EXPIRE_EVERY_MS) return;
      expiredAt = now;
      store.expire(isInUse);
    },
    stop() {
      for (const room of [...rooms.values()]) dispatch(room, { type: 'stopping' });
    },
  };
}
