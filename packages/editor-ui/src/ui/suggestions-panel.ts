/** The list of suggestions beside the text: whose each is, what it would do, and the answers, for one, for one person's, for all. */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { CheckCheck, PencilLine, X } from 'lucide';
import type { Editor } from '../editor.ts';
import type { EditorSuggestion } from '../suggestions/types.ts';
import { iconView } from './icon.ts';
import { createCleanup } from './part.ts';
import type { SidePanel } from './side-panel.ts';
import { answersView, authorWords, dotView, whatView } from './suggestion-view.ts';
import { commonWords } from '../words/common.ts';
import { suggestionWords } from '../words/suggestions.ts';
import { agoToWords } from '../words/times.ts';

const TAB = 'suggestions';
/** More than this are counted and not listed. */
const MAX_LISTED = 200;

/** Options of {@link createSuggestionsPanel}. */
export interface SuggestionsPanelOptions {
  readonly editor: Editor;
  readonly panel: SidePanel;
  /** Says it politely to those who hear the page. */
  announce(words: string): void;
}

/** Adds the tab. Returns what takes it away again. */
export function createSuggestionsPanel({ editor, panel, announce }: SuggestionsPanelOptions): () => void {
  const element = document.createElement('div');
  element.className = 'weft-suggestions';
  const cleanup = createCleanup();
  let isShown = false;
  let author = '';
  let counted = editor.state.get().suggestions;

  function answer(verdict: 'accept' | 'reject', ids: readonly string[]): void {
    if (editor.suggestions.get()?.[verdict](ids) !== true) return;
    announce(verdict === 'accept' ? suggestionWords().accepted(ids.length) : suggestionWords().rejected(ids.length));
    paint();
  }

  function itemView(suggestion: EditorSuggestion, selected: readonly string[]): TemplateResult {
    return html`<li class="weft-suggestion" ?data-current=${selected.includes(suggestion.id)}>
      <div class="weft-suggestion-head">
        ${dotView(suggestion)}<strong>${authorWords(suggestion)}</strong><time>${agoToWords(suggestion.at, Date.now(), 'short')}</time>
        ${answersView(editor, suggestion, (verdict, id) => answer(verdict, [id]))}
      </div>
      <button type="button" class="weft-suggestion-what" aria-label=${suggestionWords().goTo(suggestion.sentence)} @click=${() => {
        editor.suggestions.get()?.reveal(suggestion.id);
        editor.focus();
      }}>${whatView(suggestion)}</button>
    </li>`;
  }

  function paint(): void {
    if (!isShown) return;
    const say = suggestionWords();
    const all = editor.suggestions.get()?.list() ?? [];
    const authors = new Map(
      all.map((each) => [each.author.key, each.author.isSelf ? commonWords().you : each.author.name]),
    );
    if (!authors.has(author)) author = '';
    const chosen = author === '' ? all : all.filter((each) => each.author.key === author);
    const { editable, selectedSuggestions } = editor.state.get();
    const ids = chosen.map(({ id }) => id);
    render(
      all.length === 0
        ? html`<div class="weft-panel-empty">
            ${iconView(PencilLine, 28)}
            <p><b>${say.none}</b></p>
            <p>${say.noneHow}</p>
          </div>`
        : html`<div class="weft-suggestions-head">
              ${
                authors.size < 2
                  ? html`<span>${say.count(chosen.length)}</span>`
                  : html`<label><span class="weft-hidden">${say.whose}</span><select
                      .value=${author}
                      @change=${(event: Event) => {
                        author = (event.target as HTMLSelectElement).value;
                        paint();
                      }}
                    >
                      <option value="">${say.everyones(all.length)}</option>
                      ${[...authors].map(([key, name]) => html`<option value=${key} ?selected=${key === author}>${name}</option>`)}
                    </select></label>`
              }
              ${
                editable
                  ? html`<button type="button" class="weft-button" @click=${() => answer('accept', ids)}>${iconView(CheckCheck, 16)}${say.acceptAll}</button>
                    <button type="button" class="weft-button" @click=${() => answer('reject', ids)}>${iconView(X, 16)}${say.rejectAll}</button>`
                  : nothing
              }
            </div>
            <ul>${repeat(
              chosen.slice(0, MAX_LISTED),
              ({ id }) => id,
              (suggestion) => itemView(suggestion, selectedSuggestions),
            )}</ul>
            ${chosen.length > MAX_LISTED ? html`<p class="weft-suggestions-more">${say.listed(MAX_LISTED, chosen.length)}</p>` : nothing}`,
      element,
    );
  }

  function count(): void {
    const { suggestions } = editor.state.get();
    panel.setBadge(TAB, { count: suggestions, words: suggestionWords().count(suggestions) });
    // Those that come from elsewhere are said; what this person makes, they know.
    if (suggestions > counted && editor.state.get().mode === 'editing') announce(suggestionWords().inText(suggestions));
    counted = suggestions;
    paint();
  }

  cleanup.add(
    panel.add({
      id: TAB,
      label: suggestionWords().suggestions,
      icon: PencilLine,
      element,
      rank: 20,
      inBar: true,
      onShown(now) {
        isShown = now;
        paint();
      },
    }),
  );
  cleanup.add(editor.state.subscribe(count));
  cleanup.add(editor.suggestions.subscribe(paint));
  count();
  return cleanup.run;
}
