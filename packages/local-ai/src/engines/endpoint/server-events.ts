/** Lines of `data:` in a stream of server-sent events, as they come. What is no such line is passed over. */
export async function* toServerEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let open = '';
  try {
    for (;;) {
      const read = await reader.read();
      open += read.done ? `${decoder.decode()}\n` : decoder.decode(read.value, { stream: true });
      const lines = open.split(/\r\n|\r|\n/);
      open = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data:')) yield line.slice(5).trim();
      if (read.done) return;
      // A server that never ends a line would fill the memory.
      if (open.length > MOST_LINE) throw new RangeError('a line without an end');
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const MOST_LINE = 2 ** 20;
