import type { PeerPorts } from '../ports/channel.ts';

/** Holds the state of a pure step, takes events one after another, and wakes it when it is due. */
export interface Stepping<State, Event> {
  state(): State;
  push(event: Event): void;
  stop(): void;
}

export interface SteppingOptions<State, Event, Effect> {
  readonly ports: Pick<PeerPorts, 'now' | 'later'>;
  readonly initial: State;
  readonly step: (state: State, event: Event, now: number) => readonly [State, readonly Effect[]];
  /** When the state wants `tick`, in ms. */
  readonly due: (state: State) => number;
  readonly tick: Event;
  perform(effect: Effect): void;
  changed?(state: State): void;
}

/** An event from within an effect waits until the effects before it are performed. */
export function runStep<State, Event, Effect>(options: SteppingOptions<State, Event, Effect>): Stepping<State, Event> {
  const { ports, step, due, tick } = options;
  const events: Event[] = [];
  let state = options.initial;
  let stopTimer: (() => void) | undefined;
  let isRunning = false;
  let isStopped = false;

  function push(event: Event): void {
    if (isStopped) return;
    events.push(event);
    if (isRunning) return;
    isRunning = true;
    const before = state;
    for (let next = events.shift(); next !== undefined; next = events.shift()) {
      const [after, effects] = step(state, next, ports.now());
      state = after;
      for (const effect of effects) options.perform(effect);
    }
    isRunning = false;
    stopTimer?.();
    const at = due(state);
    stopTimer =
      Number.isFinite(at) && !isStopped ? ports.later(Math.max(0, at - ports.now()), () => push(tick)) : undefined;
    if (state !== before) options.changed?.(state);
  }

  return {
    state: () => state,
    push,
    stop() {
      isStopped = true;
      stopTimer?.();
    },
  };
}
