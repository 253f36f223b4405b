/**
 * The frames between two replicas over a peer link, as values, their encoder and their total decoder: docs/protocol.md, "Peers".
 * The first byte is the one of every Weft message, the second is from 0x81. Byte fields of decoded frames are views into the
 * message they came in.
 */
import { type Result, success } from '@weft/crypto/verify';
import { WEFT_MESSAGE, type WireFailure } from './frames.ts';

/** The version of the peer protocol spoken here. */
export const PEER_VERSION = 1;

/** Byte 1 of a message between peers. */
export const PeerFrameType = {
  hello: 0x81,
  proof: 0x82,
  sync: 0x83,
  envelope: 0x84,
  ephemeral: 0x85,
  caughtUp: 0x86,
  hold: 0x87,
  ping: 0x88,
  pong: 0x89,
  bye: 0x8a,
  fetch: 0x8b,
  part: 0x8c,
} as const;

/** What comes before an envelope in a frame that carries one. */
export const FRAME_HEAD_BYTES = 2;

/** Whether a frame that begins like this carries a stored envelope. */
export function isEnvelopeFrame(bytes: Uint8Array): boolean {
  return bytes[0] === WEFT_MESSAGE && bytes[1] === PeerFrameType.envelope;
}

/** Lengths in bytes of the fixed fields. */
export const PeerLength = {
  session: 32,
  nonce: 32,
  epochCertificate: 237,
  sessionCertificate: 110,
  proof: 64,
} as const;

/** The most bytes a frame may have before the other end has proven itself: a PROOF fits. */
export const MAX_GREETING_BYTES = 512;
/** The most bytes any frame may have: the snapshot of a very large document fits. */
export const MAX_PEER_FRAME_BYTES: number = 128 * 1024 * 1024;

/**
 * ATT-7: the most bytes of a chunk in one PART: with what frames and messages add, a PART is one message of a data channel, so that a
 * keystroke never waits behind more than a few of them.
 */
export const PART_BYTES = 16_000;

/** Both ends send it as soon as the link is open. */
export interface PeerHelloFrame {
  readonly type: 'hello';
  readonly session: Uint8Array;
  /** 32 random bytes for this link only. */
  readonly nonce: Uint8Array;
}
export interface PeerProofFrame {
  readonly type: 'proof';
  readonly epochCertificate: Uint8Array;
  readonly sessionCertificate: Uint8Array;
  /** `signPeer` over both sessions and both nonces. */
  readonly proof: Uint8Array;
}
/** The sender's heads, sealed: all of them first, later those that moved. */
export interface PeerSyncFrame {
  readonly type: 'sync';
  readonly envelope: Uint8Array;
}
/** A stored envelope, as it was written. */
export interface PeerEnvelopeFrame {
  readonly type: 'envelope';
  readonly envelope: Uint8Array;
}
/** Presence or a receipt. */
export interface PeerEphemeralFrame {
  readonly type: 'ephemeral';
  readonly envelope: Uint8Array;
}
/** Everything that the reader's heads lacked was sent. */
export interface PeerCaughtUpFrame {
  readonly type: 'caught-up';
}
/** Whether the reader shall keep envelopes back, because the sender is getting them from elsewhere. */
export interface PeerHoldFrame {
  readonly type: 'hold';
  readonly isHeld: boolean;
}
export interface PeerPingFrame {
  readonly type: 'ping';
}
export interface PeerPongFrame {
  readonly type: 'pong';
}
/** The link ends; nothing is wrong. */
export interface PeerByeFrame {
  readonly type: 'bye';
}
/** ATT-7: asks for a part of a chunk of an attachment, from `offset` on. */
export interface PeerFetchFrame {
  readonly type: 'fetch';
  readonly session: Uint8Array;
  readonly seq: number;
  readonly offset: number;
}
/** ATT-7: answers a FETCH. `total`: length of the chunk's envelope; 0: the sender does not have it. */
export interface PeerPartFrame {
  readonly type: 'part';
  readonly session: Uint8Array;
  readonly seq: number;
  readonly offset: number;
  readonly total: number;
  readonly bytes: Uint8Array;
}
export type PeerLinkFrame =
  | PeerHelloFrame
  | PeerProofFrame
  | PeerSyncFrame
  | PeerEnvelopeFrame
  | PeerEphemeralFrame
  | PeerCaughtUpFrame
  | PeerHoldFrame
  | PeerPingFrame
  | PeerPongFrame
  | PeerByeFrame
  | PeerFetchFrame
  | PeerPartFrame;

/** A frame as bytes. @throws RangeError if a fixed field has another length (programmer error) */
export function encodePeerFrame(frame: PeerLinkFrame): Uint8Array<ArrayBuffer> {
  switch (frame.type) {
    case 'hello': {
      const bytes = begin(PeerFrameType.hello, 65);
      bytes[2] = PEER_VERSION;
      put(bytes, 3, frame.session, PeerLength.session);
      put(bytes, 35, frame.nonce, PeerLength.nonce);
      return bytes;
    }
    case 'proof': {
      const bytes = begin(PeerFrameType.proof, 411);
      put(bytes, 2, frame.epochCertificate, PeerLength.epochCertificate);
      put(bytes, 239, frame.sessionCertificate, PeerLength.sessionCertificate);
      put(bytes, 349, frame.proof, PeerLength.proof);
      return bytes;
    }
    case 'sync':
      return wrap(PeerFrameType.sync, frame.envelope);
    case 'envelope':
      return wrap(PeerFrameType.envelope, frame.envelope);
    case 'ephemeral':
      return wrap(PeerFrameType.ephemeral, frame.envelope);
    case 'caught-up':
      return begin(PeerFrameType.caughtUp, 0);
    case 'hold': {
      const bytes = begin(PeerFrameType.hold, 1);
      bytes[2] = frame.isHeld ? 1 : 0;
      return bytes;
    }
    case 'ping':
      return begin(PeerFrameType.ping, 0);
    case 'pong':
      return begin(PeerFrameType.pong, 0);
    case 'bye':
      return begin(PeerFrameType.bye, 0);
    case 'fetch':
      return beginChunk(PeerFrameType.fetch, frame, 40).bytes;
    case 'part': {
      const { bytes, view } = beginChunk(PeerFrameType.part, frame, 44 + frame.bytes.length);
      view.setUint32(42, frame.total);
      bytes.set(frame.bytes, 46);
      return bytes;
    }
  }
}

