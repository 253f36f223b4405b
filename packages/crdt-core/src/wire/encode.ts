import { writeU16, writeU32, writeU64 } from '@weft/crypto/verify';
import {
  type ClientFrame,
  FrameType,
  MAX_KEPT,
  MAX_SENTENCE_BYTES,
  type RelayFrame,
  WEFT_MESSAGE,
  WIRE_VERSION,
  WireLength,
} from './frames.ts';

import { iceServersToBytes } from './ice.ts';

const utf8 = new TextEncoder();

/**
 * A frame as the bytes of one WebSocket message.
 * @throws RangeError if a fixed field has another length, or a number does not fit its field (programmer error).
 */
export function encodeFrame(frame: ClientFrame | RelayFrame): Uint8Array {
  switch (frame.type) {
    case 'hello': {
      const { admission } = frame;
      const bytes = begin(FrameType.hello, admission === undefined ? 437 : 469);
      bytes[2] = WIRE_VERSION;
      writeU64(bytes, 3, frame.cursor);
      put(bytes, 11, frame.generation, WireLength.generation);
      put(bytes, 27, frame.epochCertificate, WireLength.epochCertificate);
      put(bytes, 264, frame.sessionCertificate, WireLength.sessionCertificate);
      put(bytes, 374, frame.proof, WireLength.proof);
      if (admission === undefined) return bytes;
      bytes[438] = 1;
      put(bytes, 439, admission, WireLength.admission);
      return bytes;
    }
    case 'append':
      return encodeRest(FrameType.append, frame.envelope);
    case 'store':
      return encodeRest(FrameType.store, frame.envelope);
    case 'chunk':
      return encodeRest(FrameType.chunk, frame.envelope);
    case 'stored': {
      const bytes = begin(FrameType.stored, 40);
      put(bytes, 2, frame.session, WireLength.session);
      writeU64(bytes, 34, frame.seq);
      return bytes;
    }
    case 'fetch': {
      const bytes = begin(FrameType.fetch, 42);
      put(bytes, 2, frame.session, WireLength.session);
      writeU64(bytes, 34, frame.from);
      writeU16(bytes, 42, frame.count);
      return bytes;
    }
    case 'fetched': {
      const bytes = begin(FrameType.fetched, 48);
      put(bytes, 2, frame.session, WireLength.session);
      writeU64(bytes, 34, frame.next);
      writeU64(bytes, 42, frame.held);
      return bytes;
    }
    case 'keep': {
      const { sessions } = frame;
      if (sessions.length > MAX_KEPT) throw new RangeError(`a KEEP names at most ${MAX_KEPT} chains`);
      const bytes = begin(FrameType.keep, 4 + WireLength.session * sessions.length);
      writeU32(bytes, 2, sessions.length);
      sessions.forEach((session, index) => put(bytes, 6 + WireLength.session * index, session, WireLength.session));
      return bytes;
    }
    case 'ephemeral': {
      const isFromRelay = 'from' in frame;
      const type = isFromRelay ? FrameType.relayedEphemeral : FrameType.ephemeral;
      const bytes = begin(type, 4 + frame.envelope.length);
      writeU32(bytes, 2, isFromRelay ? frame.from : frame.to);
      bytes.set(frame.envelope, 6);
      return bytes;
    }
    case 'pull':
      return encodeNumber(FrameType.pull, frame.from);
    case 'compact': {
      const bytes = begin(FrameType.compact, 16 + frame.envelope.length);
      writeU64(bytes, 2, frame.base);
      writeU64(bytes, 10, frame.upto);
      bytes.set(frame.envelope, 18);
      return bytes;
    }
    case 'ping':
      return begin(FrameType.ping, 0);
    case 'epoch': {
      const bytes = begin(FrameType.epoch, WireLength.epochCertificate);
      put(bytes, 2, frame.certificate, WireLength.epochCertificate);
      return bytes;
    }
    case 'challenge': {
      const bytes = begin(FrameType.challenge, 33);
      bytes[2] = WIRE_VERSION;
      put(bytes, 3, frame.nonce, WireLength.nonce);
      return bytes;
    }
    case 'welcome': {
      const { connections } = frame;
      const bytes = begin(FrameType.welcome, 54 + 4 * connections.length);
      writeU32(bytes, 2, frame.connection);
      put(bytes, 6, frame.generation, WireLength.generation);
      writeU64(bytes, 22, frame.base);
      writeU64(bytes, 30, frame.head);
      writeU32(bytes, 38, frame.maxFrameBytes);
      writeU64(bytes, 42, frame.maxRoomBytes);
      writeU32(bytes, 50, frame.appendsPerSecond);
      writeU16(bytes, 54, connections.length);
      connections.forEach((connection, index) => writeU32(bytes, 56 + 4 * index, connection));
      return bytes;
    }
    case 'entry': {
      const bytes = begin(FrameType.entry, 16 + frame.envelope.length);
      writeU64(bytes, 2, frame.position);
      writeU64(bytes, 10, frame.prev);
      bytes.set(frame.envelope, 18);
      return bytes;
    }
    case 'caught-up':
      return encodeNumber(FrameType.caughtUp, frame.head);
    case 'ack': {
      const bytes = begin(FrameType.ack, 48);
      put(bytes, 2, frame.session, WireLength.session);
      writeU64(bytes, 34, frame.seq);
      writeU64(bytes, 42, frame.position);
      return bytes;
    }
    case 'peer': {
      const bytes = begin(FrameType.peer, 5);
      writeU32(bytes, 2, frame.connection);
      bytes[6] = frame.change === 'joined' ? 1 : 2;
      return bytes;
    }
    case 'beat':
      return encodeNumber(FrameType.beat, frame.head);
    case 'error': {
      const sentence = sentenceToBytes(frame.sentence);
      const bytes = begin(FrameType.error, 2 + sentence.length);
      writeU16(bytes, 2, frame.code);
      bytes.set(sentence, 4);
      return bytes;
    }
    case 'base': {
      const bytes = begin(FrameType.base, 8 + frame.envelope.length);
      writeU64(bytes, 2, frame.position);
      bytes.set(frame.envelope, 10);
      return bytes;
    }
    case 'ice': {
      const servers = iceServersToBytes(frame.servers);
      const bytes = begin(FrameType.ice, 4 + servers.length);
      writeU32(bytes, 2, frame.ttl);
      bytes.set(servers, 6);
      return bytes;
    }
    case 'refused': {
      const sentence = sentenceToBytes(frame.sentence);
      const bytes = begin(FrameType.refused, 42 + sentence.length);
      writeU16(bytes, 2, frame.code);
      put(bytes, 4, frame.session, WireLength.session);
      writeU64(bytes, 36, frame.seq);
      bytes.set(sentence, 44);
      return bytes;
    }
  }
}

/** A message of a type, its body still zeros. */
function begin(type: number, bodyLength: number): Uint8Array {
  const bytes = new Uint8Array(2 + bodyLength);
  bytes[0] = WEFT_MESSAGE;
  bytes[1] = type;
  return bytes;
}

function encodeRest(type: number, envelope: Uint8Array): Uint8Array {
  const bytes = begin(type, envelope.length);
  bytes.set(envelope, 2);
  return bytes;
}

function encodeNumber(type: number, value: number): Uint8Array {
  const bytes = begin(type, 8);
  writeU64(bytes, 2, value);
  return bytes;
}

function put(bytes: Uint8Array, at: number, value: Uint8Array, length: number): void {
  if (value.length !== length) throw new RangeError(`a field of ${length} bytes was given ${value.length}`);
  bytes.set(value, at);
}

/** Cuts a sentence to the bytes it may have, never inside a character. */
function sentenceToBytes(sentence: string): Uint8Array {
  const into = new Uint8Array(MAX_SENTENCE_BYTES);
  return into.subarray(0, utf8.encodeInto(sentence, into).written);
}
