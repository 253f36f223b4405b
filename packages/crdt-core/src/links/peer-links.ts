import type { Signalling } from '@weft/crypto';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { SignalingConn, WebrtcProvider } from 'y-webrtc';
import type { Cancel, Timers } from '../ports/index.ts';
import { MAX_PEERS, type PeerMesh } from '../peer/peer-mesh.ts';
import type { IceServer } from '../wire/index.ts';
import { type ConnectionConstructor, createWeftChannel, joinChannel } from './data-channel.ts';
import { createDeafConnection } from './deaf-connection.ts';
import { MAX_SIGNAL_TEXT, openSignal, type SignalMessage } from './signalling-guard.ts';
import { waitForTopic } from './topics.ts';

export interface PeerLinksOptions {
  readonly mesh: PeerMesh;
  readonly timers: Timers;
  /** Whom to meet, and what seals what is said about it. */
  readonly signalling: Signalling;
  /** `ws://` or `wss://` addresses of signalling servers. */
  readonly servers: readonly string[];
  readonly iceServers: readonly IceServer[];
  readonly Connection: ConnectionConstructor;
}

/** The search for peers, and the connections it brings. */
export interface PeerLinks {
  /** Used for connections made from now on. */
  setIceServers(servers: readonly IceServer[]): void;
  /** Whether it is worth asking the signalling servers: not while their host is known to be away. Connections stay as they are. */
  setReachable(isReachable: boolean): void;
  /** The document that y-webrtc was given: empty, whatever a peer sends (ENV-7). */
  linkDoc(): Y.Doc;
  /** Ends every connection. Settles when the topic is free for another search on this page. */
  destroy(): Promise<void>;
}

/** A connection that has brought nobody we know by then is a ghost, and must not take up room. */
const GHOST_MS = 20_000;
/** Who is not wanted now is kept connected and unheard: closing would only make both ends connect again at once. */
const MUTE_MS = 60_000;

/**
 * Looks for the others who have this document open, with y-webrtc: signalling, offers and answers, reconnecting. Weft's frames go
 * over a channel of their own on each connection; y-webrtc's own channel carries nothing.
 */
