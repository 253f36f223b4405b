/** A list that is read while it grows. */
export interface Stream<T> {
  readonly stream: AsyncIterable<T>;
  push(part: T): void;
  close(): void;
}

/** A list that is read while it grows, from its beginning, by any number of readers. */
export function createStream<T>(): Stream<T> {
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
