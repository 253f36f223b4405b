import { openDialog } from '@weft/editor-ui/ui';
import { html, nothing } from 'lit/html.js';
import { commonWords } from '@weft/editor-ui/words';
import { documentWords } from '../words/document.ts';

/** Which relay asks. */
export interface AskingRelay {
  readonly host: string;
  /** A secret was given before, and the relay turned this device away all the same. */
  readonly isKnown: boolean;
}

/**
 * Asks for a relay's admission secret.
 * @param keep takes the secret; answers with a sentence where it could not be kept
 */
export function askAdmission(
  host: HTMLElement,
  relay: AskingRelay,
  keep: (secret: string) => Promise<string | undefined>,
): void {
  let problem: string | undefined;
  let isBusy = false;
  const words = documentWords();
  openDialog(host, {
    title: words.secretTitle,
    size: 'narrow',
    body: (dialog) => {
      const submit = async (event: SubmitEvent): Promise<void> => {
        event.preventDefault();
        const secret = dialog.element.querySelector<HTMLInputElement>('#app-admission')?.value ?? '';
        if (isBusy) return;
        if (secret === '') problem = words.secretMissing;
        else {
          isBusy = true;
          problem = await keep(secret);
          isBusy = false;
        }
        if (problem === undefined) dialog.close();
        else dialog.update();
      };
      return html`<form @submit=${submit}>
        <p>${relay.isKnown ? words.secretWrong(relay.host) : words.secretAsked(relay.host)}</p>
        <label class="app-label" for="app-admission">${words.secret}</label>
        <input
          id="app-admission"
          class="weft-field"
          type="password"
          data-autofocus
          autocomplete="off"
          aria-invalid=${problem === undefined ? nothing : 'true'}
        />
        ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
        <p class="app-hint">${words.secretKept}</p>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>${commonWords().cancel}</button>
          <button type="submit" class="weft-button" data-primary>${words.connectNow}</button>
        </div>
      </form>`;
    },
  });
}
