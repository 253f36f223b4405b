/** Asks for the passphrase of a locked link. The link stays in the address until it has been opened. */
import { iconView } from '@weft/editor-ui/ui';
import { html, nothing, render } from 'lit/html.js';
import { LockKeyhole } from 'lucide';
import type { Screen } from '../app.ts';
import { markView } from '../mark.ts';
import { startWords } from '../words/start.ts';

/**
 * Shows the screen.
 * @param open tries a passphrase; answers with the sentence to show where it does not open the link
 */
export function showPassphrase(root: HTMLElement, open: (passphrase: string) => Promise<string | undefined>): Screen {
  document.title = 'Weft';
  const element = document.createElement('main');
  element.className = 'app-middle';
  root.replaceChildren(element);
  let problem: string | undefined;
  const words = startWords();
  let busy = false;
  let closed = false;

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const field = element.querySelector('input');
    if (busy || field === null) return;
    busy = true;
    problem = undefined;
    paint();
    problem = await open(field.value);
    busy = false;
    if (closed) return;
    paint();
    field.select();
    field.focus();
  };
  const paint = (): void => {
    render(
      html`<a class="app-home" href="#/" aria-label=${words.home}>${markView(28)}</a>
        <form class="app-message" @submit=${submit}>
          ${iconView(LockKeyhole, 28)}
          <h1>${words.locked}</h1>
          <p>${words.lockedWhy}</p>
          <input
            class="weft-field"
            type="password"
            autocomplete="off"
            aria-label=${words.passphrase}
            aria-invalid=${problem === undefined ? nothing : 'true'}
            ?readonly=${busy}
          />
          ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
          <div class="app-message-actions">
            <button type="submit" class="weft-button" data-primary ?disabled=${busy}>${busy ? words.opening : words.open}</button>
          </div>
        </form>`,
      element,
    );
  };
  paint();
  element.querySelector('input')?.focus();
  return {
    close() {
      closed = true;
      element.remove();
    },
  };
}
