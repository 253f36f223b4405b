/** One suggestion as it is shown beside the text: whose, since when, what, and the two answers. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Check, X } from 'lucide';
import { ref } from 'lit/directives/ref.js';
import type { Editor } from '../editor.ts';
import type { EditorSuggestion } from '../suggestions/types.ts';
import { iconView } from './icon.ts';
import { commonWords } from '../words/common.ts';
import { suggestionWords } from '../words/suggestions.ts';

export function authorWords({ author }: EditorSuggestion): string {
  const name = author.isSelf ? commonWords().you : author.name;
  return author.claims === undefined ? name : suggestionWords().inNameOf(name, author.claims);
}

export function whatView({ inserted, deleted, others }: EditorSuggestion): TemplateResult {
  return html`${deleted === '' ? nothing : html`<del>${deleted}</del> `}${inserted === '' ? nothing : html`<ins>${inserted}</ins> `}${
    others.length === 0 ? nothing : html`<span>${others.join(', ')}</span>`
  }`;
}

/** The two answers; none for those who only read. */
export function answersView(
  editor: Editor,
  { id, sentence }: EditorSuggestion,
  answer: (verdict: 'accept' | 'reject', id: string) => void,
): TemplateResult | typeof nothing {
  if (!editor.state.get().editable) return nothing;
  const button = (verdict: 'accept' | 'reject', word: string, icon: TemplateResult): TemplateResult => html`<button
    type="button"
    class="weft-icon-button"
    data-item
    data-verdict=${verdict}
    aria-label=${`${word}: ${sentence}`}
    data-tip=${word}
    @click=${() => answer(verdict, id)}
  >${icon}</button>`;
  return html`<span class="weft-suggestion-answers">${button('accept', suggestionWords().accept, iconView(Check, 17))}${button('reject', suggestionWords().reject, iconView(X, 17))}</span>`;
}

export function dotView({ author }: EditorSuggestion): TemplateResult {
  // Through the CSSOM: the page allows no style attribute.
  const paint = (element?: Element): void => {
    if (element instanceof HTMLElement) element.style.setProperty('--weft-author', author.color);
  };
  return html`<i class="weft-suggestion-dot" ${ref(paint)}></i>`;
}
