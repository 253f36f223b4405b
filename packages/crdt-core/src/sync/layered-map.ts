/**
 * A persistent map for pure steps: `setIn` costs a copy of a few dozen entries, not of all of them, because a small map lies
 * over a large one and is merged into it now and then.
 */
export interface LayeredMap<V> {
  readonly base: ReadonlyMap<string, V>;
  readonly top: ReadonlyMap<string, V>;
}

const MERGE_AT = 64;

/** A layered map with the given entries. */
export function createLayeredMap<V>(entries: Iterable<readonly [string, V]> = []): LayeredMap<V> {
  return { base: new Map(entries), top: new Map() };
}

/** The value under a key, if there is one. */
export function getIn<V>(map: LayeredMap<V>, key: string): V | undefined {
  return map.top.get(key) ?? map.base.get(key);
}

/** A map in which `key` has `value`; `map` stays as it was. */
export function setIn<V>(map: LayeredMap<V>, key: string, value: V): LayeredMap<V> {
  if (map.top.size >= MERGE_AT && !map.top.has(key)) {
    return { base: new Map([...map.base, ...map.top, [key, value]]), top: new Map() };
  }
  const top = new Map(map.top);
  top.set(key, value);
  return { base: map.base, top };
}

/** All entries, each key once. */
export function* entriesOf<V>(map: LayeredMap<V>): Generator<[string, V]> {
  for (const [key, value] of map.base) if (!map.top.has(key)) yield [key, value];
  yield* map.top;
}
