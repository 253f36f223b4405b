/** Numbers and times as a person reads them. */
import type { Role } from '@weft/crypto';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago `then` was, both in Unix milliseconds. */
export function timeToWords(then: number, now: number, locale?: string): string {
  const past = now - then;
  if (past < MINUTE) return 'just now';
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (past < HOUR) return words.format(-Math.floor(past / MINUTE), 'minute');
  if (past < DAY) return words.format(-Math.floor(past / HOUR), 'hour');
  if (past < 7 * DAY) return words.format(-Math.floor(past / DAY), 'day');
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  const year = sameYear ? {} : ({ year: 'numeric' } as const);
  return new Date(then).toLocaleDateString(locale, { day: 'numeric', month: 'long', ...year });
}

/** A size in bytes, to two digits. */
export function bytesToWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  const digits = value < 10 && at > 0 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[at]}`;
}

/** What a role lets one do. */
export function roleToWords(role: Role): string {
  if (role === 'viewer') return 'Read only';
  if (role === 'commenter') return 'Can comment';
  return 'Can edit';
}
