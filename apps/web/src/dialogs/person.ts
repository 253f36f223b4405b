import type { DocumentUser } from '@weft/crdt-core';
import { openDialog } from '@weft/editor-ui/ui';
import { html } from 'lit/html.js';
import { PERSON_COLORS } from '../person.ts';

/** The longest name, in UTF-16 units. */
const MAX_NAME = 64;

/** Asks for the person's name and colour, as others in a document see them. */
export function askPerson(host: HTMLElement, person: DocumentUser, save: (person: DocumentUser) => void): void {
  let { color } = person;
  openDialog(host, {
    title: 'You',
    size: 'narrow',
    body: (dialog) => {
      const submit = (event: SubmitEvent): void => {
        event.preventDefault();
        const typed = dialog.element.querySelector<HTMLInputElement>('input[type="text"]')?.value.trim() ?? '';
        save({ name: typed === '' ? person.name : typed, color });
        dialog.close();
      };
      const swatch = (
        choice: (typeof PERSON_COLORS)[number],
      ) => html`<label class="app-swatch" data-color=${choice.value}>
        <input
          type="radio"
          name="color"
          .checked=${choice.value === color}
          @change=${() => {
            color = choice.value;
          }}
        />
        <span class="weft-hidden">${choice.name}</span>
      </label>`;
      return html`<form @submit=${submit}>
        <p>People in a document with you see this beside your caret. It is kept on this device, and sealed when sent.</p>
        <label class="app-label">Name
          <input class="weft-field" type="text" data-autofocus maxlength=${MAX_NAME} autocomplete="nickname" .value=${person.name} />
        </label>
        <fieldset class="app-swatches">
          <legend class="app-label">Colour</legend>
          ${PERSON_COLORS.map(swatch)}
        </fieldset>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>Cancel</button>
          <button type="submit" class="weft-button" data-primary>Save</button>
        </div>
      </form>`;
    },
  });
  // Colours go through the CSSOM: the page's policy forbids style attributes.
  for (const label of host.querySelectorAll<HTMLElement>('.app-swatch')) {
    label.style.setProperty('--app-swatch', label.dataset['color'] ?? '');
  }
}
