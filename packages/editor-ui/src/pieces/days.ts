import { toDay } from '../schema/inline.ts';
import { currentTag, date } from '../words/format.ts';

/** A day as it is stored, of a device's clock and calendar. */
export function dateToDay(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Noon of a day: far from the hours at which clocks are put on and back. */
export function dayToDate(day: string): Date {
  const [year = 0, month = 1, ofMonth = 1] = day.split('-').map(Number);
  const noon = new Date(2000, 0, 1, 12);
  noon.setFullYear(year, month - 1, ofMonth);
  return noon;
}

export function addDays(day: string, days: number): string {
  const moved = dayToDate(day);
  moved.setDate(moved.getDate() + days);
  return toDay(dateToDay(moved)) ?? day;
}

/** The same day of another month, or that month's last. */
export function addMonths(day: string, months: number): string {
  const moved = dayToDate(day);
  const wanted = moved.getDate();
  moved.setDate(1);
  moved.setMonth(moved.getMonth() + months);
  const last = new Date(moved.getFullYear(), moved.getMonth() + 1, 0).getDate();
  moved.setDate(Math.min(wanted, last));
  return toDay(dateToDay(moved)) ?? day;
}

/** A day as a person reads it: `21 November 2026`. */
export function dayToWords(day: string): string {
  return date(dayToDate(day).getTime(), { day: 'numeric', month: 'long', year: 'numeric' });
}

/** With its weekday, for whoever hears it or asks for more. */
export function dayToLongWords(day: string): string {
  return date(dayToDate(day).getTime(), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** The month a day is in: `November 2026`. */
export function dayToMonth(day: string): string {
  return date(dayToDate(day).getTime(), { month: 'long', year: 'numeric' });
}

/** Its day of the week, by name or by letter. */
export function dayToWeekday(day: string, weekday: 'long' | 'narrow'): string {
  return date(dayToDate(day).getTime(), { weekday });
}

/** A day that can be asked for by a word. */
export interface NamedDay {
  readonly day: string;
  readonly name: string;
}

/** Today, tomorrow, yesterday and the next seven weekdays, by their names in a language. */
export function namedDays(today: string, tag: string): readonly NamedDay[] {
  const words = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const near = [0, 1, -1].map((days) => ({ day: addDays(today, days), name: words.format(days, 'day') }));
  const week = Array.from({ length: 7 }, (_, at) => addDays(today, at + 1)).map((day) => ({
    day,
    name: new Intl.DateTimeFormat(tag, { weekday: 'long' }).format(dayToDate(day)),
  }));
  return [...near, ...week];
}

/** The days that what was typed may mean, in English or in the reader's language, or as it is stored; the best first. */
export function matchDays(query: string, today: string, tag: string = currentTag()): readonly NamedDay[] {
  const wanted = query.trim().toLocaleLowerCase();
  const exact = toDay(wanted);
  if (exact !== undefined) return [{ day: exact, name: exact }];
  const own = namedDays(today, tag);
  if (wanted === '') return own.slice(0, 3);
  const english = namedDays(today, 'en');
  const found = own.filter(
    ({ name }, at) => name.toLocaleLowerCase().startsWith(wanted) || english[at]?.name.toLowerCase().startsWith(wanted),
  );
  return found.filter(({ day }, at) => found.findIndex((each) => each.day === day) === at).slice(0, 4);
}

/** 1 (Monday) … 7: the day a week begins with, where people of a language live. */
export function firstWeekday(): number {
  try {
    const info = new Intl.Locale(currentTag()) as Intl.Locale & {
      getWeekInfo?: () => { firstDay: number };
      weekInfo?: { firstDay: number };
    };
    return info.getWeekInfo?.().firstDay ?? info.weekInfo?.firstDay ?? 1;
  } catch {
    return 1;
  }
}

/** The six weeks around a day's month, from the first weekday on. */
export function monthGrid(day: string): readonly (readonly string[])[] {
  const first = `${day.slice(0, 8)}01`;
  const weekday = (dayToDate(first).getDay() + 7 - (firstWeekday() % 7)) % 7;
  const start = addDays(first, -weekday);
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, at) => addDays(start, week * 7 + at)));
}
