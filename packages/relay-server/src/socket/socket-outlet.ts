import type { CloseCode } from '@weft/crdt-core/wire';
import type { Outlet } from '../hub/hub.ts';
import { messageToFrame, sentenceToReason } from './message-frame.ts';
import type { Turns } from './turns.ts';

/** The part of a TCP socket that is written to. */
export interface WritableSocket {
  readonly writableLength: number;
  write(bytes: Uint8Array): boolean;
  cork(): void;
  uncork(): void;
}

export interface SocketOutletOptions {
  readonly socket: WritableSocket;
  /** Sends a close frame and waits for the other side's. */
  readonly closeSocket: (code: number, reason: string) => void;
  readonly turns: Turns;
  readonly frames: FrameOnce;
  readonly concat: ConcatOnce;
  readonly maxQueueBytes: number;
  readonly onOverflow: () => void;
  readonly onDrained: () => void;
}

export interface SocketOutlet extends Outlet {
  /** The socket has written what it held. */
  socketDrained(): void;
}

/** Frames a message once, however many sockets it goes to one after another. */
export type FrameOnce = (message: Uint8Array, restBytes: number) => Buffer;

/** Above this, frames are written one by one under a cork: copying them together would cost more than it saves. */
const CONCAT_BYTES = 64 * 1024;
/** A replay waits while more than this is on its way to a reader. */
const BUSY_BYTES = 512 * 1024;

/** Remembers the last message framed: the hub sends one message to all its receivers in a row. */
export function createFrameOnce(): FrameOnce {
  let lastMessage: Uint8Array | undefined;
  let lastFrame: Buffer = Buffer.alloc(0);
  return (message, restBytes) => {
    if (message !== lastMessage) {
      lastFrame = messageToFrame(message, restBytes);
      lastMessage = message;
    }
    return lastFrame;
  };
}

/** Puts frames into one buffer, once for sockets one after another that have the same frames to write. */
export type ConcatOnce = (frames: readonly Uint8Array[], bytes: number) => Uint8Array;

/** Remembers the last frames put together: in a room, all who did not write themselves in a turn are sent the same. */
export function createConcatOnce(): ConcatOnce {
  let lastFrames: readonly Uint8Array[] = [];
  let lastBuffer: Uint8Array = Buffer.alloc(0);
  return (frames, bytes) => {
    const isSame = frames.length === lastFrames.length && frames.every((frame, i) => frame === lastFrames[i]);
    if (!isSame) {
      lastFrames = frames;
      lastBuffer = Buffer.concat(frames, bytes);
    }
    return lastBuffer;
  };
}

/** One client's way out: frames gathered over a turn, one write, a bounded queue (RLY-6). */
export function createSocketOutlet(options: SocketOutletOptions): SocketOutlet {
  const { socket, turns, frames, concat, maxQueueBytes } = options;
  let queue: Uint8Array[] = [];
  let queuedBytes = 0;
  let isScheduled = false;
  let isClosed = false;
  let hasOverflowed = false;
  let isAwaited = false;

  const waitingBytes = (): number => queuedBytes + socket.writableLength;

  const answerAwaited = (): void => {
    if (!isAwaited || isClosed || waitingBytes() > BUSY_BYTES) return;
    isAwaited = false;
    options.onDrained();
  };

  const write = (): void => {
    const due = queue;
    const bytes = queuedBytes;
    queue = [];
    queuedBytes = 0;
    const [first] = due;
    if (first === undefined) return;
    if (due.length === 1) socket.write(first);
    else if (bytes <= CONCAT_BYTES) socket.write(concat(due, bytes));
    else {
      socket.cork();
      for (const frame of due) socket.write(frame);
      socket.uncork();
    }
  };

  const flush = (): void => {
    isScheduled = false;
    write();
    answerAwaited();
  };

  const enqueue = (message: Uint8Array, body: Uint8Array | undefined): void => {
    if (isClosed || hasOverflowed) return;
    const frame = frames(message, body?.length ?? 0);
    queue.push(frame);
    queuedBytes += frame.length;
    if (body !== undefined) {
      queue.push(body);
      queuedBytes += body.length;
    }
    if (!isScheduled) {
      isScheduled = true;
      turns.add(flush);
    }
    if (waitingBytes() > maxQueueBytes) {
      // What was not yet written is given up; the room then says why and closes.
      queue = [];
      queuedBytes = 0;
      hasOverflowed = true;
      turns.add(options.onOverflow);
    }
  };

  return {
    send: (message) => enqueue(message, undefined),
    sendInTwo: enqueue,
    close(code: CloseCode, sentence) {
      if (isClosed) return;
      isClosed = true;
      write();
      options.closeSocket(code, sentenceToReason(sentence));
    },
    isBusy() {
      if (waitingBytes() <= BUSY_BYTES) return false;
      isAwaited = true;
      return true;
    },
    socketDrained: answerAwaited,
  };
}
