import type { EditorView } from 'prosemirror-view';
import { collectSuggestions } from '../suggestions/collect.ts';
import { isSuggesting } from '../suggestions/mode.ts';
import type { CommandId, EditorCommand, EditorMode, EditorSuggestions } from '../types.ts';

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
  readonly label: string;
  readonly shortcut?: string;
  run(context: SuggestionCommandContext): boolean;
  isActive?(context: SuggestionCommandContext): boolean;
  isEnabled(context: SuggestionCommandContext): boolean;
}

const isEditable = ({ view }: SuggestionCommandContext): boolean => view().editable;
const hasSelected = (context: SuggestionCommandContext): boolean =>
  isEditable(context) && (context.suggestions()?.selected().length ?? 0) > 0;
const hasAny = ({ view, suggestions }: SuggestionCommandContext): boolean =>
  suggestions() !== undefined && collectSuggestions(view().state.doc).length > 0;
const all = ({ view }: SuggestionCommandContext): string[] => collectSuggestions(view().state.doc).map(({ id }) => id);

const DEFINITIONS: readonly Definition[] = [
  {
    id: 'suggest',
    label: 'Suggest changes',
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
    label: 'Accept the suggestion',
    shortcut: 'Mod-Alt-Shift-a',
    isEnabled: hasSelected,
    run: ({ suggestions }) => suggestions()?.accept(suggestions()?.selected() ?? []) ?? false,
  },
  {
    id: 'rejectSuggestion',
    label: 'Reject the suggestion',
    shortcut: 'Mod-Alt-Shift-d',
    isEnabled: hasSelected,
    run: ({ suggestions }) => suggestions()?.reject(suggestions()?.selected() ?? []) ?? false,
  },
  {
    id: 'nextSuggestion',
    label: 'Next suggestion',
    shortcut: 'Mod-Alt-Shift-ArrowDown',
    isEnabled: hasAny,
    run: ({ suggestions }) => suggestions()?.step(1) ?? false,
  },
  {
    id: 'previousSuggestion',
    label: 'Previous suggestion',
    shortcut: 'Mod-Alt-Shift-ArrowUp',
    isEnabled: hasAny,
    run: ({ suggestions }) => suggestions()?.step(-1) ?? false,
  },
  {
    id: 'acceptAllSuggestions',
    label: 'Accept all suggestions',
    isEnabled: (context) => isEditable(context) && hasAny(context),
    run: (context) => context.suggestions()?.accept(all(context)) ?? false,
  },
  {
    id: 'rejectAllSuggestions',
    label: 'Reject all suggestions',
    isEnabled: (context) => isEditable(context) && hasAny(context),
    run: (context) => context.suggestions()?.reject(all(context)) ?? false,
  },
];

export function createSuggestionCommands(context: SuggestionCommandContext): readonly EditorCommand[] {
  return DEFINITIONS.map(({ id, label, shortcut, isActive, isEnabled, run }) => ({
    id,
    group: 'suggestion',
    label,
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
