import type { TextRequest } from '../../ports/engine.ts';
import type { Outcome, TaskFailure } from '../../ports/task.ts';
import type { Decoder, Passage } from './decoder.ts';
import { sample } from './sample.ts';

export interface WritePorts {
  /** 0 to 1. */
  readonly random: () => number;
  /** Resolves in a later task, so that a cancel that has arrived is read before. */
  readonly pause: () => Promise<void>;
}

const TOO_LONG: TaskFailure = {
  code: 'too-long',
  sentence: 'This is more text than the model can look at. Select less of it.',
};

/** Writes an answer, token by token. */
export async function writeOn(
  decoder: Decoder,
  request: TextRequest,
  { random, pause }: WritePorts,
  push: (text: string) => void,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const { tokenizer, contract } = decoder;
  const { before, between, after } = contract.prompt;
  const tokens = [
    ...tokenizer.encode(before, true),
    ...tokenizer.encode(request.instructions, false),
    ...tokenizer.encode(between, true),
    ...tokenizer.encode(request.text, false),
    ...tokenizer.encode(after, true),
  ];
  if (tokens.length === 0) return { ok: true, value: '' };
  if (tokens.length >= contract.context) return { ok: false, failure: TOO_LONG };
  const most = Math.min(request.mostTokens, contract.context - tokens.length);
  const ends = new Set(contract.stop.flatMap((stop) => tokenizer.markToToken(stop) ?? []));
  const stops = contract.stop.filter((stop) => tokenizer.markToToken(stop) === undefined);
  const answer = createAnswer(stops, push);
  const passage: Passage = decoder.begin();
  try {
    let next: readonly number[] = tokens;
    for (let made = 0; made < most; made++) {
      const token = sample(await passage.read(next), request.temperature, random);
      if (ends.has(token) || !answer.add(tokenizer.bytesOf(token))) break;
      next = [token];
      await pause();
      if (signal.aborted) break;
    }
  } finally {
    passage.end();
  }
  return { ok: true, value: answer.end() };
}

interface Answer {
  /** False: it is at its end. */
  add(bytes: Uint8Array): boolean;
  end(): string;
}

/** Text out of the bytes of tokens: letters go out once they are whole, and nothing of what ends the answer. */
function createAnswer(stops: readonly string[], push: (text: string) => void): Answer {
  const decoder = new TextDecoder();
  let text = '';
  let shown = 0;
  const show = (end: number): void => {
    if (end > shown) push(text.slice(shown, end));
    shown = Math.max(shown, end);
  };
  return {
    add(bytes) {
      text += decoder.decode(bytes, { stream: true });
      const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
      if (found.length > 0) {
        text = text.slice(0, Math.min(...found));
        return false;
      }
      // The beginning of an end is held back until it is one, or is not.
      const held = stops.flatMap((stop) =>
        Array.from({ length: stop.length - 1 }, (_, at) => at + 1).filter((size) => text.endsWith(stop.slice(0, size))),
      );
      show(text.length - Math.max(0, ...held));
      return true;
    },
    end() {
      show(text.length);
      return text;
    },
  };
}
