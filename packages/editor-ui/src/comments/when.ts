/** When something was said, in words. A writer's clock may be wrong, or say what its owner likes: nothing is ordered by it. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
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
export function atToWhen(at: number, now: number, locale?: string): When {
  if (at < EARLIEST) return { words: 'some time ago', detail: 'Their device gave no time that makes sense.' };
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  if (at > now + AHEAD)
    return { words: 'clock ahead', detail: `Their device’s clock said ${full}, which is yet to come.` };
  const detail = `${full}, by their device’s clock`;
  const past = now - at;
  if (past < MINUTE) return { words: 'just now', detail };
  if (past < HOUR) return { words: `${Math.floor(past / MINUTE)} min ago`, detail };
  if (past < DAY) return { words: `${Math.floor(past / HOUR)} h ago`, detail };
  if (past < 7 * DAY) return { words: new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(at), detail };
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const style: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  const words = new Intl.DateTimeFormat(locale, isThisYear ? style : { ...style, year: 'numeric' }).format(at);
  return { words, detail };
}
