/** The field over the list of documents, and what it finds in them. */
import type { Library } from '@weft/crdt-core';
import type { SearchHit } from '@weft/local-ai';
import { iconView } from '@weft/editor-ui/ui';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { FileText, Search } from 'lucide';
import { loadOnce } from '../load.ts';
import type { DocumentSearch, Findings, FoundDocument } from './find-documents.ts';
import type { MeaningEvents } from './load-vectors.ts';
import { snippetView } from './snippet-view.ts';
import { commonWords } from '@weft/editor-ui/words';
import { searchWords } from '../words/search.ts';

/** The field and its results, in one element. */
export interface SearchBox {
  readonly element: HTMLElement;
  /** Whether something is looked for: the list then makes room. */
  isActive(): boolean;
  focus(): void;
  destroy(): void;
}

/** ms after a key before it is looked. */
const ASK_AFTER = 80;
/** Places of one document that are listed. */
const MOST_PLACES = 3;

type Found = { readonly findings: Findings } | { readonly sentence: string } | undefined;

/** @param onActive the list is to be shown, or to make room */
export function createSearchBox(library: Library, onActive: (isActive: boolean) => void): SearchBox {
  const element = document.createElement('search');
  element.className = 'app-search';
  const load = loadOnce(() => import('./find-documents.ts'));
  let search: DocumentSearch | undefined;
  let query = '';
  let found: Found;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;
  /** What is to be said of the word vectors; undefined where nothing is. */
  let note: string | undefined;
  const say = (words: string | undefined): void => {
    note = words;
    if (!hasEnded) paint();
  };
  const events: MeaningEvents = {
    progress: (share) => say(searchWords().fetching(share)),
    ready() {
      say(undefined);
      if (query !== '') void ask();
    },
    failed: () => say(searchWords().wordsAlone),
    off() {},
  };

  async function ask(): Promise<void> {
    const wanted = query;
    const loaded = await load();
    if (hasEnded || wanted !== query) return;
    if (!loaded.ok) found = { sentence: loaded.failure.sentence };
    else {
      try {
        search ??= loaded.value.createDocumentSearch(library, events);
        const findings = await search.find(wanted);
        if (findings === undefined || hasEnded) return;
        found = { findings };
      } catch {
        found = { sentence: searchWords().failed };
      }
    }
    paint();
  }

  function setQuery(text: string): void {
    const wasActive = query !== '';
    query = text.trim();
    clearTimeout(timer);
    if (query === '') {
      found = undefined;
      note = undefined;
      // What is kept of the documents may be newer when it is looked for again.
      search?.stop();
      search = undefined;
    } else timer = setTimeout(() => void ask(), ASK_AFTER);
    if (wasActive !== (query !== '')) onActive(query !== '');
    paint();
  }

  // Put into the trash or taken out of it, here or in another tab: what was found is looked for anew.
  const listed = (): string =>
    library
      .list()
      .map(({ localId }) => localId)
      .toSorted()
      .join();
  let known = listed();
  const stopObserving = library.observe(() => {
    const now = listed();
    if (now === known) return;
    known = now;
    search?.stop();
    search = undefined;
    if (query !== '') void ask();
  });

  function clear(): void {
    const field = element.querySelector('input');
    if (field !== null) field.value = '';
    setQuery('');
    field?.focus();
  }

  /** Arrows go from the field through what was found, and back. */
  function keydown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && query !== '') {
      event.preventDefault();
      return clear();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [...element.querySelectorAll<HTMLElement>('input, a')];
    const at = stops.indexOf(event.target as HTMLElement);
    const next = stops[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  function placeView(record: FoundDocument['record'], hit: SearchHit): TemplateResult {
    return html`<li><a class="app-found-place" href=${`#/d/${record.localId}/${hit.blockId}`}>${hit.isSimilar ? html`<span class="app-found-kind">${searchWords().similar}</span>` : nothing}${snippetView(hit.snippet)}</a></li>`;
  }

  function documentView({ record, title, isSimilar, places }: FoundDocument): TemplateResult {
    const name = record.title === '' ? commonWords().untitled : record.title;
    const more = places.length - MOST_PLACES;
    return html`<li class="app-found">
      <a class="app-found-title" href=${`#/d/${record.localId}`}>${iconView(FileText, 18)}<span>${title === undefined ? name : snippetView(title)}</span></a>
      ${isSimilar && places.length === 0 ? html`<p class="app-found-kind">${searchWords().similar}</p>` : nothing}
      ${places.length === 0 ? nothing : html`<ul>${places.slice(0, MOST_PLACES).map((hit) => placeView(record, hit))}</ul>`}
      ${more > 0 ? html`<p>${searchWords().more(more)}</p>` : nothing}
    </li>`;
  }

  function foundView(): TemplateResult | typeof nothing {
    if (query === '') return nothing;
    if (found === undefined) return html`<p class="app-search-note" role="status">${searchWords().searching}</p>`;
    if ('sentence' in found) return html`<p class="app-search-note" role="alert">${found.sentence}</p>`;
    const { documents, unread } = found.findings;
    const places = documents.reduce(
      (sum, { places: all, title }) => sum + all.length + (title === undefined ? 0 : 1),
      0,
    );
    return html`<p class="app-search-note" role="status">${documents.length === 0 ? searchWords().none(query) : searchWords().found(places, documents.length)}</p>
      <ul class="app-found-list app-found-marks" aria-label=${searchWords().results}>${documents.map(documentView)}</ul>
      ${note === undefined ? nothing : html`<p class="app-search-note">${note}</p>`}
      ${unread === 0 ? nothing : html`<p class="app-search-note">${searchWords().unread(unread)}</p>`}`;
  }

  function paint(): void {
    render(
      html`<label class="app-search-field">
          ${iconView(Search, 16)}<input
            type="search"
            aria-label=${searchWords().label}
            placeholder=${searchWords().label}
            autocomplete="off"
            spellcheck="false"
            @input=${(event: Event) => setQuery((event.target as HTMLInputElement).value)}
          />
        </label>
        ${foundView()}`,
      element,
    );
  }

  element.addEventListener('keydown', keydown);
  paint();
  return {
    element,
    isActive: () => query !== '',
    focus: () => element.querySelector('input')?.focus(),
    destroy() {
      hasEnded = true;
      clearTimeout(timer);
      stopObserving();
      search?.stop();
      element.remove();
    },
  };
}
