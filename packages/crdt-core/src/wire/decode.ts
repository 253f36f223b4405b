import { bytesToText, readU16, readU32, readU64, type Result, success } from '@weft/crypto/verify';
import {
  type ClientFrame,
  FrameType,
  MAX_KEPT,
  MAX_SENTENCE_BYTES,
  type RelayFrame,
  WEFT_MESSAGE,
  WIRE_VERSION,
  WireLength,
  type WireFailure,
} from './frames.ts';
import { bytesToIceServers } from './ice.ts';

/**
 * What a client sent, read from one WebSocket message. Total: any bytes give a frame or a reason, in time linear in the
 * length of the message at worst (WELCOME, KEEP) and constant otherwise. Byte fields are views into `bytes`.
 */
export function decodeClientFrame(bytes: Uint8Array): Result<ClientFrame, WireFailure> {
  if (bytes[0] !== WEFT_MESSAGE) return FOREIGN;
  const length = bytes.length - 2;
  switch (bytes[1]) {
    case FrameType.hello:
      return decodeHello(bytes, length);
    case FrameType.append:
      return success({ type: 'append', envelope: bytes.subarray(2) });
    case FrameType.ephemeral:
      if (length < 4) return LENGTH;
      return success({ type: 'ephemeral', to: readU32(bytes, 2), envelope: bytes.subarray(6) });
    case FrameType.pull: {
      if (length !== 8) return LENGTH;
      const from = u64(bytes, 2);
      return from < 0 ? FIELD : success({ type: 'pull', from });
    }
    case FrameType.compact: {
      if (length < 16) return LENGTH;
      const base = u64(bytes, 2);
      const upto = u64(bytes, 10);
      return base < 0 || upto < 0 ? FIELD : success({ type: 'compact', base, upto, envelope: bytes.subarray(18) });
    }
    case FrameType.ping:
      return length === 0 ? success({ type: 'ping' }) : LENGTH;
    case FrameType.epoch:
      return length === WireLength.epochCertificate
        ? success({ type: 'epoch', certificate: bytes.subarray(2) })
        : LENGTH;
    case FrameType.store:
      return success({ type: 'store', envelope: bytes.subarray(2) });
    case FrameType.fetch: {
      if (length !== 42) return LENGTH;
      const from = u64(bytes, 34);
      return from < 0
        ? FIELD
        : success({ type: 'fetch', session: bytes.subarray(2, 34), from, count: readU16(bytes, 42) });
    }
    case FrameType.keep:
      return decodeKeep(bytes, length);
    default:
      return TYPE;
  }
}

/**
 * What a relay sent, read from one WebSocket message. Total, as `decodeClientFrame` is.
 */
export function decodeRelayFrame(bytes: Uint8Array): Result<RelayFrame, WireFailure> {
  if (bytes[0] !== WEFT_MESSAGE) return FOREIGN;
  const length = bytes.length - 2;
  switch (bytes[1]) {
    case FrameType.challenge:
      if (length >= 1 && bytes[2] !== WIRE_VERSION) return VERSION;
      return length === 33 ? success({ type: 'challenge', nonce: bytes.subarray(3, 35) }) : LENGTH;
    case FrameType.welcome:
      return decodeWelcome(bytes, length);
    case FrameType.entry: {
      if (length < 16) return LENGTH;
      const position = u64(bytes, 2);
      const prev = u64(bytes, 10);
      return position < 0 || prev < 0
        ? FIELD
        : success({ type: 'entry', position, prev, envelope: bytes.subarray(18) });
    }
    case FrameType.caughtUp: {
      if (length !== 8) return LENGTH;
      const head = u64(bytes, 2);
      return head < 0 ? FIELD : success({ type: 'caught-up', head });
    }
    case FrameType.ack: {
      if (length !== 48) return LENGTH;
      const seq = u64(bytes, 34);
      const position = u64(bytes, 42);
      return seq < 0 || position < 0 ? FIELD : success({ type: 'ack', session: bytes.subarray(2, 34), seq, position });
    }
    case FrameType.relayedEphemeral:
      if (length < 4) return LENGTH;
      return success({ type: 'ephemeral', from: readU32(bytes, 2), envelope: bytes.subarray(6) });
    case FrameType.peer: {
      if (length !== 5) return LENGTH;
      const change = bytes[6] === 1 ? 'joined' : bytes[6] === 2 ? 'left' : undefined;
      return change === undefined ? FIELD : success({ type: 'peer', connection: readU32(bytes, 2), change });
    }
    case FrameType.beat: {
      if (length !== 8) return LENGTH;
      const head = u64(bytes, 2);
      return head < 0 ? FIELD : success({ type: 'beat', head });
    }
    case FrameType.error: {
      if (length < 2 || length > 2 + MAX_SENTENCE_BYTES) return LENGTH;
      const sentence = bytesToText(bytes.subarray(4));
      return sentence === undefined ? FIELD : success({ type: 'error', code: readU16(bytes, 2), sentence });
    }
    case FrameType.base: {
      if (length < 8) return LENGTH;
      const position = u64(bytes, 2);
      return position < 0 ? FIELD : success({ type: 'base', position, envelope: bytes.subarray(10) });
    }
    case FrameType.refused: {
      if (length < 42 || length > 42 + MAX_SENTENCE_BYTES) return LENGTH;
      const seq = u64(bytes, 36);
      const sentence = bytesToText(bytes.subarray(44));
      if (seq < 0 || sentence === undefined) return FIELD;
      return success({ type: 'refused', code: readU16(bytes, 2), session: bytes.subarray(4, 36), seq, sentence });
    }
    case FrameType.ice: {
      if (length < 4) return LENGTH;
      const servers = bytesToIceServers(bytes.subarray(6));
      return servers === undefined ? FIELD : success({ type: 'ice', ttl: readU32(bytes, 2), servers });
    }
    case FrameType.stored: {
      if (length !== 40) return LENGTH;
      const seq = u64(bytes, 34);
      return seq < 0 ? FIELD : success({ type: 'stored', session: bytes.subarray(2, 34), seq });
    }
    case FrameType.chunk:
      return success({ type: 'chunk', envelope: bytes.subarray(2) });
    case FrameType.fetched: {
      if (length !== 48) return LENGTH;
      const next = u64(bytes, 34);
      const held = u64(bytes, 42);
      return next < 0 || held < 0 ? FIELD : success({ type: 'fetched', session: bytes.subarray(2, 34), next, held });
    }
    default:
      return TYPE;
  }
}

