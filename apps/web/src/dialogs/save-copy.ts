import { bytesToWords, openDialog } from '@weft/editor-ui/ui';
import { html, nothing } from 'lit/html.js';
import { type CopyFormat, typedToFileName } from '../files.ts';

const formats: readonly (readonly [CopyFormat, string, string])[] = [
  ['.weft', 'Sealed (.weft)', 'Everything. It opens only with this document’s link, so keep the link as well.'],
  ['.md', 'Readable (.md)', 'The text as Markdown. It is not sealed: whoever sees the file can read it.'],
];

/** What is asked about. */
export interface SaveCopyOptions {
  /** Images and files that the document shows, and their bytes in all. */
  readonly files: { readonly count: number; readonly bytes: number };
  readonly first?: CopyFormat | undefined;
  /** Given the name of the file. */
  save(name: string, format: CopyFormat, withFiles: boolean): void;
}

/**
 * Asks for the kind and the name of a copy. The title is not proposed: a file's name is read by whoever sees the file.
 * @param today - to tell copies apart
 */
export function askSaveCopy(host: HTMLElement, today: Date, { save, files, first = '.weft' }: SaveCopyOptions): void {
  let format = first;
  let withFiles = files.count > 0;
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((part) => String(part).padStart(2, '0'));
  openDialog(host, {
    title: 'Save a copy',
    size: 'narrow',
    body: (dialog) => {
      const submit = (event: SubmitEvent): void => {
        event.preventDefault();
        const typed = dialog.element.querySelector<HTMLInputElement>('input[type="text"]')?.value ?? '';
        dialog.close();
        save(typedToFileName(typed, format), format, withFiles && format === '.weft');
      };
      return html`<form @submit=${submit}>
        <fieldset class="app-formats">
          <legend class="weft-hidden">Kind of file</legend>
          ${formats.map(
            ([value, label, words]) => html`<label class="app-format">
              <input
                type="radio"
                name="format"
                .checked=${value === format}
                @change=${() => {
                  format = value;
                  dialog.update();
                }}
              />
              <span>${label}<small>${words}</small></span>
            </label>`,
          )}
        </fieldset>
        ${
          files.count === 0
            ? nothing
            : html`<label class="app-check">
                <input
                  type="checkbox"
                  ?disabled=${format !== '.weft'}
                  .checked=${withFiles && format === '.weft'}
                  @change=${(event: Event) => {
                    withFiles = (event.currentTarget as HTMLInputElement).checked;
                  }}
                />
                <span>${`With ${files.count === 1 ? 'its file' : `its ${files.count} files`} (${bytesToWords(files.bytes)})`}</span>
              </label>`
        }
        <label class="app-label">Name of the file
          <input
            class="weft-field"
            type="text"
            data-autofocus
            maxlength="100"
            autocomplete="off"
            spellcheck="false"
            .value=${`document ${day.join('-')}`}
            @focus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
          />
        </label>
        <p class="app-hint">The name is not sealed: whoever sees the file reads it.</p>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>Cancel</button>
          <button type="submit" class="weft-button" data-primary>Save</button>
        </div>
      </form>`;
    },
  });
}
