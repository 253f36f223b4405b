import { Fragment, type Node } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';
import { buildTable } from '../table/layout.ts';

/** A table of these rows of words. For tests. */
export function smallTable(...rows: readonly (readonly string[])[]): Node {
  return buildTable({
    id: null,
    columns: (rows[0] ?? []).map((_, c) => ({ id: `c${c}`, width: null, align: null })),
    headerRow: true,
    headerColumn: false,
    rows: rows.map((row, r) => ({
      id: `r${r}`,
      cells: row.map((words) => ({
        content: words === '' ? Fragment.empty : Fragment.from(schema.text(words)),
        spanRow: null,
        spanColumn: null,
      })),
    })),
  });
}
