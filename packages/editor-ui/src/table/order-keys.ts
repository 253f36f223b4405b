/**
 * Places in an order, as texts that sort by their letters: there is always another between two, so that moving or
 * inserting a row sets one attribute and touches no other row. Whoever makes keys adds their client id, so that two
 * people's rows at one place come one person's after the other's. Idea: "fractional indexing" (Figma, 2017).
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** The longest key that is made or believed. */
const MAX_LENGTH = 200;
const CLIENT_LENGTH = 6;

/** A key from anywhere; the empty text, which sorts first, for what is none. A last zero would leave no room before it. */
export function toOrderKey(value: unknown): string {
  return typeof value === 'string' && value.length <= MAX_LENGTH && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value)
    ? value
    : '';
}

function digit(text: string, index: number): number {
  return Math.max(0, DIGITS.indexOf(text.charAt(index)));
}

function encode(value: number, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i++) {
    text = DIGITS.charAt(rest % BASE) + text;
    rest = Math.floor(rest / BASE);
  }
  return text;
}

/**
 * A beginning that sorts between two keys whatever is written behind it. `low` may be empty, `high` absent.
 * Near an end the step is one digit, so that a thousand rows added one after another have short keys.
 */
function between(low: string, high: string | undefined): string {
  let out = '';
  let isBelow = high !== undefined;
  for (let i = 0; i <= MAX_LENGTH; i++) {
    const isLowDone = i >= low.length;
    const l = digit(low, i);
    const h = isBelow && high !== undefined ? digit(high, i) : BASE;
    if (isBelow && l === h) {
      out += DIGITS.charAt(l);
      continue;
    }
    if (h - l > 1) {
      let step = l + 1;
      if (isLowDone) step = isBelow ? h - 1 : high === undefined ? (i === 0 ? BASE >> 1 : 1) : BASE - 1;
      else if (isBelow) step = l + ((h - l) >> 1);
      return out + DIGITS.charAt(step);
    }
    out += DIGITS.charAt(l);
    isBelow = false;
  }
  return out;
}

/** The part of a key up to and with this client's own mark; undefined for a key of somebody else's. */
function ownPart(key: string | undefined, mark: string): string | undefined {
  const at = key?.lastIndexOf(mark) ?? -1;
  return key === undefined || at < 0 || at + mark.length >= key.length ? undefined : key.slice(0, at + mark.length);
}

/**
 * A key between two. At the end of a part of one's own it goes on in it, so that nobody's rows come between those that
 * one person adds one after another; inside such a part it begins another.
 */
function nextKey(low: string, high: string | undefined, mark: string): string {
  const [lowPart, highPart] = [ownPart(low, mark), ownPart(high, mark)];
  const isAtEnd = lowPart !== undefined && high?.startsWith(lowPart) !== true;
  const isAtStart = highPart !== undefined && !low.startsWith(highPart);
  const part = isAtEnd ? lowPart : isAtStart ? highPart : undefined;
  if (part === undefined) return `${between(low, high)}${mark}V`;
  const from = low.startsWith(part) ? low.slice(part.length) : '';
  const to = high?.startsWith(part) ? high.slice(part.length) : undefined;
  return part + between(from, to);
}

/**
 * Keys for a list in its new order. Those that still stand in order keep theirs; the rest, and what is new (undefined),
 * get one between their neighbours.
 * @returns the new key of each place that needs one.
 */
export function assignKeys(current: readonly (string | undefined)[], client: number): ReadonlyMap<number, string> {
  const mark = encode(client, CLIENT_LENGTH);
  const kept = longestRun(current);
  const keys = new Map<number, string>();
  let low = '';
  let end = 0;
  for (let i = 0; i < current.length; i++) {
    if (kept.has(i)) {
      low = current[i] as string;
      continue;
    }
    for (end = Math.max(end, i); end < current.length && !kept.has(end); ) end++;
    low = nextKey(low, current[end], mark);
    keys.set(i, low);
  }
  if ([...keys.values()].every((key) => key.length <= MAX_LENGTH)) return keys;
  // No room left between two: everything is numbered anew.
  return assignKeys(
    current.map(() => undefined),
    client,
  );
}

/** The places of the longest run of keys that increase. */
function longestRun(keys: readonly (string | undefined)[]): Set<number> {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  keys.forEach((key, index) => {
    if (key === undefined || key === '') return;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((keys[tails[middle] as number] as string) < key) low = middle + 1;
      else high = middle;
    }
    previous[index] = tails[low - 1];
    tails[low] = index;
  });
  const run = new Set<number>();
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) run.add(at);
  return run;
}
