import type { EditorState } from 'prosemirror-state';
import { isSourceKind, readBlock } from '../schema/block.ts';
import { menuWords } from '../words/menus.ts';
import { caretBlock } from './ranges.ts';

/** Longer than this nobody types a command's name. */
const MAX_QUERY = 24;

/** What was typed after a `/`, and where it stands. */
export interface SlashQuery {
  readonly query: string;
  /** The range of the slash and what follows it. */
  readonly from: number;
  readonly to: number;
}

/** The command that is being typed: a `/` at the start of a block or after a space, up to the caret. None in code and formulas. */
export function slashQuery(state: EditorState): SlashQuery | undefined {
  const caret = caretBlock(state);
  if (!caret || isSourceKind(readBlock(caret.node).kind)) return undefined;
  const { $caret } = caret;
  const before = caret.node.textBetween(0, $caret.parentOffset);
  const slash = before.lastIndexOf('/');
  if (slash < 0 || before.length - slash - 1 > MAX_QUERY) return undefined;
  const query = before.slice(slash + 1);
  if ((slash > 0 && !/\s/.test(before.charAt(slash - 1))) || /^\s|\n|\s\s/.test(query)) return undefined;
  return { query, from: $caret.pos - query.length - 1, to: $caret.pos };
}

function rank(command: Named, query: string): number | undefined {
  const label = command.label.toLocaleLowerCase();
  if (label.startsWith(query)) return 0;
  const known: Readonly<Partial<Record<string, readonly string[]>>> = menuWords().names;
  const words = [...label.split(/[\s-]+/), ...(command.names ?? known[command.id] ?? [])];
  if (words.some((word) => word.startsWith(query))) return 1;
  return label.replace(/[\s-]/g, '').startsWith(query.replace(/[\s-]/g, '')) ? 2 : undefined;
}

/** What a command is called: the editor's own have other names in its words. */
interface Named {
  readonly id: string;
  readonly label: string;
  /** In lower case. */
  readonly names?: readonly string[];
}

/** The commands a query means, the best first; all of them for an empty query. */
export function matchCommands<T extends Named>(commands: readonly T[], query: string): T[] {
  // A size may stand behind the name: `/table 4x3`.
  const wanted = query
    .replace(/^(t[a-z]*)\s*\d[\d\sx×*]*$/i, '$1')
    .trim()
    .toLocaleLowerCase();
  return commands
    .flatMap((command) => {
      const found = rank(command, wanted);
      return found === undefined ? [] : [{ command, found }];
    })
    .toSorted((a, b) => a.found - b.found)
    .map(({ command }) => command);
}
