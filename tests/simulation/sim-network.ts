import type { RelayDriver } from '@weft/crdt-core';
import type { SeededRandom, VirtualTime } from '@weft/crdt-core/testing';
import { FrameType } from '@weft/crdt-core/wire';
import { type RoomId, toHex } from '@weft/crypto';
import type { HubConnection } from '@weft/relay-server';
import type { ByzantineRelay } from './byzantine-relay.ts';
import type { SimRelay } from './sim-relay.ts';

/**
 * What a network does to messages, beyond taking time. Chances in [0, 1]. On the way down anything may happen that a relay or a
 * broken proxy could do. On the way up, one lost message is the end of all that follow it in that connection, and nothing
 * overtakes: a client that sees its appends taken in order may end with the last of them on their way.
 */
export interface Weather {
  readonly delayMs: number;
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
}

export const FAIR: Weather = { delayMs: 40, drop: 0, duplicate: 0, reorder: 0 };

/** What holds a connection: a relay driver, or an insider who speaks for itself. */
export type SimClient = Pick<RelayDriver, 'connecting' | 'opened' | 'received' | 'closed'>;

/** One device's way to the relay. */
export interface SimLink {
  /** The connection breaks; what was under way is lost, and both ends find out. */
  cut(): void;
  /** Nothing gets through while it lasts, and neither end is told. */
  setPartitioned(isPartitioned: boolean): void;
  /** The device is gone. */
  destroy(): void;
}

export interface SimNetwork {
  setWeather(weather: Weather): void;
  /** @param client - the number of the device */
  attach(driver: SimClient, client: number): SimLink;
  /** The relay's process ended: every connection breaks. */
  cutAll(): void;
  /** Every message that reached a device from the relay. */
  onDelivered(listener: (client: number, message: Uint8Array) => void): void;
  /** Every stored envelope that a device put on its way to the relay. */
  onSent(listener: (client: number, envelope: Uint8Array) => void): void;
  /** Envelopes that crossed a link more than once in one direction (SYN-2). */
  doubled(): readonly string[];
  /** Final refusals: of an honest client there must be none. */
  refused(): readonly { readonly client: number; readonly code: number }[];
}

/** Frames of the greeting: a connection that loses or swaps them is none. */
const GREETING: ReadonlySet<number> = new Set([
  FrameType.challenge,
  FrameType.hello,
  FrameType.welcome,
  FrameType.error,
]);

/** Where the envelope begins in the frames that carry a stored one. */
const ENVELOPE_AT: Readonly<Record<number, number>> = {
  [FrameType.append]: 2,
  [FrameType.compact]: 18,
  [FrameType.entry]: 18,
  [FrameType.base]: 10,
};

const BACKOFF_MS = 200;
const BACKOFF_MOST_MS = 10_000;

interface Direction {
  readonly isUp: boolean;
  /** When the last message that nothing may overtake arrives. */
  at: number;
  isBroken: boolean;
}

interface Connection {
  isOpen: boolean;
  hub: HubConnection | undefined;
  /** What waits for the partition to end. */
  held: (() => void)[];
  readonly up: Direction;
  readonly down: Direction;
}

