import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { EditorFailure } from '../errors.ts';
import { editorFailure } from '../errors.ts';
import { selectAll } from './base.ts';
import type { Align, Direction } from '../schema/block.ts';
import { typedToHref } from '../schema/href.ts';
import type { BlockKind, CommandGroup, CommandId, EditorCommand } from '../types.ts';
import {
  hasAttribute,
  isInList,
  isKind,
  setAttribute,
  setKind,
  shiftIndent,
  toggleKind,
  toggleTask,
} from './blocks.ts';
import {
  type PlainMark,
  activeMarks,
  clearMarks,
  colorOf,
  isMarkable,
  linkAt,
  setColor,
  setLink,
  toggle,
  toggleColor,
  unlink,
} from './marks.ts';
import { type CopyId, deleteSelected, duplicateSelected, moveSelected } from './move.ts';
import { toggleFold } from '../plugins/folds.ts';
import { insertDivider } from './structure.ts';
import type { Definition } from './definition.ts';
import { tableDefinitions } from '../table/definitions.ts';
import { createSuggestionCommands, type SuggestionCommandContext } from './suggestion-commands.ts';

/** What the commands act on. */
export interface CommandContext extends SuggestionCommandContext {
  canUndo(): boolean;
  canRedo(): boolean;
  undo(): boolean;
  redo(): boolean;
  readonly copyId: CopyId;
  readonly createId: () => string;
  /** Each command is undone by itself. */
  stopCapturing(): void;
  notice(failure: EditorFailure): void;
  /** False when nobody shows a field for it. */
  requestFind(text: string, replace: boolean): boolean;
  requestLink(href: string, text: string): void;
  /** Fetches what a command lacks. False where that is not to be had now; then it was said. */
  fetchTables(): Promise<boolean>;
  prepareTables(): void;
  /** Asks for files; undefined where the document takes none. */
  readonly requestFiles: ((kind: 'image' | 'file') => void) | undefined;
}

function mark(id: PlainMark, label: string, shortcut: string, markdown?: string): Definition {
  return {
    id,
    group: 'mark',
    label,
    shortcut,
    ...(markdown === undefined ? {} : { markdown }),
    command: toggle(id),
    isActive: (state) => activeMarks(state).some(({ type }) => type.name === id),
    isEnabled: isMarkable,
  };
}

function color(id: 'color' | 'highlight', label: string, command: Command, shortcut?: string): Definition {
  return {
    id,
    group: 'mark',
    label,
    ...(shortcut === undefined ? {} : { shortcut }),
    command,
    toAsked: (_, argument) => (argument.color === undefined ? undefined : setColor(id, argument.color)),
    isActive: (state) => colorOf(state, id) !== undefined,
    isEnabled: isMarkable,
  };
}

function kind(
  id: CommandId,
  group: CommandGroup,
  label: string,
  shortcut: string,
  of: BlockKind,
  extra: { readonly level?: number; readonly markdown?: string } = {},
): Definition {
  return {
    id,
    group,
    label,
    shortcut,
    ...(extra.markdown === undefined ? {} : { markdown: extra.markdown }),
    command: of === 'paragraph' ? setKind(of) : toggleKind(of, extra.level),
    isActive: isKind(of, extra.level),
  };
}

function attribute(
  id: CommandId,
  label: string,
  of: readonly ['align', Align | null] | readonly ['dir', Direction | null],
  shortcut?: string,
): Definition {
  const [name, value] = of;
  return {
    id,
    group: 'align',
    label,
    ...(shortcut === undefined ? {} : { shortcut }),
    command: setAttribute(name, value),
    isActive: hasAttribute(name, value),
  };
}

