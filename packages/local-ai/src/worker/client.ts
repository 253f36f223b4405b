import type { EngineRun } from '../ports/engine.ts';
import type { Outcome, TaskFailure } from '../ports/task.ts';
import { CANCELLED } from '../runs/run.ts';
import { createStream } from '../runs/stream.ts';
import type { CallName, Calls, FromWorker, Port, ToWorker } from './messages.ts';

/** Calls the engines behind a port. */
export interface Client {
  /** @param given buffers of `input` that the worker is to have, and the caller no more. */
  call<Name extends CallName>(
    name: Name,
    input: Calls[Name]['input'],
    given?: ArrayBuffer[],
  ): EngineRun<Calls[Name]['part'], Calls[Name]['output']>;
  /** Ends every call that is under way with `failure`, and those to come: the worker has crashed, or is being ended. */
  abandon(failure: TaskFailure): void;
}

interface Waiting {
  readonly part: (part: unknown) => void;
  readonly end: (outcome: Outcome<unknown>) => void;
}

/** Speaks to `serveDesk` at the other side of `port`. */
export function createClient(port: Port): Client {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let over: TaskFailure | undefined;

  port.addEventListener('message', ({ data }) => {
    const message = data as FromWorker;
    const call = waiting.get(message.id);
    if (call === undefined) return;
    if (message.type === 'part') call.part(message.part);
    else
      finish(
        message.id,
        message.type === 'done' ? { ok: true, value: message.output } : { ok: false, failure: message.failure },
      );
  });

  function finish(id: number, outcome: Outcome<unknown>): void {
    waiting.get(id)?.end(outcome);
    waiting.delete(id);
  }

  const send = (message: ToWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, { transfer });

  return {
    call<Name extends CallName>(name: Name, input: Calls[Name]['input'], given?: ArrayBuffer[]) {
      type Part = Calls[Name]['part'];
      type Output = Calls[Name]['output'];
      const id = ++last;
      const { stream, push, close } = createStream<Part>();
      const { promise, resolve } = Promise.withResolvers<Outcome<Output>>();
      waiting.set(id, {
        part: (part) => push(part as Part),
        end: (outcome) => {
          close();
          resolve(outcome as Outcome<Output>);
        },
      });
      if (over === undefined) send({ type: 'call', id, name, input }, given);
      else finish(id, { ok: false, failure: over });
      const cancel = (): void => {
        if (!waiting.has(id)) return;
        send({ type: 'cancel', id });
        // The page need not wait for the worker to hear of it.
        finish(id, { ok: false, failure: CANCELLED });
      };
      return { parts: stream, end: promise, cancel };
    },
    abandon(failure) {
      over = failure;
      for (const id of waiting.keys()) finish(id, { ok: false, failure });
    },
  };
}
