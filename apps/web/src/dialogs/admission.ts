import { openDialog } from '@weft/editor-ui/ui';
import { html, nothing } from 'lit/html.js';

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
  openDialog(host, {
    title: 'The relay’s secret',
    size: 'narrow',
    body: (dialog) => {
      const submit = async (event: SubmitEvent): Promise<void> => {
        event.preventDefault();
        const secret = dialog.element.querySelector<HTMLInputElement>('#app-admission')?.value ?? '';
        if (isBusy) return;
        if (secret === '') problem = 'Enter the secret, or ask whoever runs the relay for it.';
        else {
          isBusy = true;
          problem = await keep(secret);
          isBusy = false;
        }
        if (problem === undefined) dialog.close();
        else dialog.update();
      };
      return html`<form @submit=${submit}>
        <p>
          ${
            relay.isKnown
              ? html`The relay <b>${relay.host}</b> did not admit this device with the secret it was given before. Check it with
                whoever runs the relay.`
              : html`The relay <b>${relay.host}</b> serves only those who know its secret. Ask whoever runs it.`
          }
        </p>
        <label class="app-label" for="app-admission">Secret</label>
        <input
          id="app-admission"
          class="weft-field"
          type="password"
          data-autofocus
          autocomplete="off"
          aria-invalid=${problem === undefined ? nothing : 'true'}
        />
        ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
        <p class="app-hint">It is kept sealed on this device. The relay is shown a proof that you know it, not the secret.</p>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>Cancel</button>
          <button type="submit" class="weft-button" data-primary>Connect</button>
        </div>
      </form>`;
    },
  });
}
