/**
 * The title: a field bound to a shared text by the smallest difference. While an input method composes, what others
 * write waits; afterwards the caret stays between the same two letters.
 */
import type * as Y from 'yjs';
import { editTitle, MAX_TITLE_LENGTH } from '../binding/title.ts';
import { createCleanup, focusedBy, type Part } from './part.ts';
import { barWords } from '../words/bars.ts';
import { commonWords } from '../words/common.ts';

/** Options of {@link createTitleField}. */
export interface TitleFieldOptions {
  readonly title: Y.Text;
  readonly editable: boolean;
  readonly placeholder?: string;
  /** Enter, or arrow down at the end: on to the text. */
  readonly onLeave: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** The title's field. */
export interface TitleField extends Part {
  readonly field: HTMLTextAreaElement;
  setEditable(editable: boolean): void;
}

/** One replacement in a text: `removed` units at `at` made way for `added`. */
export interface TextChange {
  readonly at: number;
  readonly removed: number;
  readonly added: number;
}

/** Where a caret at `position` stands after a change made by someone else: it stays before what was inserted at it. */
export function mapPosition(position: number, change: TextChange): number {
  if (position <= change.at) return position;
  if (position >= change.at + change.removed) return position + change.added - change.removed;
  return change.at + change.added;
}

/** The changes of a Yjs delta, each at its place in the text as it stands when its turn comes. */
export function deltaToChanges(delta: Y.YTextEvent['delta']): TextChange[] {
  const changes: TextChange[] = [];
  let at = 0;
  for (const part of delta) {
    if (part.retain !== undefined) at += part.retain;
    else if (part.delete !== undefined) changes.push({ at, removed: part.delete, added: 0 });
    else {
      const added = typeof part.insert === 'string' ? part.insert.length : 1;
      changes.push({ at, removed: 0, added });
      at += added;
    }
  }
  return changes;
}

/** Creates the field over `title`. */
export function createTitleField(options: TitleFieldOptions): TitleField {
  const { title } = options;
  const element = document.createElement('div');
  element.className = 'weft-title';
  const field = element.appendChild(document.createElement('textarea'));
  field.rows = 1;
  field.dir = 'auto';
  field.maxLength = MAX_TITLE_LENGTH;
  field.placeholder = options.placeholder ?? commonWords().untitled;
  field.setAttribute('aria-label', barWords().title);
  field.autocomplete = 'off';
  field.enterKeyHint = 'next';
  const cleanup = createCleanup();
  let composing = false;
  let writing = false;

  // The element mirrors the text for browsers without `field-sizing`: CSS grows it to the same height.
  const grow = (): void => {
    element.dataset['text'] = field.value;
  };
  const write = (): void => {
    writing = true;
    editTitle(title, field.value);
    writing = false;
    // The document may not keep all that was typed, line breaks for one.
    if (field.value !== title.toString()) read([]);
    grow();
  };
  const read = (changes: readonly TextChange[]): void => {
    const text = title.toString();
    if (field.value !== text) {
      const map = (position: number): number => changes.reduce(mapPosition, position);
      const { selectionStart, selectionEnd, selectionDirection } = field;
      const focused = focusedBy(field) === field;
      field.value = text;
      if (focused) field.setSelectionRange(map(selectionStart), map(selectionEnd), selectionDirection);
    }
    grow();
  };
  const observe = (event: Y.YTextEvent): void => {
    if (writing || composing) return;
    read(deltaToChanges(event.delta));
  };
  const setEditable = (editable: boolean): void => {
    field.readOnly = !editable;
  };

  title.observe(observe);
  cleanup.add(() => title.unobserve(observe));
  cleanup.listen(field, 'compositionstart', () => {
    composing = true;
  });
  cleanup.listen(field, 'compositionend', () => {
    composing = false;
    write();
  });
  cleanup.listen(field, 'input', () => {
    if (!composing) write();
    else grow();
  });
  cleanup.listen(field, 'keydown', (event) => {
    if (event.isComposing) return;
    const atEnd = field.selectionStart === field.value.length && field.selectionEnd === field.value.length;
    if (event.key === 'Enter' || (event.key === 'ArrowDown' && atEnd)) {
      event.preventDefault();
      options.onLeave();
      return;
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) options.redo();
    else options.undo();
  });
  cleanup.add(() => element.remove());
  setEditable(options.editable);
  read([]);
  return { element, field, setEditable, destroy: () => cleanup.run() };
}
