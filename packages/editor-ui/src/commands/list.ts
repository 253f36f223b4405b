import type { Command } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { EditorFailure } from '../errors.ts';
import { editorFailure } from '../errors.ts';
import { selectAll } from './base.ts';
import type { Align, Direction } from '../schema/block.ts';
import { typedToHref } from '../schema/href.ts';
import { commandWords } from '../words/commands.ts';
import type { BlockKind } from '../schema/kinds.ts';
import type { CommandGroup, CommandId } from './ids.ts';
import type { EditorCommand } from './command.ts';
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
import { takesPieces } from '../pieces/takes.ts';
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
  /** Keeps what is typed until this is done. */
  hold(until: Promise<unknown>): void;
  /** Asks which day, person or emoji. */
  requestPiece(type: 'date' | 'person' | 'emoji'): void;
  /** Asks for files; undefined where the document takes none. */
  readonly requestFiles: ((kind: 'image' | 'file') => void) | undefined;
}

function mark(id: PlainMark, shortcut: string, markdown?: string): Definition {
  return {
    id,
    group: 'mark',
    shortcut,
    markdown,
    command: toggle(id),
    isActive: (state) => activeMarks(state).some(({ type }) => type.name === id),
    isEnabled: isMarkable,
  };
}

function color(id: 'color' | 'highlight', command: Command, shortcut?: string): Definition {
  return {
    id,
    group: 'mark',
    shortcut,
    command,
    toAsked: (_, argument) => (argument.color === undefined ? undefined : setColor(id, argument.color)),
    isActive: (state) => colorOf(state, id) !== undefined,
    isEnabled: isMarkable,
  };
}

function kind(
  id: CommandId,
  group: CommandGroup,
  shortcut: string,
  of: BlockKind,
  extra: { readonly level?: number; readonly markdown?: string } = {},
): Definition {
  return {
    id,
    group,
    shortcut,
    markdown: extra.markdown,
    command: of === 'paragraph' ? setKind(of) : toggleKind(of, extra.level),
    isActive: isKind(of, extra.level),
  };
}

function attribute(
  id: CommandId,
  of: readonly ['align', Align | null] | readonly ['dir', Direction | null],
  shortcut?: string,
): Definition {
  const [name, value] = of;
  return {
    id,
    group: 'align',
    shortcut,
    command: setAttribute(name, value),
    isActive: hasAttribute(name, value),
  };
}

