import { addDays, type Day, endOfMonth, nearest, toDay, weekdayOf } from './days.ts';

/** A day that a text names: where (UTF-16 offsets, with the small words before it), and which, read on a certain day. */
export interface FoundDate {
  readonly start: number;
  readonly end: number;
  readonly day: Day;
  /** “by”, “until”, “due”, “bis”: something is to be done by then. */
  readonly isDeadline: boolean;
  /** Named by day and month, so that it means the same whenever it is read. */
  readonly isCalendar: boolean;
}

type Language = 'en' | 'de';

/** The names of months and weekdays, long and short, as the platform knows them: folded name → number from 0, Monday first. */
function toNames(language: Language, part: 'month' | 'weekday'): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const style of ['long', 'short'] as const) {
    const format = new Intl.DateTimeFormat(language, { [part]: style, timeZone: 'UTC' });
    for (let at = 0; at < (part === 'month' ? 12 : 7); at++) {
      // The first of January 2024 was a Monday.
      const date = part === 'month' ? Date.UTC(2024, at, 1) : Date.UTC(2024, 0, 1 + at);
      names.set(fold(format.format(date)), at);
    }
  }
  // Also written so.
  if (language === 'en' && part === 'month') names.set('sept', 8);
  if (language === 'de' && part === 'month') names.set('jänner', 0);
  if (language === 'de' && part === 'weekday') names.set('sonnabend', 5);
  return names;
}

const fold = (name: string): string => name.toLowerCase().replace(/\.$/u, '');

interface Names {
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlyMap<string, number>;
  readonly calendar: readonly RegExp[];
  readonly weekday: RegExp;
}

const known = new Map<Language, Names>();

function namesOf(language: Language): Names {
  const there = known.get(language);
  if (there !== undefined) return there;
  const months = toNames(language, 'month');
  const weekdays = toNames(language, 'weekday');
  const month = `(?<month>${[...months.keys()].toSorted((a, b) => b.length - a.length).join('|')})\\b\\.?`;
  const year = String.raw`(?:,? (?<year>(?:19|20|21)\d\d))?(?!\d)`;
  const number = String.raw`(?<![\p{L}\p{N}.,:/-])(?<day>\d{1,2})`;
  // Two letters name a weekday only in German, and there they name too much else.
  const names = [...weekdays.keys()].filter(
    (name) => name.length > 3 || (language === 'en' && name !== 'sat' && name !== 'sun'),
  );
  const made: Names = {
    months,
    weekdays,
    calendar:
      language === 'en'
        ? [
            new RegExp(`${number}(?:st|nd|rd|th)?(?: of)? ${month}${year}`, 'giu'),
            new RegExp(
              String.raw`(?<![\p{L}\p{N}])${month} (?<day>\d{1,2})(?:st|nd|rd|th)?(?![\p{L}\d:-]|\.\d)${year}`,
              'giu',
            ),
          ]
        : [
            new RegExp(String.raw`${number}\. ?${month}${year}`, 'giu'),
            new RegExp(String.raw`${number}\. ?(?<number>\d{1,2})\.(?: ?(?<year>(?:19|20|21)\d\d)|(?!\d))`, 'gu'),
          ],
    weekday: new RegExp(
      String.raw`(?<![\p{L}\p{N}-])(?:(?<which>next|this|coming|nächste[nrs]?|diese[nrs]?|kommende[nrs]?) )?(?<name>${names.join('|')})(?![\p{L}\p{N}'’-])`,
      'giu',
    ),
  };
  known.set(language, made);
  return made;
}

const ISO = /(?<![\p{L}\p{N}-])(?<year>(?:19|20|21)\d\d)-(?<month>\d\d)-(?<day>\d\d)(?![\p{N}-])/gu;

const SMALL_NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  ein: 1,
  einem: 1,
  einer: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  fünf: 5,
  sechs: 6,
  zehn: 10,
};

