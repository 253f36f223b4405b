import type { DocumentUser } from '@weft/crdt-core';
import { openDialog } from '@weft/editor-ui/ui';
import { html } from 'lit/html.js';
import { PERSON_COLORS } from '../person.ts';
import { commonWords } from '@weft/editor-ui/words';
import { settingsWords } from '../words/settings.ts';

/** The longest name, in UTF-16 units. */
const MAX_NAME = 64;

/**
 * Asks for the person's name and colour, as others in a document see them.
 * @param save - the dialog closes when it has settled: whoever sees it go may leave the page
 */
export function askPerson(
  host: HTMLElement,
  person: DocumentUser,
  save: (person: DocumentUser) => Promise<void>,
): void {
  const words = settingsWords();
  const { cancel, save: saveWord } = commonWords();
  let { color } = person;
  openDialog(host, {
    title: words.you,
    size: 'narrow',
    body: (dialog) => {
      const submit = (event: SubmitEvent): void => {
        event.preventDefault();
        const typed = dialog.element.querySelector<HTMLInputElement>('input[type="text"]')?.value.trim() ?? '';
        void save({ name: typed === '' ? person.name : typed, color }).finally(() => dialog.close());
      };
      const swatch = (
        name: keyof typeof PERSON_COLORS,
      ) => html`<label class="app-swatch" data-color=${PERSON_COLORS[name]}>
        <input
          type="radio"
          name="color"
          .checked=${PERSON_COLORS[name] === color}
          @change=${() => {
            color = PERSON_COLORS[name];
          }}
        />
        <span class="weft-hidden">${words.colors[name]}</span>
      </label>`;
      return html`<form @submit=${submit}>
        <p>${words.seenBeside}</p>
        <label class="app-label">${words.name}
          <input class="weft-field" type="text" data-autofocus maxlength=${MAX_NAME} autocomplete="nickname" .value=${person.name} />
        </label>
        <fieldset class="app-swatches">
          <legend class="app-label">${words.color}</legend>
          ${(Object.keys(PERSON_COLORS) as (keyof typeof PERSON_COLORS)[]).map(swatch)}
        </fieldset>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>${cancel}</button>
          <button type="submit" class="weft-button" data-primary>${saveWord}</button>
        </div>
      </form>`;
    },
  });
  // Colours go through the CSSOM: the page's policy forbids style attributes.
  for (const label of host.querySelectorAll<HTMLElement>('.app-swatch')) {
    label.style.setProperty('--app-swatch', label.dataset['color'] ?? '');
  }
}
