/** A page can search under one topic once at a time: y-webrtc keeps its rooms by name, and throws at a second of the same. */

interface Waiting {
  readonly free: () => void;
}

const held = new Map<string, Waiting[]>();

/** A turn to search under a topic. */
export interface TopicTurn {
  /** Settles when it is this one's turn, or when it was given up. */
  readonly free: Promise<void>;
  /** Does not want a turn any more; keeps it until released, if it has it. */
  giveUp(): void;
  /** Lets the next one search. Idempotent. */
  release(): void;
}

/** Waits for a turn. */
export function waitForTopic(topic: string): TopicTurn {
  const { promise, resolve } = Promise.withResolvers<void>();
  const own: Waiting = { free: resolve };
  const queue = held.get(topic) ?? [];
  held.set(topic, [...queue, own]);
  if (queue.length === 0) resolve();

  function release(): void {
    const waiting = held.get(topic) ?? [];
    const wasFirst = waiting[0] === own;
    const rest = waiting.filter((other) => other !== own);
    if (rest.length === 0) held.delete(topic);
    else held.set(topic, rest);
    if (wasFirst) rest[0]?.free();
  }

  return {
    free: promise,
    giveUp() {
      if (held.get(topic)?.[0] === own) return;
      release();
      resolve();
    },
    release,
  };
}
