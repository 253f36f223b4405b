/** What the pages of `peer-join.ts` and of the large documents' tests do: documents over peer links, and a raw data channel beside them. */
import { browserPorts, openDocument, type WeftDocument } from '@weft/crdt-core';
import { createMemoryDisk } from '@weft/crdt-core/testing';
import { type Capability, capabilityToLink, createEpoch, createRoom, linkToCapability } from '@weft/crypto';

/** When the channel of the newest connection opened, ms. */
let openedAt = 0;

class TimedConnection extends RTCPeerConnection {
  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options);
    if (label === 'weft') {
      channel.addEventListener('open', () => {
        openedAt = performance.now();
      });
    }
    return channel;
  }
}

/** Text as people write it, as far as a compressor sees: words of a vocabulary, the frequent ones far more often. */
function words(length: number): string {
  const letters = 'etaoinshrdlucmfwypvbgkjqxz';
  const random = (below: number): number => Math.floor(Math.random() * below);
  const vocabulary = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 2 + random(9) }, () => letters[Math.floor(26 * Math.random() ** 2)]).join(''),
  );
  const parts: string[] = [];
  for (let written = 0; written < length; ) {
    // Zipf's law, roughly.
    const word = vocabulary[Math.floor(vocabulary.length ** Math.random()) - 1] ?? '';
    parts.push(word);
    written += word.length + 1;
  }
  return parts.join(' ').slice(0, length).padEnd(length);
}

async function open(link: string, signalling: string): Promise<WeftDocument> {
  const ports = await browserPorts();
  const capability = linkToCapability(ports.sodium, link);
  if (!capability.ok) throw new Error(capability.failure.sentence);
  const opened = await openDocument({
    ports: { ...ports, webrtc: TimedConnection },
    capability: capability.value,
    storage: createMemoryDisk().open,
    peers: { signalling: [signalling] },
  });
  if (!opened.ok) throw new Error(opened.failure.sentence);
  return opened.value;
}

let hosted: WeftDocument | undefined;

/** Starts a document of so many letters, and stays there to be joined. Answers with its link. */
export async function host(length: number, signalling: string): Promise<string> {
  const { sodium, random, clock } = await browserPorts();
  const room = createRoom(sodium, random);
  const epoch = createEpoch(sodium, random, room, { notAfter: clock.now() + 1e10 });
  const capability: Capability = {
    role: 'editor',
    certificate: epoch.certificate,
    secret: epoch.editSecret,
    relays: [],
  };
  const link = capabilityToLink(sodium, capability, location.origin);
  hosted = await open(link, signalling);
  const text = hosted.doc.getText('letters');
  const all = words(length);
  // As much at once as may be pasted at once.
  for (let at = 0; at < all.length; at += 1_000_000) {
    text.insert(at, all.slice(at, at + 1_000_000));
    await hosted.flush();
  }
  return link;
}

/** What `join` measured, ms. */
export interface Joining {
  /** From opening the document to the first proven peer. */
  readonly meshed: number;
  /** From the opening of the channel to having every letter. */
  readonly filled: number;
  /** What the ledger then held. */
  readonly bytes: number;
}

/** Joins a document, waits for all its letters, and leaves again. */
export async function join(link: string, length: number, signalling: string): Promise<Joining> {
  const begun = performance.now();
  const joined = await open(link, signalling);
  const { promise: meshed, resolve: mesh } = Promise.withResolvers<number>();
  const { promise: filled, resolve: fill } = Promise.withResolvers<number>();
  joined.status.subscribe(({ peers }) => {
    if (peers > 0) mesh(performance.now() - begun);
  });
  const text = joined.doc.getText('letters');
  joined.doc.on('afterTransaction', () => {
    if (text.length === length) fill(performance.now() - openedAt);
  });
  const times = { meshed: await meshed, filled: await filled, bytes: joined.exportFile().length };
  await joined.close();
  return times;
}

let connection: RTCPeerConnection | undefined;
let channel: RTCDataChannel | undefined;

/** How a raw channel is filled. */
export interface Filling {
  readonly messageBytes: number;
  /** It is filled up to here … */
  readonly highWaterBytes: number;
  /** … and again when it is down to here. */
  readonly lowWaterBytes: number;
}

function openRaw(): RTCPeerConnection {
  connection?.close();
  connection = new RTCPeerConnection();
  channel = connection.createDataChannel('raw', { negotiated: true, id: 1 });
  channel.binaryType = 'arraybuffer';
  return connection;
}

async function describe(local: RTCPeerConnection, make: () => Promise<RTCSessionDescriptionInit>): Promise<string> {
  await local.setLocalDescription(await make());
  while (local.iceGatheringState !== 'complete') {
    await new Promise((resolve) => local.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return local.localDescription?.sdp ?? '';
}

/** The first half of a raw connection, of the page that receives. */
export async function offerRaw(): Promise<string> {
  const local = openRaw();
  return await describe(local, async () => await local.createOffer());
}

/** The second half, of the page that sends so many bytes as soon as the channel is open. */
export async function answerRaw(sdp: string, bytes: number, filling: Filling): Promise<string> {
  const local = openRaw();
  const sending = channel;
  if (sending !== undefined) sending.bufferedAmountLowThreshold = filling.lowWaterBytes;
  const chunk = new Uint8Array(filling.messageBytes);
  let left = bytes;
  const drain = (): void => {
    while (left > 0 && sending !== undefined && sending.bufferedAmount < filling.highWaterBytes) {
      const length = Math.min(left, chunk.length);
      sending.send(chunk.subarray(0, length));
      left -= length;
    }
  };
  sending?.addEventListener('open', drain);
  sending?.addEventListener('bufferedamountlow', drain);
  await local.setRemoteDescription({ type: 'offer', sdp });
  return await describe(local, async () => await local.createAnswer());
}

/** Completes the connection and waits for the bytes: ms from the opening of the channel. */
export async function receiveRaw(sdp: string, bytes: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let left = bytes;
  let begun = 0;
  channel?.addEventListener('open', () => {
    begun = performance.now();
  });
  channel?.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
    left -= data.byteLength;
    if (left <= 0) resolve(performance.now() - begun);
  });
  await connection?.setRemoteDescription({ type: 'answer', sdp });
  return await promise;
}
