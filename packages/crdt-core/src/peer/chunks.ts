/**
 * Frames as messages of at most 16 KiB, which every data channel carries: larger ones were no faster (31 rounds of 2 MB in turn), and on a
 * slow line one has to come now and then, as a sign of life. A message is one byte, 0 where more of the frame follows
 * and 1 where it ends here, then the frame's next bytes; all but a frame's last message are exactly full. So a frame costs no more
 * memory than what really came, whatever its sender claims, and there is no length that could lie.
 */
import { concat, type Failure, type Result, success } from '@weft/crypto';
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

/** What is done with an envelope while it comes. */
interface Arriving<T> {
  /** Its next bytes, which will not change. */
  add(part: Uint8Array): void;
  /** It is whole: what came of it. */
  end(): T;
}

/** A whole frame. One of several messages is the reader's to keep; of one it is a view of the message. */
export interface ArrivedFrame<T> {
  readonly bytes: Uint8Array;
  /** Of the envelope in it, where it was long and carries one. */
  readonly prepared?: T;
}

/** Puts frames together again. */
export interface ChunkReader<T> {
  /** The frame that this message ends, or `undefined` where more is to come. After a failure nothing more can be read. */
  take(message: Uint8Array): Result<ArrivedFrame<T> | undefined, ChunkFailure>;
}

/**
 * @param limit - the most bytes a frame may have now
 * @param prepare - begins with an envelope of several messages while it comes: a newcomer waits for what is left to do after the last
 */
export function createChunkReader<T>(limit: () => number, prepare: () => Arriving<T>): ChunkReader<T> {
  let parts: Uint8Array[] = [];
  let length = 0;
  let arriving: Arriving<T> | undefined;
  return {
    take(message) {
      const flag = message[0];
      const isLast = flag === 1;
      if ((flag !== 0 && !isLast) || message.length > CHUNK_BYTES) return { ok: false, failure: MALFORMED };
      // Only the last may be short: a stream of tiny ones would cost more in keeping than in bytes.
      if (!isLast && message.length !== CHUNK_BYTES) return { ok: false, failure: MALFORMED };
      const body = message.subarray(1);
      if (length + body.length > limit()) return { ok: false, failure: TOO_LARGE };
      if (isLast && parts.length === 0) return success({ bytes: body });
      if (parts.length > 0) arriving?.add(body);
      else if (isEnvelopeFrame(body)) {
        arriving = prepare();
        arriving.add(body.subarray(FRAME_HEAD_BYTES));
      }
      parts.push(body);
      length += body.length;
      if (!isLast) return success(undefined);
      const arrived = { bytes: concat(...parts), ...(arriving && { prepared: arriving.end() }) };
      parts = [];
      length = 0;
      arriving = undefined;
      return success(arrived);
    },
  };
}

/** What carries messages: a data channel. */
export interface ChunkChannel {
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

/** The channel is filled up to here … */
export const HIGH_WATER_BYTES: number = 1024 * 1024;
/** … and again when it is down to here. */
export const LOW_WATER_BYTES: number = 256 * 1024;

/** A writer over a channel. */
export function createChunkWriter(channel: ChunkChannel): ChunkWriter {
  const frames: Uint8Array[] = [];
  let at = 0;
  let queued = 0;

  function drain(): void {
    let room = HIGH_WATER_BYTES - channel.bufferedAmount();
    for (let frame = frames[0]; frame !== undefined && room > 0; frame = frames[0]) {
      const body = frame.subarray(at, at + BODY_BYTES);
      const message = new Uint8Array(1 + body.length);
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
