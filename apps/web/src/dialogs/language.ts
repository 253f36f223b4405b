import { openDialog } from '@weft/editor-ui/ui';
import { html } from 'lit';
import { chosenLanguage, LANGUAGES, type LanguageChoice } from '../language.ts';
import { settingsWords } from '../words/settings.ts';
import { commonWords } from '@weft/editor-ui/words';

/** Asks which language the interface is to speak. Each language is named in itself: whoever looks for it can read it. */
export function askLanguage(host: HTMLElement, choose: (choice: LanguageChoice) => void): void {
  const words = settingsWords();
  const languages = Object.entries(LANGUAGES) as readonly (readonly [LanguageChoice, string])[];
  openDialog(host, {
    title: words.language,
    size: 'narrow',
    body: (dialog) => html`<fieldset class="app-formats">
      <legend class="weft-hidden">${words.language}</legend>
      ${[['system', words.asSystem] as const, ...languages].map(
        ([choice, label]) => html`<label class="app-format">
          <input
            type="radio"
            name="language"
            ?data-autofocus=${choice === chosenLanguage()}
            .checked=${choice === chosenLanguage()}
          />
          <span lang=${choice === 'system' ? document.documentElement.lang : choice}>${label}</span>
        </label>`,
      )}
    </fieldset>
    <div class="weft-dialog-actions">
      <button type="button" class="weft-button" @click=${() => dialog.close()}>${commonWords().cancel}</button>
      <button
        type="button"
        class="weft-button"
        data-primary
        @click=${() => {
          const fields = [...dialog.element.querySelectorAll<HTMLInputElement>('input[name="language"]')];
          const at = fields.findIndex((field) => field.checked);
          dialog.close();
          choose(at <= 0 ? 'system' : (languages[at - 1]?.[0] ?? 'system'));
        }}
      >${words.choose}</button>
    </div>`,
  });
}
