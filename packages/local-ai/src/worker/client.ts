import type { TaskFailure } from '../ports/task.ts';
import type { Outcome } from './engine-desk.ts';
import { CANCELLED } from './host.ts';
import type { CallName, Calls, FromWorker, Port, ToWorker } from './messages.ts';

/** A call under way. */
export interface Call<Part, Output> {
  readonly parts: AsyncIterable<Part>;
  readonly end: Promise<Outcome<Output>>;
  cancel(): void;
}

/** Calls the engines behind a port. */
export interface Client {
  call<Name extends CallName>(
    name: Name,
    input: Calls[Name]['input'],
  ): Call<Calls[Name]['part'], Calls[Name]['output']>;
  /** Ends every call that is under way with `failure`: the worker has crashed, or is being ended. */
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

  const send = (message: ToWorker): void => port.postMessage(message);

  return {
    call<Name extends CallName>(name: Name, input: Calls[Name]['input']) {
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
      send({ type: 'call', id, name, input });
      const cancel = (): void => {
        if (!waiting.has(id)) return;
        send({ type: 'cancel', id });
        // The page need not wait for the worker to hear of it.
        finish(id, { ok: false, failure: CANCELLED });
      };
      return { parts: stream, end: promise, cancel };
    },
    abandon(failure) {
      for (const id of waiting.keys()) finish(id, { ok: false, failure });
    },
  };
}

interface Stream<T> {
  readonly stream: AsyncIterable<T>;
  push(part: T): void;
  close(): void;
}

/** A list that is read while it grows, from its beginning, by any number of readers. */
function createStream<T>(): Stream<T> {
  const parts: T[] = [];
  let isClosed = false;
  let more = Promise.withResolvers<void>();
  const wake = (): void => {
    more.resolve();
    more = Promise.withResolvers<void>();
  };
  async function* read(): AsyncGenerator<T> {
    for (let at = 0; ; ) {
      const part = parts[at];
      if (part !== undefined) {
        at++;
        yield part;
      } else if (isClosed) return;
      else await more.promise;
    }
  }
  return {
    stream: { [Symbol.asyncIterator]: read },
    push(part) {
      parts.push(part);
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
  };
}
