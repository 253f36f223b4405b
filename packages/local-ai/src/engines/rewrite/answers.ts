/** What engines answer, without what they put around it; and whether it can be what was asked for. */
import type { Engine, RoutedEnd, RoutedRun } from '../../ports/engine.ts';
import type { Availability, TaskFailure, TaskName } from '../../ports/task.ts';
import { POOR, type RouterPorts } from '../../router/ask-in-turn.ts';
import { chooseEngine } from '../../router/route.ts';
import { createStream } from '../../runs/stream.ts';

const FENCE = /^```[^\n]*\n([\s\S]*?)\n?```$/u;
const LEAD =
  /^(?:sure|certainly|of course|here(?:'s| is| are)|rewritten(?: text| version)?|summary|gerne|natürlich|hier (?:ist|sind)|zusammenfassung)\b[^\n:]{0,60}:\s*(?=\S)/iu;
const NUMBER = /\d+(?:[.,:]\d+)*/gu;

/** Without a fence and a lead. */
export function toBare(answer: string): string {
  return answer.trim().replace(FENCE, '$1').trim().replace(LEAD, '');
}

/** The numbers that a text names, each once. */
export function toNumbers(text: string): ReadonlySet<string> {
  return new Set(text.match(NUMBER));
}

/** Whether any of an engine's kind and task is there, or could be after a download. */
export async function findAvailability(
  ports: RouterPorts,
  task: TaskName,
  isAble: (engine: Engine) => boolean,
): Promise<Availability> {
  const able = ports.engines().filter(isAble);
  const profiles = able.map(({ profile }) => profile);
  const { engine } = chooseEngine(profiles, task, Number.POSITIVE_INFINITY, ports.conditions());
  if (engine === undefined) return 'unavailable';
  const all = await Promise.all(
    able.filter(({ profile }) => profile.tasks.includes(task)).map((one) => one.availability()),
  );
  return (['available', 'downloading', 'downloadable'] as const).find((state) => all.includes(state)) ?? 'unavailable';
}

/** A run that ends before it begins. */
export function refuse(failure: TaskFailure): RoutedRun {
  const { stream, close } = createStream<never>();
  close();
  const end: RoutedEnd = { ok: false, failure, passed: [] };
  return { parts: stream, end: Promise.resolve(end), cancel() {} };
}

/** An end with the answer as words. The last engine's answer stands even where it is poor: it is not passed on then. */
export function toWordsEnd(
  end: RoutedEnd,
  isGood: (answer: string) => boolean,
  toWords: (answer: string) => string,
): RoutedEnd {
  if (!end.ok) return end;
  const answer = end.value.value;
  if (!isGood(answer)) return { ok: false, failure: POOR, passed: end.passed };
  return { ...end, value: { ...end.value, value: toWords(answer) } };
}
