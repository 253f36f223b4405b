import type { SpeechPart, SpeechRequest } from '../../ports/engine.ts';
import { SAMPLES_PER_SECOND } from '../../ports/engine.ts';
import type { Outcome } from '../../ports/task.ts';
import { createCutter, type SpokenPiece } from '../../sound/cut.ts';
import { WINDOW_SECONDS } from '../../sound/features.ts';
import { toLanguageName, UNKNOWN_LANGUAGE } from '../../sound/language.ts';
import { END, NO_TIMES, SILENT, START, TASK, toMark } from './speech-marks.ts';
import type { Logits, SpeechModel } from './speech-model.ts';
import type { WritePorts } from './write-on.ts';

/** Above this probability of silence, and below this sureness of what was written, nothing was said (Whisper's own numbers). */
const MOST_SILENCE = 0.6;
const LEAST_SURE = -1;
/** Nobody says more tokens than this in a second, and a few. */
const TOKENS_A_SECOND = 14;
const TOKENS_MORE = 16;
/** A model that says the same so often in a row, in so many tokens at least, has lost what it heard. */
const MOST_TIMES = 4;
const LEAST_TOKENS = 8;
const LONGEST_LOOP = 24;

/** Index of the highest that is not blocked. */
function findBest(logits: Logits, isBlocked: (token: number) => boolean): number {
  let best = -1;
  for (let token = 0; token < logits.length; token++) {
    if ((best < 0 || (logits[token] ?? 0) > (logits[best] ?? 0)) && !isBlocked(token)) best = token;
  }
  return best;
}

/** The logarithm of the probability of one. */
function toLog(logits: Logits, token: number): number {
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  return (logits[token] ?? Number.NEGATIVE_INFINITY) - most - Math.log(total);
}

/** How many tokens at the end only say again what stands before them; 0 where it is no loop. */
export function toLoop(tokens: readonly number[]): number {
  for (let period = 1; period <= LONGEST_LOOP; period++) {
    const times = Math.max(MOST_TIMES, Math.ceil(LEAST_TOKENS / period));
    const from = tokens.length - period * times;
    if (from < 0) continue;
    if (tokens.slice(from + period).every((token, at) => token === tokens[from + at])) return period * (times - 1);
  }
  return 0;
}

const createWriter = ({ tokenizer, contract }: SpeechModel) => {
  const end = tokenizer.markToToken(END) ?? -1;
  const never = new Set(contract.never);
  const neverFirst = new Set(contract.neverFirst);
  const utf8 = new TextDecoder();
  /** Only what is text, and the end: a model must not steer itself. */
  const isBlocked = (token: number): boolean =>
    token !== end && (never.has(token) || tokenizer.bytesOf(token).length === 0);
  return {
    end,
    isBlocked,
    isBlockedFirst: (token: number): boolean => isBlocked(token) || neverFirst.has(token),
    toText: (tokens: readonly number[]): string =>
      utf8.decode(Uint8Array.from(tokens.flatMap((token) => [...tokenizer.bytesOf(token)]))),
    marks: (...texts: readonly string[]): readonly number[] =>
      texts.flatMap((text) => tokenizer.markToToken(text) ?? []),
  };
};

/** Writes down what is said in half a minute at most; empty where nobody speaks. Always takes the likeliest token. */
async function writePiece(
  model: SpeechModel,
  samples: Float32Array,
  asked: string | undefined,
  { pause }: Pick<WritePorts, 'pause'>,
  signal: AbortSignal,
): Promise<string> {
  const { contract } = model;
  const writer = createWriter(model);
  const heard = await model.hear(samples);
  try {
    await pause();
    if (signal.aborted) return '';
    const start = writer.marks(START);
    let steered = start;
    if (contract.isTold) {
      const languages = new Set(writer.marks(...contract.languages.map(toMark)));
      const [first = new Float32Array(0)] = asked === undefined ? await heard.begin(start) : [];
      const language =
        asked === undefined ? [findBest(first, (token) => !languages.has(token))] : writer.marks(toMark(asked));
      steered = [...start, ...language, ...writer.marks(TASK)];
    }
    steered = [...steered, ...writer.marks(NO_TIMES)];
    const rows = await heard.begin(steered);
    const silent = writer.marks(...SILENT)[0];
    const silence = silent === undefined ? 0 : Math.exp(toLog(rows[0] ?? new Float32Array(0), silent));
    const tokens: number[] = [];
    let logits = rows.at(-1) ?? new Float32Array(0);
    let sureness = 0;
    const said = Math.ceil((samples.length / SAMPLES_PER_SECOND) * TOKENS_A_SECOND) + TOKENS_MORE;
    const most = Math.min(said, contract.context - steered.length, contract.context >> 1);
    while (tokens.length < most) {
      const token = findBest(logits, tokens.length === 0 ? writer.isBlockedFirst : writer.isBlocked);
      if (token < 0) break;
      sureness += toLog(logits, token);
      if (token === writer.end) break;
      tokens.push(token);
      const loop = toLoop(tokens);
      if (loop > 0) {
        tokens.length -= loop;
        break;
      }
      if (tokens.length === most) break;
      logits = await heard.read(token);
      await pause();
      if (signal.aborted) return '';
    }
    const isSilent = silence > MOST_SILENCE && sureness / (tokens.length + 1) < LEAST_SURE;
    return isSilent ? '' : writer.toText(tokens);
  } finally {
    heard.end();
  }
}

/** Writes down what is said: `language` where it is asked for one that the model does not know. */
export async function writeDown(
  model: SpeechModel,
  { samples, language }: SpeechRequest,
  ports: Pick<WritePorts, 'pause'>,
  push: (part: SpeechPart) => void,
  signal: AbortSignal,
): Promise<Outcome<string>> {
  const asked = language === undefined ? undefined : toLanguageName(language);
  if (asked !== undefined && !model.contract.languages.includes(asked)) return { ok: false, failure: UNKNOWN_LANGUAGE };
  let text = '';
  for (const piece of toPieces(samples)) {
    if (signal.aborted) break;
    const written = await writePiece(model, piece.samples, asked, ports, signal);
    if (written.trim() === '') continue;
    text += written;
    push({ text: written, from: piece.from, to: piece.to });
  }
  return { ok: true, value: text };
}

/** What fits into one window is looked at as it is; longer sound is cut where nobody speaks. */
function toPieces(samples: Float32Array): readonly SpokenPiece[] {
  if (samples.length <= WINDOW_SECONDS * SAMPLES_PER_SECOND) {
    return [{ samples, from: 0, to: samples.length / SAMPLES_PER_SECOND }];
  }
  const cutter = createCutter();
  return [...cutter.hear(samples), ...cutter.end()];
}
