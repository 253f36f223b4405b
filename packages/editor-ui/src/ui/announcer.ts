/**
 * A polite live region that speaks at most once per interval and then only the newest of each topic, so that a screen
 * reader hears what is so and not how it came about.
 */
import { createCleanup, type Part } from './part.ts';

/** Milliseconds between two announcements. */
export const ANNOUNCE_EVERY = 5000;

/** What is waiting to be said, and since when silence has been kept. Times in ms. */
export interface AnnouncerState {
  readonly waiting: ReadonlyMap<string, string>;
  readonly last: ReadonlyMap<string, string>;
  readonly quietUntil: number;
}

/** What happened: something to say on a topic, or time passed. */
export type AnnouncerEvent =
  | { readonly type: 'say'; readonly topic: string; readonly words: string }
  | { readonly type: 'due' };

/** What to do: speak now, or come back with `due` after `ms`. */
export type AnnouncerEffect =
  | { readonly type: 'speak'; readonly words: string }
  | { readonly type: 'wake'; readonly ms: number };

/** Nothing said yet. */
export const quietAnnouncer: AnnouncerState = { waiting: new Map(), last: new Map(), quietUntil: 0 };

/**
 * Decides what the live region says.
 * @param now milliseconds on any steady clock
 */
export function announcerStep(
  state: AnnouncerState,
  event: AnnouncerEvent,
  now: number,
): readonly [AnnouncerState, readonly AnnouncerEffect[]] {
  const waiting = new Map(state.waiting);
  if (event.type === 'say') {
    // What has been said already need not be said again.
    if (state.last.get(event.topic) === event.words) waiting.delete(event.topic);
    else waiting.set(event.topic, event.words);
  }
  if (waiting.size === 0) return [{ ...state, waiting }, []];
  if (now < state.quietUntil) {
    // A timer may come a moment early; whoever waits is then woken again.
    const isUnwatched = event.type === 'due' || state.waiting.size === 0;
    const effects: AnnouncerEffect[] = isUnwatched ? [{ type: 'wake', ms: state.quietUntil - now }] : [];
    return [{ ...state, waiting }, effects];
  }
  const last = new Map([...state.last, ...waiting]);
  const words = [...waiting.values()].join('. ');
  return [{ waiting: new Map(), last, quietUntil: now + ANNOUNCE_EVERY }, [{ type: 'speak', words }]];
}

/** A live region. */
export interface Announcer extends Part {
  /** Says `words` politely, now or within the interval; a newer text on the same topic takes its place. */
  say(topic: string, words: string): void;
}

/** Creates the live region; append its element once to the page. */
export function createAnnouncer(): Announcer {
  const element = document.createElement('div');
  element.className = 'weft-hidden';
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  const cleanup = createCleanup();
  let state = quietAnnouncer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  cleanup.add(() => clearTimeout(timer));
  cleanup.add(() => element.remove());
  const dispatch = (event: AnnouncerEvent): void => {
    const [next, effects] = announcerStep(state, event, performance.now());
    state = next;
    for (const effect of effects) {
      if (effect.type === 'speak') element.textContent = effect.words;
      else timer = setTimeout(() => dispatch({ type: 'due' }), effect.ms);
    }
  };
  return { element, say: (topic, words) => dispatch({ type: 'say', topic, words }), destroy: () => cleanup.run() };
}
