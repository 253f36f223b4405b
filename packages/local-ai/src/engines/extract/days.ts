/** A day of the calendar, as ISO 8601 writes it: `2026-05-03`. No time, no zone. */
export type Day = string;

const MS = 86_400_000;

/** Undefined where there is no such day. `month` from 1. */
export function toDay(year: number, month: number, day: number): Day | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900 && year <= 2200;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * MS).toISOString().slice(0, 10);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS);
}

/** 0 is Monday. */
export function weekdayOf(day: Day): number {
  return (new Date(Date.parse(day)).getUTCDay() + 6) % 7;
}

/** The last day of the month that `day` is in. */
export function endOfMonth(day: Day): Day {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** A day without its year may be so long ago; longer ago, and the coming one is meant. In days. */
const LATE = 90;

/** The year that a day and a month without one most likely have, read on `today`. */
export function nearest(today: Day, month: number, day: number): Day | undefined {
  const year = Number(today.slice(0, 4));
  return [year - 1, year, year + 1]
    .map((one) => toDay(one, month, day))
    .find((one) => one !== undefined && daysBetween(one, today) <= LATE);
}
