import type { Outcome } from '../ports/task.ts';
import { CANCELLED, toFailure } from '../runs/run.ts';
import type { Desk } from './engine-desk.ts';
import type { CallName, FromWorker, Port, ToWorker } from './messages.ts';

/** What the host needs of its surroundings. */
export interface HostPorts {
  /** Milliseconds, from any origin. */
  readonly now: () => number;
  /** Resolves in a later task of the event loop, so that a cancel that has arrived is read before. */
  readonly pause: () => Promise<void>;
}

/** Work goes on so many milliseconds before it looks whether it was cancelled. */
const SLICE = 4;
/** And what nobody asked for, before it looks whether somebody asks. */
const SHORT_SLICE = 1;

type AnyWork = Generator<unknown, Outcome<unknown>>;

/**
 * Answers calls that come through `port`, one after another, with the engines of `desk`. A cancel is heeded within one
 * slice; a waiting call that is cancelled never begins. An engine that throws ends its call, not the host.
 */
export function serveDesk(desk: Desk, port: Port, { now, pause }: HostPorts): void {
  const waiting: Extract<ToWorker, { type: 'call' }>[] = [];
  const cancelled = new Set<number>();
  let isWorking = false;

  const send = (message: FromWorker): void => port.postMessage(message);

  async function work(): Promise<void> {
    isWorking = true;
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
      const outcome = await run(call.id, call.name, call.input);
      if (outcome.ok) send({ type: 'done', id: call.id, output: outcome.value });
      else send({ type: 'failed', id: call.id, failure: outcome.failure });
      cancelled.delete(call.id);
    }
    isWorking = false;
    await rest();
  }

  /** Until there is a call. An engine that throws here is heard of with the next one. */
  async function rest(): Promise<void> {
    try {
      const resting = desk.rest();
      for (let since = now(); !isWorking && resting.next().done !== true; ) {
        if (now() - since < SHORT_SLICE) continue;
        await pause();
        since = now();
      }
    } catch {
      return;
    }
  }

  async function run(id: number, name: CallName, input: unknown): Promise<Outcome<unknown>> {
    if (cancelled.has(id)) return { ok: false, failure: CANCELLED };
    try {
      // The page and the worker are of one build: what arrives under a name has its type.
      const ask = desk[name] as (input: unknown) => AnyWork | Outcome<unknown> | Promise<AnyWork | Outcome<unknown>>;
      const running = await ask(input);
      if ('ok' in running) return running;
      for (let since = now(); ; ) {
        const turn = running.next();
        if (turn.done === true) return turn.value;
        if (turn.value !== undefined) send({ type: 'part', id, part: turn.value });
        if (now() - since < SLICE) continue;
        await pause();
        if (cancelled.has(id)) {
          running.return({ ok: false, failure: CANCELLED });
          return { ok: false, failure: CANCELLED };
        }
        since = now();
      }
    } catch (error) {
      return { ok: false, failure: toFailure(error) };
    }
  }

  port.addEventListener('message', ({ data }) => {
    const message = data as ToWorker;
    if (message.type === 'cancel') {
      cancelled.add(message.id);
      return;
    }
    waiting.push(message);
    if (!isWorking) void work();
  });
}
