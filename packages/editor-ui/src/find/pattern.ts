/**
 * Searching by a pattern, in bounded time. The browser's own engine can be sent away for hours by a pattern such as `(a+)+b`, and nothing stops it; this
 * one counts its steps and gives up. What it finds is what the browser would find, which a test compares.
 */
import { type PatternNode, readPattern } from './pattern-tree.ts';

/** A place in a text; `groups` are what the pattern's groups caught, undefined for those that took no part. */
export interface PatternMatch {
  readonly index: number;
  readonly length: number;
  readonly groups: readonly (string | undefined)[];
}

export interface Pattern {
  /**
   * The places in a text that are not empty, from left to right.
   * @param budget steps that may be taken; what was not needed is given back by the return value
   * @returns undefined where the budget did not suffice
   */
  find(text: string, budget: Budget): readonly PatternMatch[] | undefined;
}

/** Steps that are left; a search takes from it. */
export interface Budget {
  left: number;
}

class TooLong extends Error {}

type Captures = (readonly [number, number] | undefined)[];
type Next = (at: number, captures: Captures) => number | undefined;
type Match = (at: number, captures: Captures, next: Next) => number | undefined;

/** Undefined for a text that is no pattern, or one that is not understood here. */
export function createPattern(source: string, isCaseless: boolean): Pattern | undefined {
  const tree = readPattern(source, isCaseless);
  if (!tree) return undefined;
  return {
    find(text, budget) {
      try {
        return findAll(tree.root, tree.groups, text, isCaseless, budget);
      } catch (error) {
        // A pattern that goes deeper than the engine can is one that takes too long.
        if (error instanceof TooLong || error instanceof RangeError) return undefined;
        throw error;
      }
    },
  };
}

function findAll(root: PatternNode, groups: number, text: string, isCaseless: boolean, budget: Budget): PatternMatch[] {
  const letters = Array.from(text);
  const offsets: number[] = [0];
  for (const letter of letters) offsets.push((offsets.at(-1) ?? 0) + letter.length);
  const offset = (at: number): number => offsets[at] ?? text.length;
  const run = compile(root, letters, isCaseless, budget);
  const found: PatternMatch[] = [];
  for (let at = 0; at <= letters.length; ) {
    let caught: Captures = [];
    const end = run(at, [], (to, captures) => {
      caught = captures;
      return to;
    });
    if (end === undefined || end === at) {
      at++;
      continue;
    }
    found.push({
      index: offset(at),
      length: offset(end) - offset(at),
      groups: Array.from({ length: groups }, (_, group) => {
        const range = caught[group + 1];
        return range && text.slice(offset(range[0]), offset(range[1]));
      }),
    });
    at = end;
  }
  return found;
}

const WORD = /^[A-Za-z0-9_]$/;

