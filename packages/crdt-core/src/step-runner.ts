import type { Cancel, Ports } from './ports/index.ts';
import { createSteadyClock } from './steady-clock.ts';

/** Runs a pure step: holds its state, takes events one after another, and owns its timer. */
export interface StepRunner<State, Event> {
  state(): State;
  /** Steps, and performs what comes of it. An event from within an effect waits until the effects before it are performed. */
  push(event: Event): void;
  /** Pushes `event` at that time (ms of the clock), instead of what was to wake it before. */
  wake(at: number, event: Event): void;
  /** Nothing wakes it until `wake` is called again. */
  rest(): void;
  isStopped(): boolean;
  /** Nothing is stepped any more. */
  stop(): void;
}

export interface StepRunnerOptions<State, Event, Effect> {
  readonly ports: Pick<Ports, 'clock' | 'timers'>;
  readonly initial: State;
  readonly step: (state: State, event: Event, now: number) => readonly [State, readonly Effect[]];
  perform(effect: Effect): void;
  /** All that happened is performed, and the state is not what it was before. */
  changed?(state: State): void;
}

export function createStepRunner<State, Event, Effect>(
  options: StepRunnerOptions<State, Event, Effect>,
): StepRunner<State, Event> {
  const { timers } = options.ports;
  const clock = createSteadyClock(options.ports.clock);
  const events: Event[] = [];
  let state = options.initial;
  let cancelWake: Cancel | undefined;
  let isRunning = false;
  let isStopped = false;

  function push(event: Event): void {
    if (isStopped) return;
    events.push(event);
    if (isRunning) return;
    isRunning = true;
    const before = state;
    try {
      for (let next = events.shift(); next !== undefined; next = events.shift()) {
        const [after, effects] = options.step(state, next, clock.now());
        state = after;
        for (const effect of effects) options.perform(effect);
      }
    } finally {
      isRunning = false;
    }
    if (state !== before) options.changed?.(state);
  }

  return {
    state: () => state,
    push,
    wake(at, event) {
      cancelWake?.();
      cancelWake = timers.set(Math.max(0, at - clock.now()), () => push(event));
    },
    rest: () => cancelWake?.(),
    isStopped: () => isStopped,
    stop() {
      isStopped = true;
      cancelWake?.();
    },
  };
}
