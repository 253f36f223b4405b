import {
  type ClientFrame,
  FrameType,
  MAX_SENTENCE_BYTES,
  type RelayFrame,
  WEFT_MESSAGE,
  WIRE_VERSION,
  WireLength,
} from './frames.ts';

const utf8 = new TextEncoder();

/**
 * A frame as the bytes of one WebSocket message.
 * @throws RangeError if a fixed field has another length, or a number does not fit its field (programmer error).
 */
export function encodeFrame(frame: ClientFrame | RelayFrame): Uint8Array {
  switch (frame.type) {
    case 'hello': {
      const admission = frame.admission;
      const writer = createWriter(FrameType.hello, admission === undefined ? 437 : 469);
      writer.u8(WIRE_VERSION);
      writer.u64(frame.cursor);
      writer.fixed(frame.generation, WireLength.generation);
      writer.fixed(frame.epochCertificate, WireLength.epochCertificate);
      writer.fixed(frame.sessionCertificate, WireLength.sessionCertificate);
      writer.fixed(frame.proof, WireLength.proof);
      writer.u8(admission === undefined ? 0 : 1);
      if (admission !== undefined) writer.fixed(admission, WireLength.admission);
      return writer.bytes;
    }
    case 'append': {
      const writer = createWriter(FrameType.append, frame.envelope.length);
      writer.rest(frame.envelope);
      return writer.bytes;
    }
    case 'ephemeral': {
      const fromRelay = 'from' in frame;
      const writer = createWriter(
        fromRelay ? FrameType.relayedEphemeral : FrameType.ephemeral,
        4 + frame.envelope.length,
      );
      writer.u32(fromRelay ? frame.from : frame.to);
      writer.rest(frame.envelope);
      return writer.bytes;
    }
    case 'pull': {
      const writer = createWriter(FrameType.pull, 8);
      writer.u64(frame.from);
      return writer.bytes;
    }
    case 'compact': {
      const writer = createWriter(FrameType.compact, 16 + frame.envelope.length);
      writer.u64(frame.base);
      writer.u64(frame.upto);
      writer.rest(frame.envelope);
      return writer.bytes;
    }
    case 'ping':
      return createWriter(FrameType.ping, 0).bytes;
    case 'challenge': {
      const writer = createWriter(FrameType.challenge, 33);
      writer.u8(WIRE_VERSION);
      writer.fixed(frame.nonce, WireLength.nonce);
      return writer.bytes;
    }
    case 'welcome': {
      const count = frame.connections.length;
      const writer = createWriter(FrameType.welcome, 54 + 4 * count);
      writer.u32(frame.connection);
      writer.fixed(frame.generation, WireLength.generation);
      writer.u64(frame.base);
      writer.u64(frame.head);
      writer.u32(frame.maxFrameBytes);
      writer.u64(frame.maxRoomBytes);
      writer.u32(frame.appendsPerSecond);
      writer.u16(count);
      for (const connection of frame.connections) writer.u32(connection);
      return writer.bytes;
    }
    case 'entry': {
      const writer = createWriter(FrameType.entry, 16 + frame.envelope.length);
      writer.u64(frame.position);
      writer.u64(frame.prev);
      writer.rest(frame.envelope);
      return writer.bytes;
    }
    case 'caught-up': {
      const writer = createWriter(FrameType.caughtUp, 8);
      writer.u64(frame.head);
      return writer.bytes;
    }
    case 'ack': {
      const writer = createWriter(FrameType.ack, 48);
      writer.fixed(frame.session, WireLength.session);
      writer.u64(frame.seq);
      writer.u64(frame.position);
      return writer.bytes;
    }
    case 'peer': {
      const writer = createWriter(FrameType.peer, 5);
      writer.u32(frame.connection);
      writer.u8(frame.change === 'joined' ? 1 : 2);
      return writer.bytes;
    }
    case 'beat': {
      const writer = createWriter(FrameType.beat, 8);
      writer.u64(frame.head);
      return writer.bytes;
    }
    case 'error': {
      const sentence = sentenceToBytes(frame.sentence);
      const writer = createWriter(FrameType.error, 2 + sentence.length);
      writer.u16(frame.code);
      writer.rest(sentence);
      return writer.bytes;
    }
    case 'base': {
      const writer = createWriter(FrameType.base, 8 + frame.envelope.length);
      writer.u64(frame.position);
      writer.rest(frame.envelope);
      return writer.bytes;
    }
    case 'refused': {
      const sentence = sentenceToBytes(frame.sentence);
      const writer = createWriter(FrameType.refused, 42 + sentence.length);
      writer.u16(frame.code);
      writer.fixed(frame.session, WireLength.session);
      writer.u64(frame.seq);
      writer.rest(sentence);
      return writer.bytes;
    }
  }
}

interface Writer {
  readonly bytes: Uint8Array;
  u8(value: number): void;
  u16(value: number): void;
  u32(value: number): void;
  u64(value: number): void;
  fixed(value: Uint8Array, length: number): void;
  rest(value: Uint8Array): void;
}

function createWriter(type: number, bodyLength: number): Writer {
  const bytes = new Uint8Array(2 + bodyLength);
  bytes[0] = WEFT_MESSAGE;
  bytes[1] = type;
  let at = 2;
  const whole = (value: number, bits: number): void => {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** bits) {
      throw new RangeError(`${value} does not fit ${bits} bits`);
    }
  };
  const put = (value: number, width: number): void => {
    let left = value;
    for (let i = width - 1; i >= 0; i--) {
      bytes[at + i] = left % 256;
      left = Math.floor(left / 256);
    }
    at += width;
  };
  return {
    bytes,
    u8: (value) => {
      whole(value, 8);
      put(value, 1);
    },
    u16: (value) => {
      whole(value, 16);
      put(value, 2);
    },
    u32: (value) => {
      whole(value, 32);
      put(value, 4);
    },
    u64: (value) => {
      whole(value, 64);
      put(value, 8);
    },
    fixed: (value, length) => {
      if (value.length !== length) throw new RangeError(`a field of ${length} bytes was given ${value.length}`);
      bytes.set(value, at);
      at += length;
    },
    rest: (value) => {
      bytes.set(value, at);
      at += value.length;
    },
  };
}

/** Cuts a sentence to the bytes it may have, never inside a character. */
function sentenceToBytes(sentence: string): Uint8Array {
  const into = new Uint8Array(MAX_SENTENCE_BYTES);
  return into.subarray(0, utf8.encodeInto(sentence, into).written);
}
