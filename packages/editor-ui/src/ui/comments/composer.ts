/** A field for a comment: grows with its words, knows people after an `@`, and undoes by itself. */
import { html, nothing, render } from 'lit/html.js';
import { MAX_TEXT } from '../../comments/entries.ts';
import {
  matchPeople,
  type Mentionable,
  type MentionQuery,
  mentionQuery,
  textToMentions,
} from '../../comments/mentions.ts';
import type { Said } from '../../comments/write.ts';
import { createCleanup, type Part } from '../part.ts';
import { closePopover, keepSelection, openPopover } from '../popover.ts';
import { commentWords } from '../../words/comments.ts';
import { commonWords } from '../../words/common.ts';
import { shortcutLabel } from '../../commands/shortcut.ts';

/** Options of {@link createComposer}. */
export interface ComposerOptions {
  /** The field's name, and what stands in it while it is empty. */
  readonly label: string;
  readonly submitLabel: string;
  readonly isApple: boolean;
  readonly people: () => readonly Mentionable[];
  readonly text?: string;
  /** Shown while there is nothing to send, too. */
  readonly canCancel?: boolean;
  readonly onChange: (text: string) => void;
  /** Returns whether it was taken; the field is empty then. */
  readonly onSubmit: (said: Said) => boolean;
  /** Escape, or the button: the words stay as a draft unless `isDropped`. */
  readonly onCancel: (isDropped: boolean) => void;
}

/** A field for a comment. */
export interface Composer extends Part {
  focus(): void;
  /** Adds words behind those that are there, and sends them if they were sent already. */
  write(words: string, isSent: boolean): void;
}

let composers = 0;

/** Creates the field. */
export function createComposer(options: ComposerOptions): Composer {
  const { label, submitLabel, isApple, people, onChange, onSubmit, onCancel } = options;
  const id = `weft-composer-${composers++}`;
  const element = document.createElement('form');
  element.className = 'weft-composer';
  const field = element.appendChild(document.createElement('textarea'));
  field.className = 'weft-field';
  field.rows = 1;
  field.maxLength = MAX_TEXT;
  field.placeholder = label;
  field.dir = 'auto';
  field.setAttribute('aria-label', label);
  field.setAttribute('aria-autocomplete', 'list');
  field.setAttribute('aria-controls', `${id}-names`);
  field.value = options.text ?? '';
  const foot = element.appendChild(document.createElement('div'));
  foot.className = 'weft-composer-foot';
  const names = element.appendChild(document.createElement('div'));
  names.className = 'weft-menu weft-names';
  names.id = `${id}-names`;
  names.popover = 'manual';
  names.setAttribute('role', 'listbox');
  names.setAttribute('aria-label', commentWords().people);
  const cleanup = createCleanup();
  let query: MentionQuery | undefined;
  let found: readonly Mentionable[] = [];
  let chosen = 0;

  const grow = (): void => {
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight + 2, 240)}px`;
  };
  const closeNames = (): void => {
    query = undefined;
    field.removeAttribute('aria-activedescendant');
    closePopover(names);
  };
  const paintNames = (): void => {
    render(
      found.map(
        (person, at) => html`<button
          type="button"
          role="option"
          tabindex="-1"
          id=${`${id}-name-${at}`}
          aria-selected=${String(at === chosen)}
          @click=${() => name(person)}
        ><span>${person.name}</span></button>`,
      ),
      names,
    );
    field.setAttribute('aria-activedescendant', `${id}-name-${chosen}`);
  };
  const look = (): void => {
    const next =
      field.selectionStart === field.selectionEnd ? mentionQuery(field.value, field.selectionStart) : undefined;
    found = next === undefined ? [] : matchPeople(people(), next.query);
    if (next === undefined || found.length === 0) return closeNames();
    if (next.query !== query?.query) chosen = 0;
    query = next;
    paintNames();
    openPopover(names, field, 'bottom-start');
  };
  const name = (person: Mentionable): void => {
    if (query === undefined) return;
    // Through the field's own history, so that its undo takes it back.
    field.focus();
    field.setSelectionRange(query.from, field.selectionEnd);
    const words = `@${person.name} `;
    if (!document.execCommand('insertText', false, words))
      field.setRangeText(words, query.from, field.selectionEnd, 'end');
    closeNames();
    changed();
  };
  const paint = (): void => {
    const isEmpty = field.value.trim() === '';
    const keys = shortcutLabel('Mod-Enter', isApple);
    render(
      isEmpty && options.canCancel !== true
        ? nothing
        : html`<button type="button" class="weft-button" data-quiet @click=${() => cancel(true)}>${commonWords().cancel}</button>
            <button type="submit" class="weft-button" data-primary ?disabled=${isEmpty} data-tip=${submitLabel} data-keys=${keys}>
              ${submitLabel}
            </button>`,
      foot,
    );
    foot.hidden = foot.childElementCount === 0;
  };
  const changed = (): void => {
    grow();
    paint();
    onChange(field.value);
  };
  const submit = (): void => {
    const text = field.value;
    if (text.trim() === '' || !onSubmit({ text, mentions: textToMentions(text, people()) })) return;
    field.value = '';
    grow();
    paint();
  };
  const cancel = (isDropped: boolean): void => {
    if (isDropped) {
      field.value = '';
      changed();
    }
    onCancel(isDropped);
  };

  keepSelection(names, cleanup);
  cleanup.listen(element, 'submit', (event) => {
    event.preventDefault();
    submit();
  });
  cleanup.listen(field, 'input', () => {
    changed();
    look();
  });
  cleanup.listen(field, 'click', look);
  cleanup.listen(field, 'blur', closeNames);
  cleanup.listen(field, 'keydown', (event) => {
    if (event.isComposing) return;
    if (query !== undefined && ['ArrowDown', 'ArrowUp', 'Enter', 'Tab', 'Escape'].includes(event.key)) {
      const person = found[chosen];
      if (event.key === 'Escape') closeNames();
      else if (event.key.startsWith('Arrow')) {
        chosen = (chosen + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length;
        paintNames();
      } else if (person !== undefined && !event.ctrlKey && !event.metaKey) name(person);
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      cancel(false);
    }
    // The keys of the list around it are letters and arrows here.
    event.stopPropagation();
  });
  cleanup.add(() => element.remove());
  paint();
  return {
    element,
    focus() {
      grow();
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    },
    write(words, isSent) {
      if (words === '') return;
      field.value += words;
      changed();
      if (isSent) submit();
    },
    destroy: () => cleanup.run(),
  };
}
