import { openDialog } from '@weft/editor-ui/ui';
import { html } from 'lit/html.js';
import { commonWords } from '@weft/editor-ui/words';

/** A question with one way on and one way out. */
export interface Question {
  readonly title: string;
  readonly words: readonly string[];
  readonly confirm: string;
  readonly danger?: boolean;
}

/** Asks; false where the dialog was closed in any other way than by its button. */
export function askConfirm(host: HTMLElement, question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    openDialog(host, {
      title: question.title,
      size: 'narrow',
      onClose: () => resolve(answer),
      body: (dialog) => html`${question.words.map((words) => html`<p>${words}</p>`)}
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" data-autofocus @click=${() => dialog.close()}>${commonWords().cancel}</button>
          <button
            type="button"
            class="weft-button"
            ?data-danger=${question.danger === true}
            ?data-primary=${question.danger !== true}
            @click=${() => {
              answer = true;
              dialog.close();
            }}
          >${question.confirm}</button>
        </div>`,
    });
  });
}
