import type { EditorState } from 'prosemirror-state';
import { caretBlock } from '../commands/ranges.ts';
import { isInTable } from '../table/grid.ts';
import { takesPieces } from './takes.ts';

/** Longer than this nobody types a name or what an emoji is called. */
const MAX_QUERY = 40;

/**
 * What is typed behind a sign, up to the caret; undefined where there is none, or where the sign belongs to a word (an address, a time of day).
 */
export function typedAfter(
  state: EditorState,
  sign: '@' | ':',
): { readonly query: string; readonly from: number; readonly to: number } | undefined {
  const { $from, empty } = state.selection;
  if (!empty || !takesPieces(state) || (!caretBlock(state) && !isInTable(state))) return undefined;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - MAX_QUERY - 2), $from.parentOffset);
  const at = before.lastIndexOf(sign);
  if (at < 0 || before.length - at > MAX_QUERY + 1) return undefined;
  const query = before.slice(at + 1);
  if (at > 0 && !/[\s([{«“„"'—–-]/u.test(before.charAt(at - 1))) return undefined;
  if (/^\s|\n|\s\s|\s\S*\s\S*\s/.test(query) || (sign === ':' && /\s/.test(query))) return undefined;
  return { query, from: $from.pos - query.length - 1, to: $from.pos };
}