/**
 * True for the messages a y-websocket client sends of its own accord on opening (sync 0, awareness 1, query awareness 3),
 * which a relay passes over in silence.
 */
export function isYWebsocketMessage(bytes: Uint8Array): boolean {
  return bytes[0] === 0 || bytes[0] === 1 || bytes[0] === 3;
}

function decodeHello(bytes: Uint8Array, length: number): Result<ClientFrame, WireFailure> {
  // The version comes first, so that a later layout is told from a broken frame.
  if (length >= 1 && bytes[2] !== WIRE_VERSION) return VERSION;
  if (length !== 437 && length !== 469) return LENGTH;
  const cursor = u64(bytes, 3);
  const hasAdmission = bytes[438];
  if (cursor < 0) return FIELD;
  if (hasAdmission !== (length === 469 ? 1 : 0)) return FIELD;
  return success({
    type: 'hello',
    cursor,
    generation: bytes.subarray(11, 27),
    epochCertificate: bytes.subarray(27, 264),
    sessionCertificate: bytes.subarray(264, 374),
    proof: bytes.subarray(374, 438),
    admission: hasAdmission === 1 ? bytes.subarray(439, 471) : undefined,
  });
}

function decodeWelcome(bytes: Uint8Array, length: number): Result<RelayFrame, WireFailure> {
  if (length < 54) return LENGTH;
  const base = u64(bytes, 22);
  const head = u64(bytes, 30);
  const maxRoomBytes = u64(bytes, 42);
  const count = readU16(bytes, 54);
  if (base < 0 || head < 0 || maxRoomBytes < 0) return FIELD;
  if (length !== 54 + 4 * count) return LENGTH;
  const connections: number[] = [];
  for (let i = 0; i < count; i++) connections.push(readU32(bytes, 56 + 4 * i));
  return success({
    type: 'welcome',
    connection: readU32(bytes, 2),
    generation: bytes.subarray(6, 22),
    base,
    head,
    maxFrameBytes: readU32(bytes, 38),
    maxRoomBytes,
    appendsPerSecond: readU32(bytes, 50),
    connections,
  });
}

function decodeKeep(bytes: Uint8Array, length: number): Result<ClientFrame, WireFailure> {
  if (length < 4) return LENGTH;
  const count = readU32(bytes, 2);
  if (count > MAX_KEPT) return FIELD;
  if (length !== 4 + WireLength.session * count) return LENGTH;
  const sessions: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const at = 6 + WireLength.session * i;
    sessions.push(bytes.subarray(at, at + WireLength.session));
  }
  return success({ type: 'keep', sessions });
}

/** −1 if the number is above 2^53 − 1, which no field may be. The caller has checked that the bytes are there. */
function u64(bytes: Uint8Array, at: number): number {
  return readU64(bytes, at) ?? -1;
}

function fail(code: WireFailure['code'], sentence: string): { readonly ok: false; readonly failure: WireFailure } {
  return { ok: false, failure: { code, sentence } };
}

const FOREIGN = fail('frame-foreign', 'This message is not part of the Weft protocol; check the address of the relay.');
const TYPE = fail('frame-type', 'This message has a type this version of Weft does not know; update the older side.');
const LENGTH = fail(
  'frame-length',
  'This message was cut short or is too long; the connection has to be opened again.',
);
const FIELD = fail(
  'frame-field',
  'This message holds a value that is not allowed; the connection has to be opened again.',
);
const VERSION = fail('frame-version', 'The other side speaks another version of Weft; update the older one.');
