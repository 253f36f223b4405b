import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Cancel, Timers } from '../ports/index.ts';
import type { RelayDriver } from '../sync/relay-driver.ts';
import { WEFT_MESSAGE } from '../wire/index.ts';
import { guardSocket, type SocketConstructor } from './guarded-socket.ts';
import type { RelayAddress } from './relay-address.ts';

/** Whether the device has a network, as far as it knows. */
export interface NetworkPort {
  isOnline(): boolean;
  subscribe(listener: (isOnline: boolean) => void): () => void;
}

export interface RelayLinkOptions {
  readonly driver: RelayDriver;
  readonly address: RelayAddress;
  /** base64url. The only thing about the document that is in the address. */
  readonly roomId: string;
  readonly timers: Timers;
  readonly WebSocket: SocketConstructor;
  readonly network?: NetworkPort | undefined;
}

export interface RelayLink {
  /** The log was replayed: the next reconnect starts from a short wait again. */
  caughtUp(): void;
  destroy(): void;
}

const MOST_BACKOFF_MS = 30_000;

/**
 * The connection to a relay, kept alive by y-websocket: reconnecting, backing off, close codes. It is given an empty document,
 * no presence and no other tabs; Weft's frames are the only messages it reads or writes, but for its greeting, which relays
 * pass over.
 */
export function createRelayLink(options: RelayLinkOptions): RelayLink {
  const { driver, address, roomId, timers, network } = options;
  const linkDoc = new Y.Doc();
  const awareness = new Awareness(linkDoc);
  awareness.setLocalState(null); // nothing to broadcast: presence is sealed (SYN-7)
  let cancelRetry: Cancel | undefined;
  let isOpen = false;

  const provider = new WebsocketProvider(`${address.base}/r`, roomId, linkDoc, {
    connect: false,
    disableBc: true,
    awareness,
    maxBackoffTime: MOST_BACKOFF_MS,
    WebSocketPolyfill: guardSocket(options.WebSocket, (bytes) => driver.received(bytes)) as unknown as typeof WebSocket,
  });
  // Replaced, not added to: what a relay sends must not reach Yjs by any other way (ENV-7).
  provider.messageHandlers = [];
  provider.messageHandlers[WEFT_MESSAGE] = (_encoder, decoder) => driver.received(decoder.arr);

  const transport = {
    send: (bytes: Uint8Array): void => provider.ws?.send(bytes as Uint8Array<ArrayBuffer>),
    close: (_code: number, retryAfter: number): void => {
      provider.disconnect();
      cancelRetry?.();
      cancelRetry = timers.set(retryAfter, () => provider.connect());
    },
  };

  provider.on('status', ({ status }: { status: string }) => {
    if (status === 'connecting') driver.connecting();
    if (status === 'connected') {
      isOpen = true;
      driver.opened(transport);
    }
  });
  provider.on('connection-close', (event: CloseEvent | null) => {
    isOpen = false;
    // Without an event it was closed from here: by the driver, or by y-websocket's watchdog over a silent socket.
    driver.closed(event?.code ?? 1006);
  });

  const stopNetwork = network?.subscribe((isOnline) => {
    driver.network(isOnline);
    // Back on the network: no reason to sit out the rest of a long wait.
    if (isOnline && !isOpen && provider.shouldConnect && provider.ws === null) {
      provider.wsUnsuccessfulReconnects = 0;
      provider.connect();
    }
  });
  if (network?.isOnline() === false) driver.network(false);
  provider.connect();

  return {
    caughtUp() {
      provider.synced = true;
    },
    destroy() {
      stopNetwork?.();
      cancelRetry?.();
      provider.destroy();
      linkDoc.destroy(); // and with it its awareness, which has a timer of its own
    },
  };
}
