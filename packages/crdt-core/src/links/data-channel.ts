/** The data channel that carries peer frames: made on every connection, whoever makes the connection. */
import type { Cancel, Timers } from '../ports/index.ts';
import { createChunkReader, createChunkWriter, LOW_WATER_BYTES } from '../peer/chunks.ts';
import type { PeerMesh, PeerPort } from '../peer/peer-mesh.ts';
import { MAX_GREETING_BYTES, MAX_PEER_FRAME_BYTES } from '../wire/index.ts';

/** `RTCPeerConnection`, of a browser or of a package that brings it to Node. */
export type ConnectionConstructor = new (configuration?: RTCConfiguration) => RTCPeerConnection;

/** Both ends make it for themselves, under the same name and number: nobody has to offer it. */
const CHANNEL_LABEL = 'weft';
const CHANNEL_ID = 100;

/** What was said last is given this long to leave, before the connection goes. */
const LAST_WORDS_MS = 200;

/** Makes the channel. To be called before the connection is offered or answered. */
export function createWeftChannel(connection: RTCPeerConnection): RTCDataChannel {
  const channel = connection.createDataChannel(CHANNEL_LABEL, { negotiated: true, id: CHANNEL_ID });
  channel.binaryType = 'arraybuffer';
  channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
  return channel;
}

export interface ChannelListeners {
  /** The other end has proven itself, or anything changed since. */
  proven(): void;
  /**
   * The mesh is done with this connection. `isUnwanted`: the same device is not to be met again at once. The caller closes the
   * connection, or keeps it mute for a while.
   */
  ended(isUnwanted: boolean): void;
}

/** Carries a mesh's frames over a channel from the moment it opens. Answers with the way to stop, which tells nobody. */
export function joinChannel(
  mesh: PeerMesh,
  channel: RTCDataChannel,
  timers: Timers,
  listeners: ChannelListeners,
): () => void {
  let port: PeerPort | undefined;
  let cancelLast: Cancel | undefined;
  let isOver = false;
  let isProven = false;
  const reader = createChunkReader(
    () => (port?.isProven() === true ? MAX_PEER_FRAME_BYTES : MAX_GREETING_BYTES),
    () => mesh.startHashes(),
  );
  const writer = createChunkWriter({
    send(message) {
      // A channel that is closing throws: what is not sent any more is not lost, since it stays in the ledger.
      if (channel.readyState === 'open') channel.send(message);
    },
    bufferedAmount: () => channel.bufferedAmount,
  });

  function open(): void {
    if (port !== undefined || isOver) return;
    port = mesh.connect({
      send: (frame) => writer.send(frame),
      bufferedAmount: () => writer.bufferedAmount(),
      close(isUnwanted) {
        if (isOver) return;
        isOver = true;
        cancelLast = timers.set(LAST_WORDS_MS, () => listeners.ended(isUnwanted));
      },
    });
    if (port === undefined && !isOver) {
      isOver = true;
      listeners.ended(true);
    }
  }

  function close(): void {
    writer.clear();
    if (isOver) return;
    isOver = true;
    port?.closed();
    listeners.ended(false);
  }

  channel.onopen = open;
  channel.onclose = close;
  channel.onerror = close;
  channel.onbufferedamountlow = () => {
    writer.drain();
    port?.drained();
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (port === undefined || isOver) return;
    const read = reader.take(data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array());
    if (!read.ok) port.garbage(read.failure);
    else if (read.value === undefined) port.heard();
    else if ('frame' in read.value) port.received(read.value.frame);
    else port.receivedEnvelope(read.value.envelope, read.value.hashes);
    if (!isProven && port.isProven()) {
      isProven = true;
      listeners.proven();
    }
  };
  if (channel.readyState === 'open') open();

  return () => {
    isOver = true;
    cancelLast?.();
    writer.clear();
    channel.onopen = null;
    channel.onclose = null;
    channel.onerror = null;
    channel.onbufferedamountlow = null;
    channel.onmessage = null;
    port?.closed();
  };
}
