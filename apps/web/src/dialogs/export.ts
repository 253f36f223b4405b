import type { ExportFormat } from '@weft/editor-ui/formats';
import { openDialog } from '@weft/editor-ui/ui';
import { html, nothing } from 'lit/html.js';
import { commonWords } from '@weft/editor-ui/words';
import { copyWords } from '../words/copies.ts';
import { proposeName } from './proposed-name.ts';
import { exchangeWords } from '../words/exchange.ts';

/** What is asked about. */
export interface ExportOptions {
  readonly first: ExportFormat;
  /** Given what was typed for a name. */
  save(typed: string, format: ExportFormat): void;
  print(): void;
}

const FORMATS: readonly (ExportFormat | 'pdf')[] = ['docx', 'markdown', 'html', 'json', 'pdf'];

/**
 * Asks for the kind and the name of an exported file. The title is not proposed: a file's name is read by whoever sees the file.
 * @param today - to tell files apart
 */
export function askExport(host: HTMLElement, today: Date, { first, save, print }: ExportOptions): void {
  let format: ExportFormat | 'pdf' = first;
  openDialog(host, {
    title: exchangeWords().title,
    size: 'narrow',
    body: (dialog) => {
      const submit = (event: SubmitEvent): void => {
        event.preventDefault();
        const typed = dialog.element.querySelector<HTMLInputElement>('input[type="text"]')?.value ?? '';
        dialog.close();
        if (format === 'pdf') print();
        else save(typed, format);
      };
      const choice = (value: ExportFormat | 'pdf') => html`<label class="app-format">
        <input
          type="radio"
          name="format"
          .checked=${value === format}
          @change=${() => {
            format = value;
            dialog.update();
          }}
        />
        <span>${exchangeWords().formats[value].label}<small>${exchangeWords().formats[value].words}</small></span>
      </label>`;
      return html`<form @submit=${submit}>
        <fieldset class="app-formats">
          <legend class="weft-hidden">${exchangeWords().kind}</legend>
          ${FORMATS.map(choice)}
        </fieldset>
        ${
          format === 'pdf'
            ? nothing
            : html`<label class="app-label">${copyWords().name}
          <input
            class="weft-field"
            type="text"
            maxlength="100"
            autocomplete="off"
            spellcheck="false"
            .value=${proposeName(today)}
            @focus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
          />
        </label>`
        }
        <p class="app-hint">${exchangeWords().notSealed}</p>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>${commonWords().cancel}</button>
          <button type="submit" class="weft-button" data-primary data-autofocus>
            ${format === 'pdf' ? exchangeWords().print : exchangeWords().save}
          </button>
        </div>
      </form>`;
    },
  });
}
