import type { EngineProfile } from '../ports/engine.ts';
import type { Place, TaskName } from '../ports/task.ts';

/** What is true of the device and the document now. */
export interface Conditions {
  /** Where the document allows its text to go. `device` is always allowed. */
  readonly places: readonly Place[];
  readonly isSaving: boolean;
  /** Bytes that may be used. */
  readonly memory: number;
  /** Engines that failed in this session. */
  readonly failed: readonly string[];
}

/** Which engine, and why, in words for the person; or why none. */
export type Route =
  | { readonly engine: EngineProfile; readonly reason: string }
  | { readonly engine: undefined; readonly reason: string };

/**
 * Picks the engine for a task: the best of those that are allowed, fit, and answer in time. Pure.
 *
 * @param deadline milliseconds within which an answer is of use.
 */
export function chooseEngine(
  engines: readonly EngineProfile[],
  task: TaskName,
  deadline: number,
  conditions: Conditions,
): Route {
  const able = engines.filter((engine) => engine.tasks.includes(task));
  let last = `Nothing on this device can ${task} yet.`;
  let left = able;
  for (const { isFit, sentence } of toSieves(deadline, conditions)) {
    const fit = left.filter(isFit);
    if (fit.length === 0) return { engine: undefined, reason: left.length === 0 ? last : sentence };
    last = sentence;
    left = fit;
  }
  const [best] = left.toSorted((a, b) => b.quality - a.quality || a.latency - b.latency);
  if (best === undefined) return { engine: undefined, reason: last };
  return { engine: best, reason: toReason(best, able, conditions) };
}

/**
 * Where to go on when an engine failed, or was less sure than `threshold`: the next best that was not asked yet, and
 * undefined where there is none, or the answer is sure enough.
 */
export function chooseNext(
  engines: readonly EngineProfile[],
  task: TaskName,
  deadline: number,
  conditions: Conditions,
  asked: readonly string[],
  answer: { readonly confidence: number; readonly threshold: number } | undefined,
): Route | undefined {
  if (answer !== undefined && answer.confidence >= answer.threshold) return undefined;
  const left = engines.filter(({ name }) => !asked.includes(name));
  const route = chooseEngine(left, task, deadline, conditions);
  return route.engine === undefined ? undefined : route;
}

interface Sieve {
  readonly isFit: (engine: EngineProfile) => boolean;
  readonly sentence: string;
}

function toSieves(deadline: number, conditions: Conditions): readonly Sieve[] {
  return [
    {
      isFit: ({ place }) => place === 'device' || conditions.places.includes(place),
      sentence: 'This document may not leave the device, and nothing on the device can do this.',
    },
    {
      isFit: ({ name }) => !conditions.failed.includes(name),
      sentence: 'What could do this has failed. Reload to try again.',
    },
    {
      isFit: ({ memory }) => memory <= conditions.memory,
      sentence: 'There is not enough memory for this now. Close other tabs and try again.',
    },
    {
      isFit: ({ isHeavy }) => !(isHeavy && conditions.isSaving),
      sentence: 'The device is saving energy, and this would take much of it.',
    },
    { isFit: ({ latency }) => latency <= deadline, sentence: 'No answer would come in time.' },
  ];
}

function toReason(best: EngineProfile, able: readonly EngineProfile[], conditions: Conditions): string {
  const where = { device: 'on this device', peer: 'on a device in the room', endpoint: 'at the address you named' };
  const better = able.find(({ quality }) => quality > best.quality);
  if (better === undefined) return `${best.name} answers best, ${where[best.place]}.`;
  if (conditions.failed.includes(better.name))
    return `${best.name} answers ${where[best.place]}: ${better.name} failed.`;
  if (better.isHeavy && conditions.isSaving) return `${best.name} answers ${where[best.place]}, to save energy.`;
  if (better.place !== 'device' && !conditions.places.includes(better.place))
    return `${best.name} answers ${where[best.place]}: the text does not leave it.`;
  return `${best.name} answers ${where[best.place]}, in time.`;
}
