/** Tasks of a page's main thread as Chromium traces them, and whether certain scripts run in them or set them going. */
import type { Browser, Page } from '@playwright/test';

/** A task that takes longer is in the way of a frame; in ms of processor time. */
export const LONG = 8;

/** Tasks of the main thread, in ms of processor time. */
export interface Tasks {
  /** What each letter's task took, frame not included. */
  readonly letters: readonly number[];
  /** Those that belong to the scripts that were asked about, letters' tasks left out. */
  readonly theirs: readonly number[];
  /** Of the tasks that were too long: those that carried a letter, and all others. */
  readonly longTyping: readonly number[];
  readonly longOther: readonly number[];
  /** What those that were too long did, and whose they were. */
  readonly names: readonly string[];
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: beginning, length, and how much of it the thread had a processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: EventData };
}

interface Frame {
  readonly functionName?: string;
  readonly url?: string;
}

interface EventData extends Frame {
  readonly type?: string;
  /** Of a timer or an asked-for frame: its number, and where it was asked for. */
  readonly timerId?: number;
  readonly id?: number;
  readonly stackTrace?: readonly Frame[];
}

const CATEGORIES = ['disabled-by-default-devtools.timeline', 'devtools.timeline', '__metadata'];
/** Where timers and frames are asked for. It costs each letter half a millisecond. */
const STACKS = 'disabled-by-default-devtools.timeline.stack';

/**
 * @param isTheirs whether a script is one of those that are asked about, which is asked when `act` is done. Without it nothing is
 * slowed down by finding out.
 */
export async function tasksDuring(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
  isTheirs?: (url: string) => boolean,
): Promise<Tasks> {
  await browser.startTracing(page, { categories: isTheirs === undefined ? CATEGORIES : [...CATEGORIES, STACKS] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const onMain = traceEvents
    .filter(({ pid, tid }) => mains.some((main) => main.pid === pid && main.tid === tid))
    .toSorted((a, b) => a.ts - b.ts);
  const tasks = onMain.filter(({ name }) => name === 'RunTask').map((task) => toTask(task, onMain));
  const letters = tasks.filter(({ isLetter }) => isLetter);
  if (letters.length === 0) throw new Error('nothing was traced');
  const isOfTheirs = ({ frames }: Task): boolean => frames.some(({ url = '' }) => isTheirs?.(url) === true);
  const long = tasks.filter(({ time }) => time > LONG);
  const toTimes = (list: readonly Task[]): readonly number[] => list.map(({ time }) => time);
  return {
    letters: toTimes(letters),
    theirs: toTimes(tasks.filter((task) => !task.isLetter && isOfTheirs(task))),
    longTyping: toTimes(long.filter(({ isLetter }) => isLetter)),
    longOther: toTimes(long.filter(({ isLetter }) => !isLetter)),
    names: long.map((task) => {
      const whose = isTheirs === undefined ? '' : isOfTheirs(task) ? ', of suggestions' : ', not of suggestions';
      return `${task.time.toFixed(1)} ms${task.isLetter ? ', a letter' : ''}${whose}: ${describe(task)}`;
    }),
  };
}

interface Task {
  /** Milliseconds of processor time. */
  readonly time: number;
  readonly isLetter: boolean;
  /** The functions that the browser called in it, scripts it read, and the functions that had asked for its timers and frames. */
  readonly frames: readonly Frame[];
}

const ASKED: Readonly<Record<string, string>> = {
  TimerFire: 'TimerInstall',
  FireAnimationFrame: 'RequestAnimationFrame',
};

function toTask(task: TraceEvent, all: readonly TraceEvent[]): Task {
  const { ts, dur = 0, tdur = 0, pid } = task;
  const inner: TraceEvent[] = [];
  for (let at = lowerBound(all, ts); at < all.length && (all[at]?.ts ?? 0) <= ts + dur; at++) {
    const event = all[at];
    if (event?.pid === pid && event !== task) inner.push(event);
  }
  const frames = inner.flatMap(({ name, args }) => {
    const asked = ASKED[name];
    if (asked !== undefined) return toAsking(asked, args?.data, pid, ts, all);
    return args?.data?.url === undefined ? [] : [args.data];
  });
  const isLetter = inner.some(({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'keypress');
  return { time: tdur / 1000, isLetter, frames };
}

/** Where a timer or a frame was asked for, the last time before it came. */
function toAsking(
  name: string,
  data: EventData | undefined,
  pid: number,
  before: number,
  all: readonly TraceEvent[],
): readonly Frame[] {
  for (let at = lowerBound(all, before) - 1; at >= 0; at--) {
    const event = all[at];
    if (event?.name !== name || event.pid !== pid) continue;
    const { timerId, id, stackTrace = [] } = event.args?.data ?? {};
    if (timerId === data?.timerId && id === data?.id) return stackTrace;
  }
  return [];
}

function lowerBound(events: readonly TraceEvent[], ts: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.ts ?? 0) < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

function describe({ frames }: Task): string {
  const names = frames.map(({ functionName = '', url = '' }) => `${functionName} ${url.split('/').at(-1)}`.trim());
  return [...new Set(names)].join(', ');
}
