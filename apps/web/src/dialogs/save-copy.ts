import { html, nothing } from 'lit/html.js';
import { openDialog } from '@weft/editor-ui/ui';
import { bytesToWords, commonWords } from '@weft/editor-ui/words';
import { typedToFileName } from '../files.ts';
import { copyWords } from '../words/copies.ts';
import { proposeName } from './proposed-name.ts';

/** What is asked about. */
export interface SaveCopyOptions {
  /** Images and files that the document shows, and their bytes in all. */
  readonly files: { readonly count: number; readonly bytes: number };
  /** Given the name of the file. */
  save(name: string, withFiles: boolean): void;
}

/**
 * Asks for the name of a copy. The title is not proposed: a file's name is read by whoever sees the file.
 * @param today - to tell copies apart
 */
export function askSaveCopy(host: HTMLElement, today: Date, { save, files }: SaveCopyOptions): void {
  const say = copyWords();
  let withFiles = files.count > 0;
  openDialog(host, {
    title: say.title,
    size: 'narrow',
    body: (dialog) => {
      const submit = (event: SubmitEvent): void => {
        event.preventDefault();
        const typed = dialog.element.querySelector<HTMLInputElement>('input[type="text"]')?.value ?? '';
        dialog.close();
        save(typedToFileName(typed), withFiles);
      };
      return html`<form @submit=${submit}>
        <p>${say.sealedWords}</p>
        ${
          files.count === 0
            ? nothing
            : html`<label class="app-check">
                <input
                  type="checkbox"
                  .checked=${withFiles}
                  @change=${(event: Event) => {
                    withFiles = (event.currentTarget as HTMLInputElement).checked;
                  }}
                />
                <span>${say.withFiles(files.count, bytesToWords(files.bytes))}</span>
              </label>`
        }
        <label class="app-label">${say.name}
          <input
            class="weft-field"
            type="text"
            data-autofocus
            maxlength="100"
            autocomplete="off"
            spellcheck="false"
            .value=${proposeName(today)}
            @focus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
          />
        </label>
        <p class="app-hint">${say.nameSeen}</p>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>${commonWords().cancel}</button>
          <button type="submit" class="weft-button" data-primary>${commonWords().save}</button>
        </div>
      </form>`;
    },
  });
}
