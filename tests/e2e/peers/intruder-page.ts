/** What a hostile member runs: stock y-webrtc under a document's own topic and password, with a document of its own to push. */
import { browserPorts, openDocument } from '@weft/crdt-core';
import { createMemoryDisk } from '@weft/crdt-core/testing';
import { type Capability, capabilityToSignalling, createEpoch, createRoom, loadSodium } from '@weft/crypto';
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';

/** What a member needs to search under a document's topic. */
export interface Meeting {
  readonly topic: string;
  readonly password: string;
}

/** What came in through connections that are not Weft's own, and what a document looked like meanwhile. */
export interface Seen {
  readonly connections: number;
  /** Of these, those that were closed. */
  readonly closed: number;
  /** Messages that reached a listener on a channel of y-webrtc. */
  readonly messages: number;
  readonly peers: number;
  readonly text: string;
  readonly alarms: number;
}

const seen = { connections: 0, closed: 0, messages: 0 };
let look: (() => Seen) | undefined;

/** Counts what any code of the page hears on channels that are not Weft's. */
class WatchedConnection extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    seen.connections++;
    this.addEventListener('datachannel', ({ channel }) => this.#watch(channel));
  }

  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options);
    if (label !== 'weft') this.#watch(channel);
    return channel;
  }

  override close(): void {
    if (this.signalingState !== 'closed') seen.closed++;
    super.close();
  }

  #watch(channel: RTCDataChannel): void {
    const set = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'onmessage')?.set;
    Object.defineProperty(channel, 'onmessage', {
      configurable: true,
      set(listener: (event: MessageEvent) => void) {
        set?.call(channel, (event: MessageEvent) => {
          seen.messages++;
          listener(event);
        });
      },
    });
  }
}

/** How much faster than usual the document's own timers run: a connection's time limit is 20 s. */
const FASTER = 20;

/** Opens a document with something in it, found under the topic that is answered. */
export async function open(signalling: string): Promise<Meeting> {
  const usual = await browserPorts();
  const ports = { ...usual, timers: { set: (ms: number, run: () => void) => usual.timers.set(ms / FASTER, run) } };
  const { sodium, random, clock } = ports;
  const epoch = createEpoch(sodium, random, createRoom(sodium, random), { notAfter: clock.now() + 1e10 });
  const capability: Capability = {
    role: 'editor',
    certificate: epoch.certificate,
    secret: epoch.editSecret,
    relays: [],
  };
  const opened = await openDocument({
    ports: { ...ports, webrtc: WatchedConnection },
    capability,
    storage: createMemoryDisk().open,
    peers: { signalling: [signalling] },
  });
  if (!opened.ok) throw new Error(opened.failure.sentence);
  opened.value.doc.getText('words').insert(0, 'ours');
  look = () => {
    const { peers, alarms } = opened.value.status.get();
    return { ...seen, peers, alarms: alarms.length, text: opened.value.doc.getText('words').toString() };
  };
  const { topic, password } = capabilityToSignalling(sodium, capability);
  return { topic, password };
}

/** What the document's page has seen so far. */
export function report(): Seen {
  if (look === undefined) throw new Error('no document is open');
  return look();
}

/** Announces somebody with whom no connection ever comes about, until the page is gone: it offers no way to reach it. */
export function haunt(signalling: string, { topic, password }: Meeting): void {
  new WebrtcProvider(topic, new Y.Doc(), {
    signaling: [signalling],
    password,
    peerOpts: { config: { iceServers: [], iceTransportPolicy: 'relay' } },
  });
}

/** Joins with stock y-webrtc and pushes; answers once connected, with what was got in return. */
export async function intrude(
  signalling: string,
  { topic, password }: Meeting,
): Promise<{ isSynced: boolean; text: string }> {
  await loadSodium();
  const doc = new Y.Doc();
  doc.getText('words').insert(0, 'theirs');
  const provider = new WebrtcProvider(topic, doc, {
    signaling: [signalling],
    password,
    peerOpts: { config: { iceServers: [] } },
  });
  let isSynced = false;
  provider.on('synced', () => {
    isSynced = true;
  });
  const { promise: connected, resolve } = Promise.withResolvers<void>();
  const timer = setInterval(() => {
    const links = [...(provider.room?.webrtcConns.values() ?? [])];
    if (links.some(({ connected: isOpen }) => isOpen)) resolve();
  }, 50);
  await connected;
  clearInterval(timer);
  // Everything y-webrtc can say: updates, presence, and again.
  for (let i = 0; i < 20; i++) {
    doc.getText('words').insert(0, `${i} `);
    provider.awareness.setLocalStateField('user', { name: `Mallory ${i}` });
    await new Promise((next) => setTimeout(next, 20));
  }
  return { isSynced, text: doc.getText('words').toString() };
}
