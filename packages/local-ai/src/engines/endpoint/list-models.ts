import type { Outcome } from '../../ports/task.ts';
import { type AskPort, type Endpoint, toEndpointAddress, toKeyHeader, toRefusal, UNREACHED } from './engine.ts';

/** Bytes of the list that are read. */
const MOST_BYTES = 2 ** 20;

/** The names of the models that a server says it has. Nothing is sent but the question and the key. */
export async function listEndpointModels(
  { address: text, key }: Pick<Endpoint, 'address' | 'key'>,
  ask: AskPort,
  signal: AbortSignal,
): Promise<Outcome<readonly string[]>> {
  const address = toEndpointAddress(text);
  const answer =
    address === undefined ? undefined : await ask(`${address}models`, { headers: toKeyHeader(key), signal });
  if (answer === undefined) return UNREACHED;
  if (answer.status !== 200) {
    await answer.body.cancel().catch(() => undefined);
    // One that has no list is asked all the same.
    return answer.status === 404 ? { ok: true, value: [] } : toRefusal(answer.status);
  }
  return { ok: true, value: toNames(await readSome(answer.body)) };
}

async function readSome(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  try {
    for (let read = await reader.read(); !read.done && text.length < MOST_BYTES; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
    }
    await reader.cancel();
  } catch {
    // What came by then may still be a list.
  }
  return text;
}

function toNames(text: string): readonly string[] {
  try {
    const { data } = JSON.parse(text) as { readonly data?: unknown };
    if (!Array.isArray(data)) return [];
    return (data as readonly unknown[]).flatMap((one) => {
      const id = (one as { readonly id?: unknown } | null)?.id;
      return typeof id === 'string' && id !== '' ? [id] : [];
    });
  } catch {
    return [];
  }
}
