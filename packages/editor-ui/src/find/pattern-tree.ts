/** A pattern's text as a tree: the part of JavaScript's regular expressions that people search with. */
export type PatternNode =
  | { readonly type: 'letter'; readonly test: (letter: string) => boolean }
  | { readonly type: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly ways: readonly PatternNode[] }
  | { readonly type: 'group'; readonly index: number; readonly inside: PatternNode }
  | {
      readonly type: 'repeat';
      readonly inside: PatternNode;
      readonly least: number;
      readonly most: number;
      readonly isLazy: boolean;
    }
  | { readonly type: 'edge'; readonly at: 'start' | 'end' | 'word' | 'inside' }
  | { readonly type: 'ahead'; readonly inside: PatternNode; readonly isNot: boolean }
  | { readonly type: 'again'; readonly group: number };

export interface PatternTree {
  readonly root: PatternNode;
  /** How many groups capture, the whole not counted. */
  readonly groups: number;
}

/** A letter is tested by the browser's own expression of that one letter: it cannot take long, and says what people know. */
function letterTest(source: string, flags: string): (letter: string) => boolean {
  const one = new RegExp(`^(?:${source})$`, flags);
  return (letter) => one.test(letter);
}

/**
 * Reads a pattern.
 * @returns undefined for one that is none, or that uses what is not read here (looking behind, flags within)
 */
export function readPattern(source: string, isCaseless: boolean): PatternTree | undefined {
  const flags = isCaseless ? 'iu' : 'u';
  try {
    // The browser says whether it is one at all.
    void new RegExp(source, flags);
  } catch {
    return undefined;
  }
  const letters = Array.from(source);
  const names = [...source.matchAll(/(?<!\\)\(\?<([^=!>]+)>/g)].map(([, name]) => name);
  let at = 0;
  let groups = 0;
  const rest = (): string => letters.slice(at).join('');
  const take = (text: string): boolean => {
    const found = Array.from(text).every((letter, index) => letters[at + index] === letter);
    if (found) at += Array.from(text).length;
    return found;
  };

  function choice(): PatternNode | undefined {
    const ways: PatternNode[] = [];
    do {
      const way = sequence();
      if (!way) return undefined;
      ways.push(way);
    } while (take('|'));
    return ways.length === 1 ? ways[0] : { type: 'choice', ways };
  }

  function sequence(): PatternNode | undefined {
    const parts: PatternNode[] = [];
    while (at < letters.length && letters[at] !== '|' && letters[at] !== ')') {
      const atom = readAtom();
      const part = atom && repeated(atom);
      if (!part) return undefined;
      parts.push(part);
    }
    return { type: 'sequence', parts };
  }

  function repeated(inside: PatternNode): PatternNode {
    const [all, sign, least, comma, most] = /^(?:([*+?])|\{(\d+)(,(\d*))?\})/.exec(rest()) ?? [];
    if (all === undefined) return inside;
    at += all.length;
    const isLazy = take('?');
    if (sign !== undefined) {
      return { type: 'repeat', inside, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity, isLazy };
    }
    const from = Number(least);
    const to = comma === undefined ? from : most === '' ? Infinity : Number(most);
    return { type: 'repeat', inside, least: from, most: to, isLazy };
  }

  function readAtom(): PatternNode | undefined {
    const letter = letters[at] ?? '';
    if (letter === '(') return readGroup();
    if (letter === '[') return readClass();
    if (letter === '\\') return readEscape();
    at++;
    if (letter === '^') return { type: 'edge', at: 'start' };
    if (letter === '$') return { type: 'edge', at: 'end' };
    if (letter === '.') return { type: 'letter', test: (other) => other !== '\n' };
    return { type: 'letter', test: letterTest(letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'), flags) };
  }

  function readGroup(): PatternNode | undefined {
    at++;
    const isNot = rest().startsWith('?!');
    const isAhead = isNot || rest().startsWith('?=');
    if (isAhead) at += 2;
    let index: number | undefined;
    if (!isAhead && !take('?:')) {
      const named = /^\?<[^=!>]+>/.exec(rest());
      if (named) at += Array.from(named[0]).length;
      else if (letters[at] === '?') return undefined;
      index = ++groups;
    }
    const inside = choice();
    if (!inside || !take(')')) return undefined;
    if (isAhead) return { type: 'ahead', inside, isNot };
    return index === undefined ? inside : { type: 'group', index, inside };
  }

  function readClass(): PatternNode {
    const start = at++;
    while (letters[at] !== ']') at += letters[at] === '\\' ? 2 : 1;
    at++;
    return { type: 'letter', test: letterTest(letters.slice(start, at).join(''), flags) };
  }

  function readEscape(): PatternNode | undefined {
    const [escape = ''] =
      /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|x..|c.|k<[^>]*>|[1-9]\d*|.)/su.exec(
        rest(),
      ) ?? [];
    at += Array.from(escape).length;
    if (escape === '\\b') return { type: 'edge', at: 'word' };
    if (escape === '\\B') return { type: 'edge', at: 'inside' };
    const named = /^\\k<(.*)>$/.exec(escape);
    if (named) return { type: 'again', group: names.indexOf(named[1] ?? '') + 1 };
    if (/^\\[1-9]/.test(escape)) return { type: 'again', group: Number(escape.slice(1)) };
    return { type: 'letter', test: letterTest(escape, flags) };
  }

  const root = choice();
  // A name is only a number where nothing before it is captured by number alone.
  const isMixed = names.length > 0 && names.length !== groups;
  return root && at === letters.length && !(isMixed && source.includes('\\k<')) ? { root, groups } : undefined;
}
