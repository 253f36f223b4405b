import type { Command } from 'prosemirror-state';
import type * as Tables from './part.ts';
import { isInTable } from './grid.ts';

/** Functions without state: one copy serves every editor of a page. */
let part: typeof Tables | undefined;

/** Fetches what is done with tables. Rejects where it cannot be fetched; the next call tries again. */
export async function fetchTables(): Promise<typeof Tables> {
  part ??= await import('./part.ts');
  return part;
}

export function areTablesHere(): boolean {
  return part !== undefined;
}

/** A command of tables. Until it is fetched it cannot be done. */
export function ofTables(toCommand: (tables: typeof Tables) => Command): Command {
  return (state, dispatch, view) => part !== undefined && toCommand(part)(state, dispatch, view);
}

/** A key in a table. Until it is fetched it does nothing there, so that nothing else is done by it. */
export function keyInTable(toCommand: (tables: typeof Tables) => Command): Command {
  return (state, dispatch, view) => {
    if (part !== undefined) return toCommand(part)(state, dispatch, view);
    return isInTable(state);
  };
}