export function createPeerLinks(options: PeerLinksOptions): PeerLinks {
  const { mesh, timers, signalling, servers } = options;
  const connections = new Map<RTCPeerConnection, () => void>();
  const linkDoc = new Y.Doc();
  const awareness = new Awareness(linkDoc);
  awareness.setLocalState(null); // nothing to broadcast: presence is sealed (SYN-7)
  let iceServers = options.iceServers;
  let provider: WebrtcProvider | undefined;
  let isReachable = true;
  let isDestroyed = false;

  const topic = waitForTopic(signalling.topic);
  const started = start();

  async function start(): Promise<void> {
    await topic.free;
    // Loaded when it is needed: a document that is only read from this device does without it.
    const { WebrtcProvider: Provider } = await import('y-webrtc');
    if (isDestroyed) return;
    const made = createProvider(Provider);
    if (made === undefined) return;
    // It starts to search by itself; it shall first be made safe.
    made.disconnect();
    await made.key;
    const { room } = made;
    if (room === null || isDestroyed) return made.destroy();
    provider = made;
    // The relay may have named its servers while the key was made.
    made.peerOpts = toPeerOptions();
    // Other tabs of this browser have the ledger from each other (SYN-8).
    room._bcSubscriber = () => Promise.resolve();
    // It would end every connection when a person is asked whether to leave, and stays.
    globalThis.removeEventListener?.('beforeunload', room._beforeUnloadHandler);
    globalThis.addEventListener?.('pagehide', closeAll);
    made.signalingUrls = [...servers];
    made.connect();
    for (const connection of made.signalingConns) guard(connection);
    setReachable(isReachable);
  }

  function createProvider(Provider: typeof WebrtcProvider): WebrtcProvider | undefined {
    try {
      return new Provider(signalling.topic, linkDoc, {
        signaling: [],
        password: signalling.password,
        awareness,
        maxConns: MAX_PEERS,
        filterBcConns: false,
        peerOpts: toPeerOptions(),
      });
    } catch {
      // No crypto.subtle: not a secure context. The document works without direct connections.
      return undefined;
    }
  }

  function toPeerOptions(): object {
    return {
      config: { iceServers: iceServers.map((server) => ({ ...server, urls: [...server.urls] })) },
      wrtc: {
        RTCPeerConnection: createDeafConnection(options.Connection, watch),
        RTCSessionDescription: globalThis.RTCSessionDescription,
        RTCIceCandidate: globalThis.RTCIceCandidate,
      },
    };
  }

  /** A connection was made. It is given up if nobody proves themselves on it. */
  function watch(connection: RTCPeerConnection): void {
    let cancel: Cancel = timers.set(GHOST_MS, () => discard(connection));
    const leave = joinChannel(mesh, createWeftChannel(connection), timers, {
      proven: () => cancel(),
      ended(isUnwanted) {
        cancel();
        if (isUnwanted) cancel = timers.set(MUTE_MS, () => discard(connection));
        else discard(connection);
      },
    });
    connections.set(connection, () => {
      cancel();
      leave();
    });
  }

  function discard(connection: RTCPeerConnection): void {
    connections.get(connection)?.();
    connections.delete(connection);
    for (const link of provider?.room?.webrtcConns.values() ?? []) {
      if ((link.peer as { readonly _pc?: unknown })._pc === connection) return link.destroy();
    }
    connection.close();
  }

  function closeAll(): void {
    for (const connection of connections.keys()) connection.close();
  }

  /** Lets y-webrtc hear only what it can read. */
  function guard(server: SignalingConn): void {
    const emit = server.emit.bind(server);
    server.emit = (name: string, args: unknown[]) => {
      if (name === 'connect') guardSocket(server);
      if (name !== 'message') return emit(name, args as never);
      void pass(args[0]).then((mayPass) => {
        if (mayPass && !isDestroyed) emit(name, args as never);
      });
    };
  }

  async function pass(message: unknown): Promise<boolean> {
    const room = provider?.room;
    if (typeof message !== 'object' || message === null || room === null || room === undefined) return false;
    const { type, topic: name, data } = message as Readonly<Record<string, unknown>>;
    if (type !== 'publish' || name !== signalling.topic) return false;
    const signal = await openSignal(data, room.key);
    return signal !== undefined && isWelcome(signal);
  }

  function isWelcome({ type, from, to, kind }: SignalMessage): boolean {
    const room = provider?.room;
    if (room === null || room === undefined || from === room.peerId) return false;
    if (to !== undefined && to !== room.peerId) return false;
    const known = room.webrtcConns.get(from);
    if (type === 'announce') return known === undefined;
    // An answer that nobody waits for, or a word to a connection that is over, would make it throw.
    if (known !== undefined) return (known.peer as { readonly destroyed: boolean }).destroyed !== true;
    return kind !== 'answer' && room.webrtcConns.size < MAX_PEERS;
  }

  function setReachable(next: boolean): void {
    isReachable = next;
    for (const server of provider?.signalingConns ?? []) {
      if (next) server.connect();
      else server.disconnect();
    }
  }

  return {
    setIceServers(next) {
      iceServers = next;
      if (provider !== undefined) provider.peerOpts = toPeerOptions();
    },
    setReachable(next) {
      if (next !== isReachable) setReachable(next);
    },
    linkDoc: () => linkDoc,
    async destroy() {
      if (isDestroyed) return;
      isDestroyed = true;
      topic.giveUp();
      globalThis.removeEventListener?.('pagehide', closeAll);
      await started;
      for (const stop of connections.values()) stop();
      // In this order, or the signalling socket stays.
      provider?.disconnect();
      provider?.destroy();
      closeAll();
      connections.clear();
      linkDoc.destroy(); // and with it its awareness, which has a timer of its own
      await provider?.key;
      topic.release();
    },
  };
}

/** lib0's client reads JSON without looking: a text that is none would throw where nobody catches it. */
function guardSocket(server: SignalingConn): void {
  const socket = server.ws as WebSocket | null;
  if (socket === null) return;
  const inner = socket.onmessage;
  socket.onmessage = (event: MessageEvent<unknown>) => {
    if (typeof event.data !== 'string' || event.data.length > MAX_SIGNAL_TEXT) return;
    try {
      JSON.parse(event.data);
    } catch {
      return;
    }
    inner?.call(socket, event);
  };
}
