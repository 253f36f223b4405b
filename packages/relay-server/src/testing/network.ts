import type { Randomness, RoomId, Sodium } from '@weft/crypto';
import { type ClientFrame, decodeRelayFrame, encodeFrame, type RelayFrame } from '@weft/crdt-core/wire';
import { createHub, type Hub, type HubConnection } from '../hub/hub.ts';
import { DEFAULT_LIMITS, type RelayLimits } from '../policy/limits.ts';
import { createIce, type IceOptions } from '../policy/ice.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { HelloWishes, Person } from './people.ts';

export const HOST = 'relay.test:4400';

/** One client of a relay that has no sockets: frames go straight through. */
export interface Caller {
  readonly link: HubConnection;
  /** Everything received, decoded, oldest first. */
  readonly frames: RelayFrame[];
  /** How the relay closed, if it did. */
  closed: { readonly code: number; readonly sentence: string } | undefined;
  /** While true, a replay has to wait. */
  isBusy: boolean;
  send(frame: ClientFrame): void;
  /** Frames of one type. */
  of<Type extends RelayFrame['type']>(type: Type): readonly Extract<RelayFrame, { type: Type }>[];
  /** Forgets what was received so far. */
  clear(): void;
}

export interface Network {
  readonly hub: Hub;
  readonly store: Store;
  /** Moves the clock and ticks. */
  pass(ms: number): void;
  dial(roomId: RoomId): Caller;
  /** Dials and proves a session. */
  enter(roomId: RoomId, person: Person, wishes?: Partial<HelloWishes>): Caller;
}

export interface NetworkOptions {
  readonly sodium: Sodium;
  readonly random: Randomness;
  readonly limits?: Partial<RelayLimits>;
  readonly admissionSecret?: string;
  readonly store?: Store;
  readonly ice?: IceOptions;
}

/** When a network's time begins, in ms. */
export const START = 1_800_000_000_000;

/** A hub on a virtual clock. */
export function createNetwork(options: NetworkOptions): Network {
  const { sodium, random, admissionSecret } = options;
  const limits: RelayLimits = { ...DEFAULT_LIMITS, ...options.limits };
  let now = START;
  const clock = { now: (): number => now };
  const store = options.store ?? createMemoryStore({ clock, random, limits });
  const ice = options.ice && createIce(options.ice, { random, clock });
  const hub = createHub({ sodium, random, clock, store, limits, admissionSecret, ice });

  const dial = (roomId: RoomId): Caller => {
    const frames: RelayFrame[] = [];
    const caller: Omit<Caller, 'link'> & { link?: HubConnection } = {
      frames,
      closed: undefined,
      isBusy: false,
      send: (frame) => caller.link?.receive(encodeFrame(frame)),
      of: <Type extends RelayFrame['type']>(type: Type) =>
        frames.filter((frame): frame is Extract<RelayFrame, { type: Type }> => frame.type === type),
      clear: () => void frames.splice(0),
    };
    caller.link = hub.connect(roomId, HOST, {
      send(message) {
        const decoded = decodeRelayFrame(message);
        if (!decoded.ok) throw new Error(`the relay sent what it could not read itself: ${decoded.failure.code}`);
        frames.push(decoded.value);
      },
      close: (code, sentence) => {
        caller.closed = { code, sentence };
      },
      isBusy: () => caller.isBusy,
    });
    return caller as Caller;
  };

  return {
    hub,
    store,
    pass(ms) {
      now += ms;
      hub.tick();
    },
    dial,
    enter(roomId, person, wishes = {}) {
      const caller = dial(roomId);
      const nonce = caller.of('challenge')[0]?.nonce;
      if (nonce === undefined) throw new Error('the relay did not challenge');
      caller.send(person.hello({ nonce, host: HOST, ...wishes }));
      return caller;
    },
  };
}