/** Days that are told from today. */
const RELATIVE: readonly {
  readonly language: Language;
  readonly find: RegExp;
  readonly toDay: (today: Day, match: RegExpMatchArray) => Day | undefined;
}[] = [
  { language: 'en', find: /(?<![\p{L}\p{N}-])the day after tomorrow(?!\p{L})/giu, toDay: (today) => addDays(today, 2) },
  {
    language: 'en',
    find: /(?<![\p{L}\p{N}-])(?<!after )tomorrow(?![\p{L}'’-])/giu,
    toDay: (today) => addDays(today, 1),
  },
  { language: 'en', find: /(?<![\p{L}\p{N}-])(?:today|tonight)(?![\p{L}'’-])/giu, toDay: (today) => today },
  {
    language: 'en',
    find: /(?<![\p{L}\p{N}-])in (?<count>\d{1,2}|a|one|two|three|four|five|six|ten) (?<unit>day|week)s?(?!['’\p{L}])/giu,
    toDay: inSome,
  },
  {
    language: 'en',
    find: /(?<![\p{L}\p{N}-])(?:the )?end of (?<which>the|this|next) (?<unit>week|month)(?![\p{L}-])/giu,
    toDay: toEnd,
  },
  { language: 'de', find: /(?<![\p{L}\p{N}-])übermorgen(?![\p{L}-])/giu, toDay: (today) => addDays(today, 2) },
  {
    language: 'de',
    find: /(?<![\p{L}\p{N}-])(?<!am |guten |jeden |den |heute |gestern )(?:morgen|Morgen(?= früh))(?![\p{L}-])/gu,
    toDay: (today) => addDays(today, 1),
  },
  { language: 'de', find: /(?<![\p{L}\p{N}-])heute(?![\p{L}-])/giu, toDay: (today) => today },
  {
    language: 'de',
    find: /(?<![\p{L}\p{N}-])in (?<count>\d{1,2}|einem|einer|zwei|drei|vier|fünf|sechs|zehn) (?<unit>Tag|Woche)(?:e?n)?(?!\p{L})/giu,
    toDay: inSome,
  },
  {
    language: 'de',
    find: /(?<![\p{L}\p{N}-])Ende (?<which>der|dieser|nächster|der nächsten|des|dieses|nächsten|des nächsten) (?<unit>Woche|Monats)(?!\p{L})/giu,
    toDay: toEnd,
  },
];

function inSome(today: Day, { groups }: RegExpMatchArray): Day | undefined {
  const word = groups?.['count']?.toLowerCase() ?? '';
  const count = SMALL_NUMBERS[word] ?? Number(word);
  return addDays(today, /^w/iu.test(groups?.['unit'] ?? '') ? 7 * count : count);
}

/** A working week ends on its Friday, a month with its last day. */
function toEnd(today: Day, { groups }: RegExpMatchArray): Day {
  const isNext = /next|nächst/iu.test(groups?.['which'] ?? '');
  if (/^w/iu.test(groups?.['unit'] ?? '')) return addDays(today, 4 - weekdayOf(today) + (isNext ? 7 : 0));
  const end = endOfMonth(today);
  return isNext ? endOfMonth(addDays(end, 1)) : end;
}

function toWeekday(today: Day, name: number, which: string | undefined): Day {
  // “Next Friday” is the one of next week; “Friday” the one that comes next.
  if (which !== undefined && /^(?:next|nächst)/iu.test(which)) return addDays(today, 7 - weekdayOf(today) + name);
  return addDays(today, ((name - weekdayOf(today) + 6) % 7) + 1);
}

const BEFORE_DEADLINE =
  /(?:\b(?:by|until|till|before|due(?: on| by)?|no later than|deadline(?: is| for [\p{L} ]{1,40})?:?|bis(?: zum| spätestens| am)?|spätestens(?: am| bis)?|vor dem|fällig(?: am| bis)?|Frist:?|Abgabe(?: am)?:?)) (?:the |den |dem |on |am )?$/iu;
const BEFORE_DAY = /\b(?:on|am|the|den|dem) $/iu;
/** How far back the small words before a day are looked for. */
const REACH = 60;

/** The days that a text names, in order. `today` is the day on which it is read. */
export function findDates(text: string, language: Language, today: Day): readonly FoundDate[] {
  const { months, weekdays, calendar, weekday } = namesOf(language);
  const found: { start: number; end: number; day: Day | undefined; isCalendar: boolean }[] = [];
  const add = (match: RegExpMatchArray, day: Day | undefined, isCalendar: boolean): void => {
    const start = match.index ?? 0;
    found.push({ start, end: start + match[0].trimEnd().length, day, isCalendar });
  };
  for (const match of text.matchAll(ISO)) {
    const { year, month, day } = match.groups ?? {};
    add(match, toDay(Number(year), Number(month), Number(day)), true);
  }
  for (const find of calendar) {
    for (const match of text.matchAll(find)) {
      const { day = '', month, number, year } = match.groups ?? {};
      const of = number === undefined ? (months.get(fold(month ?? '')) ?? -1) + 1 : Number(number);
      add(match, year === undefined ? nearest(today, of, Number(day)) : toDay(Number(year), of, Number(day)), true);
    }
  }
  for (const { find, toDay: resolve } of RELATIVE.filter((one) => one.language === language)) {
    for (const match of text.matchAll(find)) add(match, resolve(today, match), false);
  }
  for (const match of text.matchAll(weekday)) {
    const { name = '', which } = match.groups ?? {};
    const number = weekdays.get(fold(name));
    // Written small it is a part of something else.
    if (number !== undefined && name.slice(0, 1) === name.slice(0, 1).toUpperCase())
      add(match, toWeekday(today, number, which), false);
  }
  const dates: FoundDate[] = [];
  for (const { start, end, day, isCalendar } of found.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (day === undefined || start < (dates.at(-1)?.end ?? 0)) continue;
    const reach = Math.max(dates.at(-1)?.end ?? 0, start - REACH);
    const before = text.slice(reach, start);
    const words = BEFORE_DEADLINE.exec(before) ?? BEFORE_DAY.exec(before);
    dates.push({
      start: start - (words?.[0].length ?? 0),
      end,
      day,
      isDeadline: BEFORE_DEADLINE.test(before),
      isCalendar,
    });
  }
  return dates;
}