/** In the order of a toolbar. */
const DEFINITIONS: readonly Definition[] = [
  { id: 'undo', group: 'history', label: 'Undo', shortcut: 'Mod-z' },
  { id: 'redo', group: 'history', label: 'Redo', shortcut: 'Mod-Shift-z' },
  kind('paragraph', 'block', 'Text', 'Mod-Alt-0', 'paragraph'),
  kind('heading1', 'block', 'Heading 1', 'Mod-Alt-1', 'heading', { level: 1, markdown: '# ' }),
  kind('heading2', 'block', 'Heading 2', 'Mod-Alt-2', 'heading', { level: 2, markdown: '## ' }),
  kind('heading3', 'block', 'Heading 3', 'Mod-Alt-3', 'heading', { level: 3, markdown: '### ' }),
  kind('heading4', 'block', 'Heading 4', 'Mod-Alt-4', 'heading', { level: 4, markdown: '#### ' }),
  kind('heading5', 'block', 'Heading 5', 'Mod-Alt-5', 'heading', { level: 5, markdown: '##### ' }),
  kind('heading6', 'block', 'Heading 6', 'Mod-Alt-6', 'heading', { level: 6, markdown: '###### ' }),
  mark('bold', 'Bold', 'Mod-b', '**bold**'),
  mark('italic', 'Italic', 'Mod-i', '*italic*'),
  mark('underline', 'Underline', 'Mod-u'),
  mark('superscript', 'Superscript', 'Mod-.'),
  mark('subscript', 'Subscript', 'Mod-,'),
  color('highlight', 'Highlight', toggleColor('highlight', 'yellow'), 'Mod-Shift-h'),
  color('color', 'Text colour', setColor('color', null)),
  mark('strike', 'Strikethrough', 'Mod-Shift-x', '~~strike~~'),
  mark('code', 'Inline code', 'Mod-e', '`code`'),
  mark('math', 'Formula in the line', 'Mod-Shift-m', '$x^2$'),
  {
    id: 'link',
    group: 'mark',
    label: 'Link',
    shortcut: 'Mod-k',
    isEnabled: isMarkable,
    isActive: (state) => linkAt(state) !== undefined,
  },
  { id: 'unlink', group: 'mark', label: 'Remove link', command: unlink },
  { id: 'clearMarks', group: 'mark', label: 'Clear formatting', shortcut: 'Mod-\\', command: clearMarks },
  kind('bullet', 'list', 'Bulleted list', 'Mod-Shift-8', 'bullet', { markdown: '- ' }),
  kind('ordered', 'list', 'Numbered list', 'Mod-Shift-7', 'ordered', { markdown: '1. ' }),
  kind('task', 'list', 'To-do list', 'Mod-Shift-9', 'task', { markdown: '[] ' }),
  { id: 'indent', group: 'list', label: 'Indent', shortcut: 'Tab', command: shiftIndent(1), isEnabled: isInList },
  { id: 'outdent', group: 'list', label: 'Outdent', shortcut: 'Shift-Tab', command: shiftIndent(-1) },
  { id: 'toggleTask', group: 'list', label: 'Tick or untick', shortcut: 'Mod-Enter', command: toggleTask },
  { id: 'fold', group: 'list', label: 'Fold or unfold a toggle', shortcut: 'Mod-Enter', command: toggleFold },
  kind('quote', 'block', 'Quote', 'Mod-Shift-b', 'quote', { markdown: '> ' }),
  kind('codeBlock', 'block', 'Code block', 'Mod-Alt-c', 'code', { markdown: '``` ' }),
  kind('callout', 'block', 'Callout', 'Mod-Alt-o', 'callout'),
  kind('toggle', 'block', 'Toggle', 'Mod-Shift-6', 'toggle', { markdown: '>> ' }),
  kind('mathBlock', 'block', 'Formula', 'Mod-Alt-e', 'math', { markdown: '$$ ' }),
  { id: 'image', group: 'insert', label: 'Image' },
  { id: 'file', group: 'insert', label: 'File' },
  { id: 'divider', group: 'insert', label: 'Divider', markdown: '---', command: insertDivider },
  ...tableDefinitions,
  attribute('alignStart', 'Align to the start', ['align', null], 'Mod-Shift-l'),
  attribute('alignCenter', 'Centre', ['align', 'center'], 'Mod-Shift-e'),
  attribute('alignEnd', 'Align to the end', ['align', 'end'], 'Mod-Shift-r'),
  attribute('directionAuto', 'Direction by the text', ['dir', null]),
  attribute('directionLtr', 'Left to right', ['dir', 'ltr']),
  attribute('directionRtl', 'Right to left', ['dir', 'rtl']),
  {
    id: 'moveUp',
    group: 'move',
    label: 'Move up',
    shortcut: 'Alt-Shift-ArrowUp',
    toCommand: ({ copyId }) => moveSelected(-1, copyId),
  },
  {
    id: 'moveDown',
    group: 'move',
    label: 'Move down',
    shortcut: 'Alt-Shift-ArrowDown',
    toCommand: ({ copyId }) => moveSelected(1, copyId),
  },
  { id: 'duplicate', group: 'move', label: 'Duplicate', shortcut: 'Mod-Shift-d', command: duplicateSelected },
  { id: 'deleteBlock', group: 'move', label: 'Delete block', command: deleteSelected },
  { id: 'find', group: 'selection', label: 'Find', shortcut: 'Mod-f' },
  { id: 'replace', group: 'selection', label: 'Find and replace', shortcut: 'Mod-Alt-f' },
  { id: 'selectAll', group: 'selection', label: 'Select all', shortcut: 'Mod-a', command: selectAll },
];

