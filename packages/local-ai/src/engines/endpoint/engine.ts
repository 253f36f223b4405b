import type { EngineProfile, TextEngine, TextRequest } from '../../ports/engine.ts';
import type { Outcome, TaskFailure } from '../../ports/task.ts';
import { CANCELLED, startRun } from '../../runs/run.ts';
import { toServerEvents } from './server-events.ts';

/** An address that a person named. There is none until they do. */
export interface Endpoint {
  /** Where `chat/completions` is, such as `http://127.0.0.1:11434/v1/`. */
  readonly address: string;
  /** The model's name there. */
  readonly model: string;
  /** Sent as a header and never in an address. */
  readonly key?: string;
  /** Tokens that it can look at. */
  readonly context: number;
}

/** What would be sent, all of it, and where to: shown to the person before it goes. */
export interface Outgoing {
  readonly address: string;
  readonly model: string;
  readonly instructions: string;
  readonly text: string;
}

/** A request to a server that is not ours: undefined where it cannot be reached. Never follows it elsewhere. */
export type AskPort = (
  address: string,
  request: {
    readonly headers: Readonly<Record<string, string>>;
    /** Left out: nothing is sent, only asked for. */
    readonly body?: string;
    readonly signal: AbortSignal;
  },
) => Promise<{ readonly status: number; readonly body: ReadableStream<Uint8Array> } | undefined>;

export interface EndpointPorts {
  /** The endpoint as it is set now; undefined: it is off. */
  readonly endpoint: () => Endpoint | undefined;
  /** Shows what would go and asks. Called for every request. */
  readonly confirm: (outgoing: Outgoing, signal: AbortSignal) => Promise<boolean>;
  readonly ask: AskPort;
}

/** Letters of an answer at most, whatever the server thinks of `max_tokens`. */
const MOST_LETTERS_A_TOKEN = 40;

const fail = (code: TaskFailure['code'], sentence: string): Outcome<never> => ({
  ok: false,
  failure: { code, sentence },
});

const OFF = 'No address was named for this. Name one in the settings, or use what is on this device.';
const DECLINED = 'Nothing was sent.';
export const UNREACHED: Outcome<never> = fail(
  'endpoint-unreached',
  'The address you named cannot be reached. See that the server runs, lets this page ask it, and that whoever hosts Weft allows the address.',
);

/** Where requests go: https, or a server on this machine. Undefined for anything else. */
export function toEndpointAddress(text: string): string | undefined {
  try {
    const url = new URL(text.trim());
    const isHere = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) return undefined;
    if (url.username !== '' || url.password !== '' || url.search !== '') return undefined;
    url.hash = '';
    if (!url.pathname.endsWith('/')) url.pathname += '/';
    return url.href;
  } catch {
    return undefined;
  }
}

/**
 * An engine at an address that the person named, which speaks as OpenAI's chat completions do (llama.cpp, Ollama, vLLM and
 * others). Off until an address is set; what is sent is shown before, each time.
 */
export function createEndpointEngine(
  profile: Pick<EngineProfile, 'name' | 'tasks' | 'latency' | 'quality'>,
  { endpoint, confirm, ask }: EndpointPorts,
): TextEngine {
  const open = new Set<() => void>();

  async function work(
    request: TextRequest,
    push: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Outcome<string>> {
    const set = endpoint();
    const address = set === undefined ? undefined : toEndpointAddress(set.address);
    if (set === undefined || address === undefined) return fail('unavailable', OFF);
    const { model, key } = set;
    const { instructions, text } = request;
    if (!(await confirm({ address, model, instructions, text }, signal))) return fail('declined', DECLINED);
    if (signal.aborted) return { ok: false, failure: CANCELLED };
    const answer = await ask(`${address}chat/completions`, {
      signal,
      headers: { 'content-type': 'application/json', ...toKeyHeader(key) },
      body: JSON.stringify({
        model,
        stream: true,
        temperature: request.temperature,
        max_tokens: request.mostTokens,
        // Exactly what was shown.
        messages: [
          { role: 'system', content: instructions },
          { role: 'user', content: text },
        ],
      }),
    });
    if (answer === undefined) return UNREACHED;
    if (answer.status !== 200) {
      await answer.body.cancel().catch(() => undefined);
      return toRefusal(answer.status);
    }
    return read(answer.body, request.mostTokens * MOST_LETTERS_A_TOKEN, push);
  }

  return {
    kind: 'text',
    profile: {
      ...profile,
      place: 'endpoint',
      memory: 0,
      isHeavy: false,
      get context() {
        return endpoint()?.context ?? 0;
      },
    },
    availability: () => Promise.resolve(endpoint() === undefined ? 'unavailable' : 'available'),
    generate(request) {
      const run = startRun<string, string>((push, signal) => work(request, push, signal));
      open.add(run.cancel);
      void run.end.then(() => open.delete(run.cancel));
      return run;
    },
    destroy() {
      for (const cancel of open) cancel();
    },
  };
}

export function toKeyHeader(key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined || key === '' ? {} : { authorization: `Bearer ${key}` };
}

export function toRefusal(status: number): Outcome<never> {
  if (status === 401 || status === 403) {
    return fail('endpoint-key', 'The address you named wants another key. Look at it in the settings.');
  }
  if (status === 404)
    return fail('endpoint-model', 'There is no such model at the address you named. Look at its name.');
  if (status === 413) return fail('too-long', 'This is more text than the address you named takes. Select less of it.');
  return fail('endpoint-refused', `The address you named refused this (${status}). Try again later.`);
}

async function read(
  body: ReadableStream<Uint8Array>,
  most: number,
  push: (text: string) => void,
): Promise<Outcome<string>> {
  let text = '';
  try {
    for await (const event of toServerEvents(body)) {
      if (event === '[DONE]') return { ok: true, value: text };
      const { piece, isLast } = toPiece(event);
      text += piece;
      if (piece !== '') push(piece);
      if (isLast || text.length > most) return { ok: true, value: text };
    }
  } catch {
    // The connection broke: half an answer is none.
  }
  return fail('endpoint-cut', 'The address you named stopped in the midst of its answer. Try again.');
}

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: unknown };
    readonly finish_reason?: unknown;
  }[];
}

/** One event's share of the answer. What cannot be read is nothing. */
function toPiece(event: string): { readonly piece: string; readonly isLast: boolean } {
  try {
    const [choice] = (JSON.parse(event) as Chunk | null)?.choices ?? [];
    const content = choice?.delta?.content;
    return { piece: typeof content === 'string' ? content : '', isLast: typeof choice?.finish_reason === 'string' };
  } catch {
    return { piece: '', isLast: false };
  }
}
