import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSources } from './sources.ts';

/** File → the files it imports, of those given. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** The shortest ways that lead from a file back to itself, one for each file that has one. */
function findCircles(imports: Imports): readonly string[] {
  return [...imports.keys()].flatMap((start) => {
    const from = new Map<string, string>();
    const queue = [start];
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      for (const next of imports.get(file) ?? []) {
        if (next === start) return [toWay(file, start, from)];
        if (from.has(next)) continue;
        from.set(next, file);
        queue.push(next);
      }
    }
    return [];
  });
}

function toWay(last: string, start: string, from: ReadonlyMap<string, string>): string {
  const way = [last];
  for (let file = last; file !== start; file = from.get(file) ?? start) way.unshift(from.get(file) ?? start);
  return [...way, start].join(' → ');
}

/** Types count too: a file is read together with what it names. */
function readImports(patterns: readonly string[]): Imports {
  const sources = patterns.flatMap((pattern) => readSources(pattern));
  const paths = new Set(sources.map(({ path }) => path));
  return new Map(
    sources.map(({ path, imports }) => [
      path,
      imports
        .filter((name) => name.startsWith('.'))
        .map((name) => posix.join(posix.dirname(path), name))
        .filter((name) => paths.has(name)),
    ]),
  );
}

describe('circles', () => {
  test('a way back is found, however long', () => {
    const imports = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', []],
    ]);
    expect(findCircles(imports)).toEqual(['a → b → c → a', 'b → c → a → b', 'c → a → b → c']);
    expect(findCircles(new Map([['a', ['a']]]))).toEqual(['a → a']);
  });

  test('no file imports itself by way of others', () => {
    const imports = readImports(['packages/*/src/**/*.{ts,tsx}', 'apps/*/src/**/*.ts']);
    expect(imports.size).toBeGreaterThan(500);
    expect(findCircles(imports)).toEqual([]);
  });
});
