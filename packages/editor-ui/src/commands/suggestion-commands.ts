import type { EditorView } from 'prosemirror-view';
import { countSuggestions } from '../suggestions/collect.ts';
import { isSuggesting } from '../suggestions/mode.ts';
import { commandWords } from '../words/commands.ts';
import type { CommandId } from './ids.ts';
import type { EditorCommand } from './command.ts';
import type { EditorMode, EditorSuggestions } from '../suggestions/types.ts';

/** What the commands about suggestions act on. */
export interface SuggestionCommandContext {
  view(): EditorView;
  /** Undefined until they are fetched, as they are where the document holds any. */
  suggestions(): EditorSuggestions | undefined;
  setMode(mode: EditorMode): void;
  prepareSuggestions(): void;
}

interface Definition {
  readonly id: CommandId;
  readonly shortcut?: string;
  run(context: SuggestionCommandContext): boolean;
  isActive?(context: SuggestionCommandContext): boolean;
  isEnabled(context: SuggestionCommandContext): boolean;
}

const isEditable = ({ view }: SuggestionCommandContext): boolean => view().editable;
const hasSelected = (context: SuggestionCommandContext): boolean =>
  isEditable(context) && (context.suggestions()?.selected().length ?? 0) > 0;
const hasAny = ({ view, suggestions }: SuggestionCommandContext): boolean =>
  suggestions() !== undefined && countSuggestions(view().state.doc) > 0;
function decideAll({ suggestions }: SuggestionCommandContext, verdict: 'accept' | 'reject'): boolean {
  const known = suggestions();
  return known?.[verdict](known.list().map(({ id }) => id)) ?? false;
}

const DEFINITIONS: readonly Definition[] = [
  {
    id: 'suggest',
    shortcut: 'Mod-Alt-Shift-x',
    isActive: ({ view }) => isSuggesting(view().state),
    isEnabled: isEditable,
    run({ view, setMode }) {
      setMode(isSuggesting(view().state) ? 'editing' : 'suggesting');
      return true;
    },
  },
  {
    id: 'acceptSuggestion',
    shortcut: 'Mod-Alt-Shift-a',
    isEnabled: hasSelected,
    run: ({ suggestions }) => suggestions()?.accept(suggestions()?.selected() ?? []) ?? false,
  },
  {
    id: 'rejectSuggestion',
    shortcut: 'Mod-Alt-Shift-d',
    isEnabled: hasSelected,
    run: ({ suggestions }) => suggestions()?.reject(suggestions()?.selected() ?? []) ?? false,
  },
  {
    id: 'nextSuggestion',
    shortcut: 'Mod-Alt-Shift-ArrowDown',
    isEnabled: hasAny,
    run: ({ suggestions }) => suggestions()?.step(1) ?? false,
  },
  {
    id: 'previousSuggestion',
    shortcut: 'Mod-Alt-Shift-ArrowUp',
    isEnabled: hasAny,
    run: ({ suggestions }) => suggestions()?.step(-1) ?? false,
  },
  {
    id: 'acceptAllSuggestions',
    isEnabled: (context) => isEditable(context) && hasAny(context),
    run: (context) => decideAll(context, 'accept'),
  },
  {
    id: 'rejectAllSuggestions',
    isEnabled: (context) => isEditable(context) && hasAny(context),
    run: (context) => decideAll(context, 'reject'),
  },
];

export function createSuggestionCommands(context: SuggestionCommandContext): readonly EditorCommand[] {
  return DEFINITIONS.map(({ id, shortcut, isActive, isEnabled, run }) => ({
    id,
    group: 'suggestion',
    label: commandWords().labels[id],
    shortcut,
    markdown: undefined,
    isActive: () => isActive?.(context) ?? false,
    isEnabled: () => isEnabled(context),
    prepare: () => id === 'suggest' && context.prepareSuggestions(),
    run() {
      if (!isEnabled(context)) return false;
      context.view().focus();
      return run(context);
    },
  }));
}
