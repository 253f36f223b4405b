import { MAX_COLUMNS, MAX_ROWS } from '../schema/table.ts';

/** How large a table is to be. */
export interface TableSize {
  readonly columns: number;
  readonly rows: number;
}

/** How large a table is asked for: `4x3` or `4 × 3` is four columns and three rows. Undefined for other words. */
export function readSize(words: string): TableSize | undefined {
  const [, columns, rows] = /(\d{1,3})\s*[x×*]\s*(\d{1,4})\s*$/i.exec(words) ?? [];
  if (columns === undefined || rows === undefined) return undefined;
  const within = (value: string, most: number): number => Math.min(most, Math.max(1, Number(value)));
  return { columns: within(columns, MAX_COLUMNS), rows: within(rows, MAX_ROWS) };
}