/** What another replica sent. Total: any bytes give a frame or a reason, in constant time. */
export function decodePeerFrame(bytes: Uint8Array): Result<PeerLinkFrame, WireFailure> {
  if (bytes[0] !== WEFT_MESSAGE) return fail('frame-foreign');
  const length = bytes.length - 2;
  switch (bytes[1]) {
    case PeerFrameType.hello:
      // The version comes first, so that a later layout is told from a broken frame.
      if (length >= 1 && bytes[2] !== PEER_VERSION) return fail('frame-version');
      if (length !== 65) return fail('frame-length');
      return success({ type: 'hello', session: bytes.subarray(3, 35), nonce: bytes.subarray(35, 67) });
    case PeerFrameType.proof:
      if (length !== 411) return fail('frame-length');
      return success({
        type: 'proof',
        epochCertificate: bytes.subarray(2, 239),
        sessionCertificate: bytes.subarray(239, 349),
        proof: bytes.subarray(349, 413),
      });
    case PeerFrameType.sync:
      return success({ type: 'sync', envelope: bytes.subarray(2) });
    case PeerFrameType.envelope:
      return success({ type: 'envelope', envelope: bytes.subarray(FRAME_HEAD_BYTES) });
    case PeerFrameType.ephemeral:
      return success({ type: 'ephemeral', envelope: bytes.subarray(2) });
    case PeerFrameType.caughtUp:
      return length === 0 ? success({ type: 'caught-up' }) : fail('frame-length');
    case PeerFrameType.hold:
      if (length !== 1) return fail('frame-length');
      return (bytes[2] ?? 2) > 1 ? fail('frame-field') : success({ type: 'hold', isHeld: bytes[2] === 1 });
    case PeerFrameType.ping:
      return length === 0 ? success({ type: 'ping' }) : fail('frame-length');
    case PeerFrameType.pong:
      return length === 0 ? success({ type: 'pong' }) : fail('frame-length');
    case PeerFrameType.bye:
      return length === 0 ? success({ type: 'bye' }) : fail('frame-length');
    case PeerFrameType.fetch:
      return length === 40 ? success({ type: 'fetch', ...readChunk(bytes) }) : fail('frame-length');
    case PeerFrameType.part: {
      if (length < 44 || length > 44 + PART_BYTES) return fail('frame-length');
      const chunk = readChunk(bytes);
      const total = new DataView(bytes.buffer, bytes.byteOffset).getUint32(42);
      const part = bytes.subarray(46);
      // What is not there has no bytes; of what is there, each part brings some.
      const isRight = total === 0 ? part.length === 0 : part.length > 0 && chunk.offset + part.length <= total;
      if (!isRight) return fail('frame-field');
      return success({ type: 'part', ...chunk, total, bytes: part });
    }
    default:
      return fail('frame-type');
  }
}

type ChunkPlace = Pick<PeerFetchFrame, 'session' | 'seq' | 'offset'>;

function beginChunk(type: number, { session, seq, offset }: ChunkPlace, length: number) {
  const bytes = begin(type, length);
  const view = new DataView(bytes.buffer);
  put(bytes, 2, session, PeerLength.session);
  view.setUint32(34, seq);
  view.setUint32(38, offset);
  return { bytes, view };
}

function readChunk(bytes: Uint8Array): ChunkPlace {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { session: bytes.subarray(2, 34), seq: view.getUint32(34), offset: view.getUint32(38) };
}

function begin(type: number, bodyLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 + bodyLength);
  bytes[0] = WEFT_MESSAGE;
  bytes[1] = type;
  return bytes;
}

function wrap(type: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = begin(type, body.length);
  bytes.set(body, 2);
  return bytes;
}

function put(bytes: Uint8Array, at: number, value: Uint8Array, length: number): void {
  if (value.length !== length) throw new RangeError(`a field of ${length} bytes was given ${value.length}`);
  bytes.set(value, at);
}

const SENTENCES: Readonly<Record<WireFailure['code'], string>> = {
  'frame-foreign': 'A device that connected directly sent something that is not Weft’s; update Weft on both.',
  'frame-type': 'A device that connected directly runs another version of Weft; update Weft on both.',
  'frame-length': 'A message from a device that connected directly was cut short; the connection is opened again.',
  'frame-field':
    'A message from a device that connected directly holds a value that is not allowed; update Weft on both.',
  'frame-version': 'A device that connected directly runs another version of Weft; update the older one.',
};

function fail(code: WireFailure['code']): { readonly ok: false; readonly failure: WireFailure } {
  return { ok: false, failure: { code, sentence: SENTENCES[code] } };
}