/** In the order of a toolbar. */
const DEFINITIONS: readonly Definition[] = [
  { id: 'undo', group: 'history', shortcut: 'Mod-z' },
  { id: 'redo', group: 'history', shortcut: 'Mod-Shift-z' },
  kind('paragraph', 'block', 'Mod-Alt-0', 'paragraph'),
  kind('heading1', 'block', 'Mod-Alt-1', 'heading', { level: 1, markdown: '# ' }),
  kind('heading2', 'block', 'Mod-Alt-2', 'heading', { level: 2, markdown: '## ' }),
  kind('heading3', 'block', 'Mod-Alt-3', 'heading', { level: 3, markdown: '### ' }),
  kind('heading4', 'block', 'Mod-Alt-4', 'heading', { level: 4, markdown: '#### ' }),
  kind('heading5', 'block', 'Mod-Alt-5', 'heading', { level: 5, markdown: '##### ' }),
  kind('heading6', 'block', 'Mod-Alt-6', 'heading', { level: 6, markdown: '###### ' }),
  mark('bold', 'Mod-b', '**…**'),
  mark('italic', 'Mod-i', '*…*'),
  mark('underline', 'Mod-u'),
  mark('superscript', 'Mod-.'),
  mark('subscript', 'Mod-,'),
  color('highlight', toggleColor('highlight', 'yellow'), 'Mod-Shift-h'),
  color('color', setColor('color', null)),
  mark('strike', 'Mod-Shift-x', '~~…~~'),
  mark('code', 'Mod-e', '`…`'),
  mark('math', 'Mod-Shift-m', '$…$'),
  {
    id: 'link',
    group: 'mark',
    shortcut: 'Mod-k',
    isEnabled: isMarkable,
    isActive: (state) => linkAt(state) !== undefined,
  },
  { id: 'unlink', group: 'mark', command: unlink },
  { id: 'clearMarks', group: 'mark', shortcut: 'Mod-\\', command: clearMarks },
  kind('bullet', 'list', 'Mod-Shift-8', 'bullet', { markdown: '- ' }),
  kind('ordered', 'list', 'Mod-Shift-7', 'ordered', { markdown: '1. ' }),
  kind('task', 'list', 'Mod-Shift-9', 'task', { markdown: '[] ' }),
  { id: 'indent', group: 'list', shortcut: 'Tab', command: shiftIndent(1), isEnabled: isInList },
  { id: 'outdent', group: 'list', shortcut: 'Shift-Tab', command: shiftIndent(-1) },
  { id: 'toggleTask', group: 'list', shortcut: 'Mod-Enter', command: toggleTask },
  { id: 'fold', group: 'list', shortcut: 'Mod-Enter', command: toggleFold },
  kind('quote', 'block', 'Mod-Shift-b', 'quote', { markdown: '> ' }),
  kind('codeBlock', 'block', 'Mod-Alt-c', 'code', { markdown: '``` ' }),
  kind('callout', 'block', 'Mod-Alt-o', 'callout'),
  kind('toggle', 'block', 'Mod-Shift-6', 'toggle', { markdown: '>> ' }),
  kind('mathBlock', 'block', 'Mod-Alt-e', 'math', { markdown: '$$ ' }),
  { id: 'image', group: 'insert' },
  { id: 'file', group: 'insert' },
  { id: 'date', group: 'insert', markdown: '@today', isEnabled: takesPieces },
  { id: 'person', group: 'insert', markdown: '@', isEnabled: takesPieces },
  { id: 'emoji', group: 'insert', markdown: ':smile', isEnabled: takesPieces },
  { id: 'divider', group: 'insert', markdown: '---', command: insertDivider },
  ...tableDefinitions,
  attribute('alignStart', ['align', null], 'Mod-Shift-l'),
  attribute('alignCenter', ['align', 'center'], 'Mod-Shift-e'),
  attribute('alignEnd', ['align', 'end'], 'Mod-Shift-r'),
  attribute('directionAuto', ['dir', null]),
  attribute('directionLtr', ['dir', 'ltr']),
  attribute('directionRtl', ['dir', 'rtl']),
  {
    id: 'moveUp',
    group: 'move',
    shortcut: 'Alt-Shift-ArrowUp',
    toCommand: ({ copyId }) => moveSelected(-1, copyId),
  },
  {
    id: 'moveDown',
    group: 'move',
    shortcut: 'Alt-Shift-ArrowDown',
    toCommand: ({ copyId }) => moveSelected(1, copyId),
  },
  { id: 'duplicate', group: 'move', shortcut: 'Mod-Shift-d', command: duplicateSelected },
  { id: 'deleteBlock', group: 'move', command: deleteSelected },
  { id: 'find', group: 'selection', shortcut: 'Mod-f' },
  { id: 'replace', group: 'selection', shortcut: 'Mod-Alt-f' },
  { id: 'selectAll', group: 'selection', shortcut: 'Mod-a', command: selectAll },
];

export function createCommands(context: CommandContext): readonly EditorCommand[] {
  return [...DEFINITIONS.map((definition) => createCommand(definition, context)), ...createSuggestionCommands(context)];
}

function createCommand(definition: Definition, context: CommandContext): EditorCommand {
  const { id, group, shortcut, markdown, isActive, isEnabled } = definition;
  const command = definition.command ?? definition.toCommand?.(context);
  const base = { id, group, label: commandWords().labels[id], shortcut, markdown };
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
      if (id === 'date' || id === 'person' || id === 'emoji') {
        if (id !== 'date') view.dispatch(view.state.tr.insertText(id === 'person' ? '@' : ':').scrollIntoView());
        context.requestPiece(id);
        return true;
      }
      const act = (): boolean => {
        const asked = argument && definition.toAsked?.(context, argument);
        const isDone = (asked ?? command)?.(view.state, view.dispatch, view) ?? false;
        context.stopCapturing();
        return isDone;
      };
      if (definition.isMissing?.() !== true) return act();
      context.hold(context.fetchTables().then((isHere) => isHere && !view.isDestroyed && view.editable && act()));
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
