/** The list of suggestions beside the text: whose each is, what it would do, and the answers, for one, for one person's, for all. */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { CheckCheck, PencilLine, X } from 'lucide';
import type { Editor, EditorSuggestion } from '../types.ts';
import { iconView } from './icon.ts';
import { createCleanup } from './part.ts';
import type { SidePanel } from './side-panel.ts';
import { agoWords, answersView, authorWords, dotView, whatView } from './suggestion-view.ts';

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

function countWords(count: number): string {
  return count === 1 ? '1 suggestion' : `${count.toLocaleString()} suggestions`;
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
    announce(`${countWords(ids.length)} ${verdict === 'accept' ? 'accepted' : 'rejected'}`);
    paint();
  }

  function itemView(suggestion: EditorSuggestion, selected: readonly string[]): TemplateResult {
    return html`<li class="weft-suggestion" ?data-current=${selected.includes(suggestion.id)}>
      <div class="weft-suggestion-head">
        ${dotView(suggestion)}<strong>${authorWords(suggestion)}</strong><time>${agoWords(suggestion.at, Date.now())}</time>
        ${answersView(editor, suggestion, (verdict, id) => answer(verdict, [id]))}
      </div>
      <button type="button" class="weft-suggestion-what" aria-label=${`Go to: ${suggestion.sentence}`} @click=${() => {
        editor.suggestions.get()?.reveal(suggestion.id);
        editor.focus();
      }}>${whatView(suggestion)}</button>
    </li>`;
  }

  function paint(): void {
    if (!isShown) return;
    const all = editor.suggestions.get()?.list() ?? [];
    const authors = new Map(all.map((each) => [each.author.key, each.author.isSelf ? 'You' : each.author.name]));
    if (!authors.has(author)) author = '';
    const chosen = author === '' ? all : all.filter((each) => each.author.key === author);
    const { editable, selectedSuggestions } = editor.state.get();
    const ids = chosen.map(({ id }) => id);
    render(
      all.length === 0
        ? html`<div class="weft-suggestions-empty">
            ${iconView(PencilLine, 20)}
            <p>No suggestions.</p>
            <p>Choose “Suggesting” in the bar, and what you change is proposed for others to accept or reject.</p>
          </div>`
        : html`<div class="weft-suggestions-head">
              ${
                authors.size < 2
                  ? html`<span>${countWords(chosen.length)}</span>`
                  : html`<label><span class="weft-hidden">Whose</span><select
                      .value=${author}
                      @change=${(event: Event) => {
                        author = (event.target as HTMLSelectElement).value;
                        paint();
                      }}
                    >
                      <option value="">Everyone’s (${all.length})</option>
                      ${[...authors].map(([key, name]) => html`<option value=${key} ?selected=${key === author}>${name}</option>`)}
                    </select></label>`
              }
              ${
                editable
                  ? html`<button type="button" class="weft-button" @click=${() => answer('accept', ids)}>${iconView(CheckCheck, 16)}Accept all</button>
                    <button type="button" class="weft-button" @click=${() => answer('reject', ids)}>${iconView(X, 16)}Reject all</button>`
                  : nothing
              }
            </div>
            <ul>${repeat(
              chosen.slice(0, MAX_LISTED),
              ({ id }) => id,
              (suggestion) => itemView(suggestion, selectedSuggestions),
            )}</ul>
            ${chosen.length > MAX_LISTED ? html`<p class="weft-suggestions-more">The first ${MAX_LISTED} of ${countWords(chosen.length)} are listed.</p>` : nothing}`,
      element,
    );
  }

  function count(): void {
    const { suggestions } = editor.state.get();
    panel.setBadge(TAB, { count: suggestions, words: countWords(suggestions) });
    // Those that come from elsewhere are said; what this person makes, they know.
    if (suggestions > counted && editor.state.get().mode === 'editing')
      announce(`${countWords(suggestions)} in the text`);
    counted = suggestions;
    paint();
  }

  cleanup.add(
    panel.add({
      id: TAB,
      label: 'Suggestions',
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