/** A network of connections as WebSockets are, and worse: what a relay or a broken proxy could do to the messages in them. */
export function createSimNetwork(
  time: VirtualTime,
  random: SeededRandom,
  relay: SimRelay,
  byzantine: ByzantineRelay,
  roomId: RoomId,
  host: string,
): SimNetwork {
  const links = new Set<SimLink>();
  const deliveredListeners: ((client: number, message: Uint8Array) => void)[] = [];
  const sentListeners: ((client: number, envelope: Uint8Array) => void)[] = [];
  const refused: { readonly client: number; readonly code: number }[] = [];
  const crossed = new Set<string>();
  const doubled: string[] = [];
  let lastLink = 0;
  let weather = FAIR;

  /** Sends a message on its way. `lose` ends the connection. */
  function deliver(
    connection: Connection,
    direction: Direction,
    isPartitioned: () => boolean,
    message: Uint8Array,
    take: () => void,
    lose: () => void,
  ): void {
    if (direction.isBroken) return;
    const isGreeting = GREETING.has(message[1] ?? 0);
    if (!isGreeting && random.next() < weather.drop) {
      if (direction.isUp) direction.isBroken = true;
      // A BASE has no position of its own, so nothing would show that it is missing: it is lost as a WebSocket loses things,
      // with the connection.
      if (message[1] === FrameType.base) time.timers.set(weather.delayMs, lose);
      return;
    }
    const copies = !isGreeting && random.next() < weather.duplicate ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const now = time.clock.now();
      const arrival = Math.max(now + 1 + random.below(weather.delayMs), direction.at);
      // A greeting waits for what was sent before it, and nothing sent after it comes before it.
      const isLate = !isGreeting && !direction.isUp && random.next() < weather.reorder;
      if (!isLate) direction.at = arrival;
      const at = isLate ? arrival + random.below(3 * weather.delayMs) : arrival;
      time.timers.set(at - now, () => {
        if (!connection.isOpen) return;
        if (isPartitioned()) connection.held.push(take);
        else take();
      });
    }
  }

  function countCrossing(link: number, direction: Direction, message: Uint8Array): void {
    const at = ENVELOPE_AT[message[1] ?? 0];
    if (at === undefined) return;
    const envelope = message.subarray(at);
    const name = `${direction.isUp ? 'up' : 'down'} ${link} ${toHex(envelope.subarray(41, 81))}`;
    if (crossed.has(name)) doubled.push(name);
    crossed.add(name);
  }

  function attach(driver: SimClient, client: number): SimLink {
    const number = ++lastLink;
    let connection: Connection | undefined;
    let isPartitioned = false;
    let isDestroyed = false;
    let tries = 0;
    let cancelRetry: (() => void) | undefined;

    function retry(ms: number): void {
      cancelRetry?.();
      cancelRetry = time.timers.set(ms, connect);
    }

    function lose(code: number): void {
      const lost = connection;
      if (lost === undefined) return;
      connection = undefined;
      lost.isOpen = false;
      lost.hub?.closed();
      if (isDestroyed) return;
      driver.closed(code);
      if (code >= 4400 && code < 4500) refused.push({ client, code });
      else retry(Math.min(BACKOFF_MOST_MS, BACKOFF_MS * 2 ** tries++));
    }

    function connect(): void {
      if (isDestroyed || connection !== undefined) return;
      driver.connecting();
      if (isPartitioned || !relay.isUp()) {
        driver.closed(1006);
        return retry(Math.min(BACKOFF_MOST_MS, BACKOFF_MS * 2 ** tries++));
      }
      const own: Connection = {
        isOpen: true,
        hub: undefined,
        held: [],
        up: { isUp: true, at: 0, isBroken: false },
        down: { isUp: false, at: 0, isBroken: false },
      };
      connection = own;
      const partitioned = (): boolean => isPartitioned;
      const loseOwn = (): void => {
        if (connection === own) lose(1006);
      };
      driver.opened({
        send(bytes) {
          const message = bytes.slice();
          countCrossing(number, own.up, message);
          const at = ENVELOPE_AT[message[1] ?? 0];
          if (at !== undefined) for (const listener of sentListeners) listener(client, message.subarray(at));
          deliver(own, own.up, partitioned, message, () => own.hub?.receive(message), loseOwn);
        },
        close(_code, retryAfter) {
          if (connection !== own) return;
          connection = undefined;
          own.isOpen = false;
          own.hub?.closed();
          retry(retryAfter);
        },
      });
      own.hub = byzantine.connect(client, roomId, host, {
        send(message) {
          const copy = message.slice();
          countCrossing(number, own.down, copy);
          const take = (): void => {
            if (copy[1] === FrameType.caughtUp) tries = 0;
            for (const listener of deliveredListeners) listener(client, copy);
            driver.received(copy);
          };
          deliver(own, own.down, partitioned, copy, take, loseOwn);
        },
        close: (code) =>
          void time.timers.set(Math.max(1, own.down.at - time.clock.now()), () => connection === own && lose(code)),
        isBusy: () => false,
      });
    }

    const link: SimLink = {
      cut: () => lose(1006),
      setPartitioned(next) {
        isPartitioned = next;
        const own = connection;
        if (next || own === undefined) return;
        for (const take of own.held.splice(0)) if (own.isOpen) take();
      },
      destroy() {
        isDestroyed = true;
        cancelRetry?.();
        lose(1006);
        links.delete(link);
      },
    };
    links.add(link);
    connect();
    return link;
  }

  return {
    setWeather(next) {
      weather = next;
    },
    attach,
    cutAll() {
      for (const link of [...links]) link.cut();
    },
    onSent: (listener) => void sentListeners.push(listener),
    onDelivered: (listener) => void deliveredListeners.push(listener),
    doubled: () => doubled,
    refused: () => refused,
  };
}
