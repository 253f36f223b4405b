/** When something was said, in words. A writer's clock may be wrong, or say what its owner likes: nothing is ordered by it. */
import { date } from '../words/format.ts';
import { agoToWords, timeWords } from '../words/times.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A clock this far ahead of this device's is taken for now. */
const AHEAD = 5 * MINUTE;
/** The year that Weft began, in Unix ms: a time before it is no time of a comment. */
const EARLIEST = Date.UTC(2024, 0, 1);

/** Words for a moment. */
export interface When {
  readonly words: string;
  /** The whole of it, for a tooltip. */
  readonly detail: string;
}

/**
 * @param at - Unix ms as the writer's device said
 * @param now - Unix ms by this device
 */
export function atToWhen(at: number, now: number): When {
  const words = timeWords();
  if (at < EARLIEST) return { words: words.someTimeAgo, detail: words.noTime };
  const full = date(at, { dateStyle: 'medium', timeStyle: 'short' });
  if (at > now + AHEAD) return { words: words.clockAhead, detail: words.yetToCome(full) };
  const detail = words.byTheirClock(full);
  // The day's name says more than how many they were.
  const isThisWeek = now - at >= DAY && now - at < 7 * DAY;
  return { words: isThisWeek ? date(at, { weekday: 'long' }) : agoToWords(at, now, 'short'), detail };
}