export function createCommands(context: CommandContext): readonly EditorCommand[] {
  return [...DEFINITIONS.map((definition) => createCommand(definition, context)), ...createSuggestionCommands(context)];
}

function createCommand(definition: Definition, context: CommandContext): EditorCommand {
  const { id, group, label, shortcut, markdown, isActive, isEnabled } = definition;
  const command = definition.command ?? definition.toCommand?.(context);
  const base = { id, group, label, shortcut, markdown };
  if (id === 'undo' || id === 'redo') {
    const can = (): boolean => (id === 'undo' ? context.canUndo() : context.canRedo());
    return { ...base, isActive: () => false, isEnabled: can, prepare: () => undefined, run: () => context[id]() };
  }
  const isReady = (view: EditorView): boolean =>
    (view.editable || id === 'selectAll' || id === 'find' || id === 'fold') &&
    ((id !== 'image' && id !== 'file') || context.requestFiles !== undefined) &&
    (isEnabled?.(view.state) ?? true) &&
    (definition.isMissing?.() === true || (command?.(view.state) ?? true));
  return {
    ...base,
    isActive: () => isActive?.(context.view().state) ?? false,
    isEnabled: () => isReady(context.view()),
    prepare: () => definition.isMissing?.() === true && context.prepareTables(),
    run(argument) {
      const view = context.view();
      if (!isReady(view)) return false;
      if (id === 'find' || id === 'replace') {
        const { from, to } = view.state.selection;
        return context.requestFind(view.state.doc.textBetween(from, to, '\n'), id === 'replace');
      }
      context.stopCapturing();
      if (id === 'link') return runLink(view, context, argument?.href);
      view.focus();
      if (argument?.replace) view.dispatch(view.state.tr.delete(argument.replace.from, argument.replace.to));
      if (id === 'image' || id === 'file') {
        context.stopCapturing();
        context.requestFiles?.(id);
        return true;
      }
      const act = (): boolean => {
        const asked = argument && definition.toAsked?.(context, argument);
        const isDone = (asked ?? command)?.(view.state, view.dispatch, view) ?? false;
        context.stopCapturing();
        return isDone;
      };
      if (definition.isMissing?.() !== true) return act();
      void context.fetchTables().then((isHere) => isHere && !view.isDestroyed && view.editable && act());
      return true;
    },
  };
}

function runLink(view: EditorView, context: CommandContext, typed: string | undefined): boolean {
  if (typed === undefined) {
    const { from, to } = view.state.selection;
    context.requestLink(linkAt(view.state)?.href ?? '', view.state.doc.textBetween(from, to, ' '));
    return true;
  }
  const href = typedToHref(typed);
  if (href === undefined) {
    context.notice(editorFailure('link-refused'));
    return false;
  }
  view.focus();
  return setLink(href)(view.state, view.dispatch, view);
}