function compile(root: PatternNode, letters: readonly string[], isCaseless: boolean, budget: Budget): Match {
  const step = (): void => {
    if (--budget.left < 0) throw new TooLong();
  };
  const isWord = (at: number): boolean => WORD.test(letters[at] ?? '');
  const isSame = (a: string | undefined, b: string | undefined): boolean =>
    a === b || (isCaseless && a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase());

  function toMatch(node: PatternNode): Match {
    switch (node.type) {
      case 'letter':
        return (at, captures, next) => {
          step();
          return at < letters.length && node.test(letters[at] ?? '') ? next(at + 1, captures) : undefined;
        };
      case 'sequence':
        return node.parts.map(toMatch).reduceRight<Match>(
          (after, part) => (at, captures, next) => part(at, captures, (to, now) => after(to, now, next)),
          (at, captures, next) => next(at, captures),
        );
      case 'choice': {
        const ways = node.ways.map(toMatch);
        return (at, captures, next) => {
          step();
          for (const way of ways) {
            const end = way(at, captures, next);
            if (end !== undefined) return end;
          }
          return undefined;
        };
      }
      case 'group': {
        const inside = toMatch(node.inside);
        return (at, captures, next) =>
          inside(at, captures, (to, now) => {
            const kept = [...now];
            kept[node.index] = [at, to];
            return next(to, kept);
          });
      }
      case 'edge':
        return (at, captures, next) => (isEdge(node.at, at) ? next(at, captures) : undefined);
      case 'ahead': {
        const inside = toMatch(node.inside);
        return (at, captures, next) => {
          step();
          let seen: Captures | undefined;
          inside(at, captures, (to, now) => {
            seen = now;
            return to;
          });
          if (node.isNot) return seen === undefined ? next(at, captures) : undefined;
          return seen && next(at, seen);
        };
      }
      case 'again':
        return (at, captures, next) => {
          const range = captures[node.group];
          if (!range) return next(at, captures);
          for (let index = range[0]; index < range[1]; index++) {
            step();
            if (!isSame(letters[index], letters[at + index - range[0]])) return undefined;
          }
          return next(at + range[1] - range[0], captures);
        };
      default:
        return node.inside.type === 'letter' ? repeatLetter(node, node.inside.test) : repeat(node);
    }
  }

  function isEdge(edge: 'start' | 'end' | 'word' | 'inside', at: number): boolean {
    if (edge === 'start') return at === 0 || letters[at - 1] === '\n';
    if (edge === 'end') return at === letters.length || letters[at] === '\n';
    const isBoundary = isWord(at - 1) !== isWord(at);
    return edge === 'word' ? isBoundary : !isBoundary;
  }

  /** A letter many times over is counted, and not called for each: `.*` goes as far as a block is long. */
  function repeatLetter(
    { least, most, isLazy }: Extract<PatternNode, { type: 'repeat' }>,
    test: (letter: string) => boolean,
  ): Match {
    return (at, captures, next) => {
      let count = 0;
      const takes = (): boolean => {
        step();
        return count < most && at + count < letters.length && test(letters[at + count] ?? '');
      };
      while (count < (isLazy ? least : most) && takes()) count++;
      if (count < least) return undefined;
      for (;;) {
        const end = next(at + count, captures);
        if (end !== undefined) return end;
        if (isLazy ? !takes() : count === least) return undefined;
        count += isLazy ? 1 : -1;
        step();
      }
    };
  }

  function repeat({ inside, least, most, isLazy }: Extract<PatternNode, { type: 'repeat' }>): Match {
    const once = toMatch(inside);
    const within = groupsIn(inside);
    const from =
      (count: number): Match =>
      (at, captures, next) => {
        step();
        const more = (): number | undefined => {
          if (count >= most) return undefined;
          // What a group caught in the round before is forgotten.
          const fresh =
            within.length === 0 ? captures : captures.map((each, group) => (within.includes(group) ? undefined : each));
          return once(at, fresh, (to, now) =>
            to === at && count >= least ? undefined : from(count + 1)(to, now, next),
          );
        };
        if (count < least) return more();
        return isLazy ? (next(at, captures) ?? more()) : (more() ?? next(at, captures));
      };
    return from(0);
  }

  return toMatch(root);
}

function groupsIn(node: PatternNode): readonly number[] {
  switch (node.type) {
    case 'group':
      return [node.index, ...groupsIn(node.inside)];
    case 'repeat':
    case 'ahead':
      return groupsIn(node.inside);
    case 'sequence':
      return node.parts.flatMap(groupsIn);
    case 'choice':
      return node.ways.flatMap(groupsIn);
    default:
      return [];
  }
}

/** What takes the place of a match: `$1` to `$99` are what a group caught, `$&` all of it, `$$` a dollar. */
export function fillReplacement(replacement: string, whole: string, groups: readonly (string | undefined)[]): string {
  return replacement.replace(/\$(\$|&|\d{1,2})/g, (all, sign: string) => {
    if (sign === '$') return '$';
    if (sign === '&') return whole;
    const two = Number(sign);
    if (two >= 1 && two <= groups.length) return groups[two - 1] ?? '';
    const one = Number(sign.charAt(0));
    return sign.length === 2 && one >= 1 && one <= groups.length ? `${groups[one - 1] ?? ''}${sign.charAt(1)}` : all;
  });
}
