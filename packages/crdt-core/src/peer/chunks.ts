/**
 * Frames as messages of at most 16 KiB, which every data channel carries: larger ones were no faster (31 rounds of 2 MB in turn), and on a
 * slow line one has to come now and then, as a sign of life. A message is one byte, 0 where more of the frame follows
 * and 1 where it ends here, then the frame's next bytes; all but a frame's last message are exactly full. So a frame costs no more
 * memory than what really came, whatever its sender claims, and there is no length that could lie.
 */
import type { EnvelopeHashes, EnvelopeHashing, Failure, Result } from '@weft/crypto';
import { concat, success } from '@weft/crypto';
import { FRAME_HEAD_BYTES, isEnvelopeFrame } from '../wire/index.ts';

/** The most bytes of one message. */
export const CHUNK_BYTES: number = 16 * 1024;
const BODY_BYTES = CHUNK_BYTES - 1;

/** Why a message does not go on the frame it should. */
export type ChunkFailure = Failure<'chunk-malformed' | 'chunk-too-large'>;

const MALFORMED: ChunkFailure = {
  code: 'chunk-malformed',
  sentence: 'A device that connected directly sent a message that cannot be read; update Weft on both.',
};
const TOO_LARGE: ChunkFailure = {
  code: 'chunk-too-large',
  sentence: 'A device that connected directly sent more at once than is allowed; it was disconnected. Ask who it is.',
};

/** A whole frame; of one that carried an envelope in several messages only the envelope, in a buffer that holds nothing else and is nobody else's. */
export type Arrived =
  | { readonly frame: Uint8Array }
  | { readonly envelope: Uint8Array<ArrayBuffer>; readonly hashes: EnvelopeHashes };

/** Puts frames together again. */
export interface ChunkReader {
  /** The frame that this message ends, or `undefined` where more is to come. After a failure nothing more can be read. */
  take(message: Uint8Array): Result<Arrived | undefined, ChunkFailure>;
}

/**
 * @param limit - the most bytes a frame may have now
 * @param startHashes - hashes an envelope of several messages while it comes: a newcomer waits for what is left to do after the last
 */
export function createChunkReader(limit: () => number, startHashes: () => EnvelopeHashing): ChunkReader {
  let parts: Uint8Array[] = [];
  let length = 0;
  let hashing: EnvelopeHashing | undefined;
  return {
    take(message) {
      const flag = message[0];
      const isLast = flag === 1;
      if ((flag !== 0 && !isLast) || message.length > CHUNK_BYTES) return { ok: false, failure: MALFORMED };
      // Only the last may be short: a stream of tiny ones would cost more in keeping than in bytes.
      if (!isLast && message.length !== CHUNK_BYTES) return { ok: false, failure: MALFORMED };
      const body = message.subarray(1);
      if (length + body.length > limit()) return { ok: false, failure: TOO_LARGE };
      if (isLast && parts.length === 0) return success({ frame: body });
      if (parts.length === 0 && isEnvelopeFrame(body)) hashing = startHashes();
      const part = parts.length === 0 && hashing !== undefined ? body.subarray(FRAME_HEAD_BYTES) : body;
      hashing?.add(part);
      parts.push(part);
      length += body.length;
      if (!isLast) return success(undefined);
      const whole = concat(...parts);
      const hashes = hashing?.end();
      parts = [];
      length = 0;
      hashing = undefined;
      return success(hashes === undefined ? { frame: whole } : { envelope: whole, hashes });
    },
  };
}

/** What carries messages: a data channel. */
export interface ChunkChannel {
  /** Copies the message, as a data channel does: its bytes become the next one's. */
  send(message: Uint8Array<ArrayBuffer>): void;
  /** Bytes handed over and not on their way yet. */
  bufferedAmount(): number;
}

/** Cuts frames into messages, never more on the channel than a high-water mark. */
export interface ChunkWriter {
  /** Takes a frame; it goes as soon as the channel has room. */
  send(frame: Uint8Array): void;
  /** The channel has room again (`bufferedamountlow`). */
  drain(): void;
  /** Bytes of frames that are not on their way yet, the channel's own included. */
  bufferedAmount(): number;
  /** Forgets what was not sent. */
  clear(): void;
}

/**
 * The channel is filled up to here … With a megabyte waiting, SCTP sends faster and faster until packets are lost, and stands still for them. With
 * little it runs empty now and then where the line is faster than the page (decision 51).
 */
export const HIGH_WATER_BYTES: number = 128 * 1024;
/** … and again when it is down to here. */
export const LOW_WATER_BYTES: number = 32 * 1024;

/** A writer over a channel. */
export function createChunkWriter(channel: ChunkChannel): ChunkWriter {
  const frames: Uint8Array[] = [];
  const filled = new Uint8Array(CHUNK_BYTES);
  let at = 0;
  let queued = 0;

  function drain(): void {
    let room = HIGH_WATER_BYTES - channel.bufferedAmount();
    for (let frame = frames[0]; frame !== undefined && room > 0; frame = frames[0]) {
      const body = frame.subarray(at, at + BODY_BYTES);
      const message = filled.subarray(0, 1 + body.length);
      message[0] = at + body.length >= frame.length ? 1 : 0;
      message.set(body, 1);
      at += body.length;
      queued -= body.length;
      room -= message.length;
      if (at >= frame.length) {
        frames.shift();
        at = 0;
      }
      channel.send(message);
    }
  }

  return {
    send(frame) {
      frames.push(frame);
      queued += frame.length;
      drain();
    },
    drain,
    bufferedAmount: () => queued + channel.bufferedAmount(),
    clear() {
      frames.length = 0;
      queued = 0;
      at = 0;
    },
  };
}
