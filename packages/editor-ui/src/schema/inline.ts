/** What formulas, days and people in the text carry besides their letters; checked on the way in and on the way out. */

/** Marks a formula's LaTeX in HTML, in the text and in what is copied. */
export const MATH_DATA = 'data-weft-math';
/** Names whom a `@name` means. */
export const PERSON_DATA = 'data-weft-person';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day of the calendar as ISO 8601 writes it; undefined for anything else (`2026-02-30`, a time). */
export function toDay(value: unknown): string | undefined {
  const [, year, month, day] = (typeof value === 'string' && DAY.exec(value)) || [];
  if (year === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // A year below 100 is taken for one of the twentieth century.
  return date.getUTCFullYear() === Number(year) && date.toISOString().slice(0, 10) === value
    ? (value as string)
    : undefined;
}

/** A device's id as the ledger names it: hex. Undefined for anything else. */
export function toDeviceId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{1,128}$/.test(value) ? value : undefined;
}
