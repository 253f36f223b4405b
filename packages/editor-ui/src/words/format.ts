/** Numbers, lists and times as the page's language writes them. */
import { currentLanguage } from './words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a sentence says of a number: `#` stands for the number itself. Forms that the language lacks are not given. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** The first of a person's languages that is a kind of `language`: numbers and dates are written as in its region. */
export function withRegion(language: string, wanted: readonly string[]): string {
  return wanted.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

/** The language of the page, as it is written where the person is. */
export function currentTag(): string {
  // Nowhere but in a browser is there a person to ask.
  const wanted = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  return withRegion(currentLanguage().tag, wanted);
}

const made = new Map<string, unknown>();

/** Intl's objects are slow to make: each is made once. */
function once<Made>(kind: string, make: (tag: string) => Made): Made {
  const tag = currentTag();
  const key = `${tag} ${kind}`;
  const known = made.get(key) as Made | undefined;
  if (known !== undefined) return known;
  const next = make(tag);
  made.set(key, next);
  return next;
}

/** A number, with at most `digits` places after the point. */
export function number(value: number, digits: number = 0): string {
  return once(`number ${digits}`, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: digits })).format(value);
}

/** `share`: 0 to 1; told in whole per cent. */
export function percent(share: number): string {
  return once('percent', (tag) => new Intl.NumberFormat(tag, { style: 'percent' })).format(share);
}

/** The form of `forms` that goes with `count`. */
export function plural(count: number, forms: Forms): string {
  const form = forms[once('plural', (tag) => new Intl.PluralRules(tag)).select(count)] ?? forms.other;
  return form.replaceAll('#', number(count));
}

/** `a, b and c`. */
export function list(items: readonly string[]): string {
  return once('list', (tag) => new Intl.ListFormat(tag)).format(items);
}

/** Orders names as the page's language does, `2` before `10`. */
export function compareNames(a: string, b: string): number {
  return once('order', (tag) => new Intl.Collator(tag, { numeric: true })).compare(a, b);
}

/** A moment in Unix ms. */
export function date(at: number, style: Intl.DateTimeFormatOptions): string {
  return once(`date ${JSON.stringify(style)}`, (tag) => new Intl.DateTimeFormat(tag, style)).format(at);
}

/** How many midnights lie between two moments in Unix ms: 1 from any time of a day to any of the next. */
export function daysBetween(from: number, to: number): number {
  // A day on which clocks are changed is an hour longer or shorter.
  return Math.round((new Date(to).setHours(0, 0, 0, 0) - new Date(from).setHours(0, 0, 0, 0)) / DAY);
}

/** How long ago `then` was: `3 hours ago`, then `yesterday`, after a week the date. Both in Unix ms, a minute apart or more. */
export function ago(then: number, now: number, style: 'long' | 'short' = 'long'): string {
  const words = once(`ago ${style}`, (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style }));
  const past = now - then;
  if (past < HOUR) return words.format(-Math.floor(past / MINUTE), 'minute');
  if (past < DAY) return words.format(-Math.floor(past / HOUR), 'hour');
  if (past < 7 * DAY) return words.format(-daysBetween(then, now), 'day');
  const isThisYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return date(then, { day: 'numeric', month: style, ...(isThisYear ? {} : { year: 'numeric' }) });
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in bytes, to two digits; 1,000 of one unit are one of the next. */
export function bytesToWords(bytes: number): string {
  let value = bytes;
  let at = 0;
  // What is shown as 1,000 is one of the next.
  while (value >= 999.5 && at < UNITS.length - 1) {
    value /= 1000;
    at++;
  }
  const unit = UNITS[at] ?? 'byte';
  const digits = value < 9.95 && at > 0 ? 1 : 0;
  return once(
    `size ${unit} ${digits}`,
    (tag) =>
      new Intl.NumberFormat(tag, {
        style: 'unit',
        unit,
        unitDisplay: at === 0 ? 'long' : 'short',
        maximumFractionDigits: digits,
      }),
  ).format(value);
}

/** What the page's language calls another one; its tag where it has no name for it. */
export function languageName(language: string): string {
  return once('languages', (tag) => new Intl.DisplayNames(tag, { type: 'language' })).of(language) ?? language;
}

/** A time that runs, `1:07`. In ms. */
export function minutesAndSeconds(time: number): string {
  const seconds = Math.max(0, Math.floor(time / 1000));
  return `${number(Math.floor(seconds / 60))}:${once('seconds', (tag) => new Intl.NumberFormat(tag, { minimumIntegerDigits: 2 })).format(seconds % 60)}`;
}
