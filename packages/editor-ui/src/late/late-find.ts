import type { Find, FindQuery } from '../find/query.ts';
import type { Late } from './late.ts';

/** A search that is fetched with the first query: until then nothing is found. */
export function lateFind(part: Late<Find>): Find {
  let wanted: FindQuery | undefined;
  return {
    set(query) {
      wanted = query;
      const here = part.get();
      if (here) here.set(query);
      else if (query) void part.load().then((find) => find?.set(wanted));
    },
    step: (by) => part.get()?.step(by) ?? false,
    replace: (text) => part.get()?.replace(text) ?? 0,
    replaceAll: (text) => part.get()?.replaceAll(text) ?? 0,
  };
}
