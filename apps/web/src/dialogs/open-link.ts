import { openDialog } from '@weft/editor-ui/ui';
import { html, nothing } from 'lit/html.js';
import { commonWords } from '@weft/editor-ui/words';
import { libraryWords } from '../words/library.ts';

/**
 * Asks for a link by hand.
 * @param take tries the text; answers with a sentence where it cannot be used, else goes there
 */
export function askLink(host: HTMLElement, take: (text: string) => Promise<string | undefined>): void {
  let problem: string | undefined;
  let busy = false;
  const words = libraryWords();
  openDialog(host, {
    title: words.openLink,
    body: (dialog) => {
      const submit = async (event: SubmitEvent): Promise<void> => {
        event.preventDefault();
        if (busy) return;
        busy = true;
        const text = dialog.element.querySelector('textarea')?.value ?? '';
        problem = await take(text);
        busy = false;
        if (problem === undefined) dialog.close();
        else dialog.update();
      };
      return html`<form @submit=${submit}>
        <p>${words.openLinkHow}</p>
        <textarea
          dir="ltr"
          class="weft-field app-link-field"
          rows="4"
          data-autofocus
          aria-label=${words.link}
          autocomplete="off"
          spellcheck="false"
          placeholder="https://…/#…"
          aria-invalid=${problem === undefined ? nothing : 'true'}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            (event.currentTarget as HTMLTextAreaElement).form?.requestSubmit();
          }}
        ></textarea>
        ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" @click=${() => dialog.close()}>${commonWords().cancel}</button>
          <button type="submit" class="weft-button" data-primary>${words.open}</button>
        </div>
      </form>`;
    },
  });
}
