import { openDialog } from '@weft/editor-ui/ui';
import { commonWords } from '@weft/editor-ui/words';
import { html } from 'lit/html.js';
import { libraryWords } from '../words/library.ts';

/** Letters of a folder's name. */
const LONGEST = 60;

/**
 * Asks which folder a document belongs to.
 * @param folder - the one it is in; empty where it is in none
 * @param known - the folders there are, to choose from
 * @param choose - hears the name, empty for none; not called where the dialog is left otherwise
 */
export function askFolder(
  host: HTMLElement,
  folder: string,
  known: readonly string[],
  choose: (folder: string) => void,
): void {
  const words = libraryWords();
  openDialog(host, {
    title: words.folder,
    size: 'narrow',
    body: (dialog) => html`<form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const name = dialog.element.querySelector('input')?.value.trim() ?? '';
        dialog.close();
        choose(name);
      }}
    >
      <label class="app-label" for="app-folder">${words.folderName}</label>
      <input
        id="app-folder"
        class="weft-field"
        type="text"
        dir="auto"
        maxlength=${LONGEST}
        list="app-folders"
        autocomplete="off"
        data-autofocus
        .value=${folder}
      />
      <datalist id="app-folders">${known.map((name) => html`<option value=${name}></option>`)}</datalist>
      <p class="app-hint">${words.folderHow}</p>
      <div class="weft-dialog-actions">
        <button type="button" class="weft-button" @click=${() => dialog.close()}>${commonWords().cancel}</button>
        <button type="submit" class="weft-button" data-primary>${commonWords().save}</button>
      </div>
    </form>`,
  });
}
