import { createRandomness, type Randomness } from '@weft/crypto';

/** What a check takes from the world. */
export interface CheckPorts {
  readonly random: Randomness;
  /** Unix ms. */
  now(): number;
  /** Calls once after so many ms, unless what it returns is called before. */
  later(run: () => void, ms: number): () => void;
  /** One plain request, given up after so many ms. Rejects if there is no answer. */
  get(url: string, deadlineMs: number): Promise<HttpAnswer>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** The clock, timers and chance of this process. */
export function nodePorts(): CheckPorts {
  return {
    random: createRandomness(),
    now: () => Date.now(),
    later(run, ms) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    async get(url, deadlineMs) {
      const answer = await fetch(url, { signal: AbortSignal.timeout(deadlineMs), redirect: 'manual' });
      return { status: answer.status, headers: answer.headers, body: await answer.text() };
    },
  };
}
