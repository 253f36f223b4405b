import type { EditorView } from 'prosemirror-view';
import { collectSuggestions } from '../suggestions/collect.ts';
import { isSuggesting, setSuggesting } from '../suggestions/mode.ts';
import type { CommandId, EditorCommand, EditorSuggestions } from '../types.ts';

/** What the commands about suggestions act on. */
export interface SuggestionCommandContext {
  view(): EditorView;
  suggestions(): EditorSuggestions;
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
  isEditable(context) && context.suggestions().selected().length > 0;
const hasAny = ({ view }: SuggestionCommandContext): boolean => collectSuggestions(view().state.doc).length > 0;
const all = ({ view }: SuggestionCommandContext): string[] => collectSuggestions(view().state.doc).map(({ id }) => id);

const DEFINITIONS: readonly Definition[] = [
  {
    id: 'suggest',
    label: 'Suggest changes',
    shortcut: 'Mod-Alt-Shift-x',
    isActive: ({ view }) => isSuggesting(view().state),
    isEnabled: isEditable,
    run({ view }) {
      view().dispatch(setSuggesting(view().state, !isSuggesting(view().state)));
      return true;
    },
  },
  {
    id: 'acceptSuggestion',
    label: 'Accept the suggestion',
    shortcut: 'Mod-Alt-Shift-a',
    isEnabled: hasSelected,
    run: ({ suggestions }) => suggestions().accept(suggestions().selected()),
  },
  {
    id: 'rejectSuggestion',
    label: 'Reject the suggestion',
    shortcut: 'Mod-Alt-Shift-d',
    isEnabled: hasSelected,
    run: ({ suggestions }) => suggestions().reject(suggestions().selected()),
  },
  {
    id: 'nextSuggestion',
    label: 'Next suggestion',
    shortcut: 'Mod-Alt-Shift-ArrowDown',
    isEnabled: hasAny,
    run: ({ suggestions }) => suggestions().step(1),
  },
  {
    id: 'previousSuggestion',
    label: 'Previous suggestion',
    shortcut: 'Mod-Alt-Shift-ArrowUp',
    isEnabled: hasAny,
    run: ({ suggestions }) => suggestions().step(-1),
  },
  {
    id: 'acceptAllSuggestions',
    label: 'Accept all suggestions',
    isEnabled: (context) => isEditable(context) && hasAny(context),
    run: (context) => context.suggestions().accept(all(context)),
  },
  {
    id: 'rejectAllSuggestions',
    label: 'Reject all suggestions',
    isEnabled: (context) => isEditable(context) && hasAny(context),
    run: (context) => context.suggestions().reject(all(context)),
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
    run() {
      if (!isEnabled(context)) return false;
      context.view().focus();
      return run(context);
    },
  }));
}
