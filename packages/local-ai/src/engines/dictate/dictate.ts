import type { EngineRun, SpeechEngine, SpeechPart, SpeechRequest } from '../../ports/engine.ts';
import { SAMPLES_PER_SECOND } from '../../ports/engine.ts';
import type { DictationTask, Listening } from '../../ports/dictating.ts';
import type { Outcome, TaskEnd, TaskFailure, TaskRun } from '../../ports/task.ts';
import type { RouterPorts } from '../../router/ask-in-turn.ts';
import { chooseEngine } from '../../router/route.ts';
import { CANCELLED } from '../../runs/run.ts';
import { createStream } from '../../runs/stream.ts';
import { createCutter, type SpokenPiece } from '../../sound/cut.ts';
import { WINDOW_SECONDS } from '../../sound/features.ts';
import { toLanguageName, UNKNOWN_LANGUAGE } from '../../sound/language.ts';

/** Seconds of silence that stand for the pause between two pieces that are written down together. */
const BETWEEN = 0.3;

/** Writes down speech by the best engine that is there; where one fails in the midst, the next goes on with what is not written yet. */
export function createDictation(ports: RouterPorts): DictationTask {
  async function find(language: string | undefined): Promise<SpeechEngine | TaskFailure> {
    const speech = ports.engines().filter((engine) => engine.kind === 'speech');
    const able = speech.filter(
      ({ languages }) => language === undefined || languages.includes(toLanguageName(language)),
    );
    if (able.length === 0 && speech.length > 0) return UNKNOWN_LANGUAGE;
    const profiles = able.map(({ profile }) => profile);
    const { engine, reason } = chooseEngine(profiles, 'transcribe', Number.POSITIVE_INFINITY, ports.conditions());
    const chosen = able.find(({ profile }) => profile === engine);
    if (chosen === undefined || (await chosen.availability()) !== 'available')
      return { code: 'unavailable', sentence: reason };
    return chosen;
  }

  async function availability(language?: string) {
    const found = await find(language);
    return 'code' in found ? 'unavailable' : 'available';
  }

  function listen({ language }: Pick<SpeechRequest, 'language'>): Listening {
    const cutter = createCutter();
    const { stream, push, close } = createStream<SpeechPart>();
    const { promise, resolve } = Promise.withResolvers<TaskEnd<string>>();
    let waiting: readonly SpokenPiece[] = [];
    let running: EngineRun<SpeechPart, string> | undefined;
    let isWorking = false;
    let hasStopped = false;
    let isOver = false;
    let engine = '';
    let text = '';

    function finish(end: TaskEnd<string>): void {
      if (isOver) return;
      isOver = true;
      waiting = [];
      close();
      resolve(end);
    }

    async function write(piece: SpokenPiece): Promise<Outcome<string>> {
      for (;;) {
        const found = await find(language);
        if (isOver) return { ok: false, failure: CANCELLED };
        if ('code' in found) return { ok: false, failure: found };
        engine = found.profile.name;
        running = found.transcribe({ samples: piece.samples, ...(language === undefined ? {} : { language }) });
        for await (const part of running.parts) {
          if (isOver) break;
          text += part.text;
          push({ text: part.text, from: piece.from + part.from, to: piece.from + part.to });
        }
        const end = await running.end;
        const isBroken = !end.ok && (end.failure.code === 'engine-failed' || end.failure.code === 'out-of-memory');
        if (!isBroken) return end;
        ports.failed(engine);
        const next = await find(language);
        if (isOver || 'code' in next) return end;
      }
    }

    async function work(): Promise<void> {
      if (isWorking) return;
      isWorking = true;
      while (waiting.length > 0 && !isOver) {
        const [piece, rest] = toNext(waiting);
        waiting = rest;
        const end = await write(piece);
        if (!end.ok) finish(end);
      }
      isWorking = false;
      if (hasStopped) finish({ ok: true, value: { value: text, basedOn: {} }, place: 'device', engine });
    }

    function take(pieces: readonly SpokenPiece[]): void {
      if (isOver) return;
      waiting = [...waiting, ...pieces];
      if (waiting.length > 0 || hasStopped) void work();
    }

    return {
      parts: stream,
      end: promise,
      hear(samples) {
        if (!hasStopped && !isOver) take(cutter.hear(samples));
      },
      stop() {
        if (hasStopped) return;
        hasStopped = true;
        take(cutter.end());
      },
      cancel() {
        finish({ ok: false, failure: CANCELLED });
        running?.cancel();
      },
    };
  }

  return {
    availability,
    async languages() {
      const found = await find(undefined);
      return 'code' in found ? [] : found.languages;
    },
    listen,
    transcribe({ samples, language }): TaskRun<SpeechPart, string> {
      const listening = listen(language === undefined ? {} : { language });
      listening.hear(samples);
      listening.stop();
      return listening;
    },
  };
}

/**
 * What is written down next. An engine looks at half a minute however little is in it: pieces that had to wait go together, with a pause between
 * them, so that one that is slower than speech catches up.
 */
function toNext([first, ...others]: readonly SpokenPiece[]): readonly [SpokenPiece, readonly SpokenPiece[]] {
  if (first === undefined) throw new RangeError('toNext: there is none');
  const together = [first];
  const pause = BETWEEN * SAMPLES_PER_SECOND;
  let length = first.samples.length;
  for (const piece of others) {
    length += pause + piece.samples.length;
    if (length > (WINDOW_SECONDS - 1) * SAMPLES_PER_SECOND) break;
    together.push(piece);
  }
  const last = together.at(-1) ?? first;
  const samples = new Float32Array(together.reduce((sum, { samples: some }) => sum + some.length + pause, -pause));
  let at = 0;
  for (const piece of together) {
    samples.set(piece.samples, at);
    at += piece.samples.length + pause;
  }
  return [{ samples, from: first.from, to: last.to }, others.slice(together.length - 1)];
}
