/** Finds places of the open document by their words and their meaning, in a tab beside the text. */
import { createLocalAi, type LocalAi, type SearchHit } from '@weft/local-ai';
import type { EditorShell } from '@weft/editor-ui/element';
import { iconView, mirrored, type Part } from '@weft/editor-ui/ui';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { TextSearch } from 'lucide';
import { startLocalAiWorker } from '../local-ai-worker.ts';
import { searchWords } from '../words/search.ts';
import { readText } from './kept-text.ts';
import { loadVectors } from './load-vectors.ts';
import { snippetView } from './snippet-view.ts';

/** The tab. */
export interface MeaningTab extends Part {
  /** Brings it into sight, ready to be asked. */
  open(): void;
}

const TAB = 'meaning';
/** ms after a key before it is looked. */
const ASK_AFTER = 150;
/** Stands for the open document, the only one this worker knows. */
const DOCUMENT = 'open';
const MOST_HITS = 30;

/** Adds the tab. Nothing is read, fetched or started before the first question. */
export function addMeaning({ editor, panel, announce, showBlock }: EditorShell): MeaningTab {
  const element = document.createElement('div');
  element.className = 'app-meaning';
  let ai: LocalAi | undefined;
  /** The blocks as they are indexed. */
  let indexed = new Map<string, string>();
  let query = '';
  let hits: readonly SearchHit[] | undefined;
  let note: string | undefined;
  let hasFailed = false;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Brings the index up to the text: what changed alone is read again. */
  async function index({ searching }: LocalAi): Promise<void> {
    const now = new Map(readText(editor).map(([id, text]) => [id, text] as const));
    const gone = [...indexed.keys()].filter((id) => !now.has(id));
    const changed = [...now].filter(([id, text]) => indexed.get(id) !== text);
    indexed = now;
    // All is on its way before anything is waited for: a later question finds it indexed.
    const removed = gone.map((id) => searching.remove(DOCUMENT, id));
    const put = await searching.put(changed.map(([blockId, text]) => ({ documentId: DOCUMENT, blockId, text })));
    await Promise.all(removed);
    if (!put.ok) throw new Error(put.failure.sentence);
  }

  function start(): LocalAi {
    const mine = createLocalAi(startLocalAiWorker);
    const say = (words: string | undefined): void => {
      if (mine !== ai) return;
      note = words;
      paint();
    };
    void loadVectors(mine, () => mine === ai, {
      progress: (share) => say(searchWords().fetching(share)),
      ready() {
        say(undefined);
        if (query !== '') void ask();
      },
      failed: () => say(searchWords().wordsAlone),
      off: () => say(searchWords().meaningOff),
    });
    return mine;
  }

  function stop(): void {
    ai?.destroy();
    ai = undefined;
    indexed = new Map();
    note = undefined;
  }

  async function ask(): Promise<void> {
    asked += 1;
    const mine = asked;
    ai ??= start();
    const own = ai;
    try {
      await index(own);
      const outcome = await own.searching.search(query, { limit: MOST_HITS });
      if (mine !== asked || own !== ai) return;
      if (!outcome.ok) throw new Error(outcome.failure.sentence);
      hits = outcome.value;
      hasFailed = false;
    } catch {
      if (own !== ai) return;
      stop();
      hasFailed = true;
    }
    paint();
    if (!hasFailed && hits !== undefined) announce(toCount(hits.length));
  }

  function toCount(count: number): string {
    return count === 0 ? searchWords().none(query) : searchWords().places(count);
  }

  function setQuery(text: string): void {
    query = text.trim();
    clearTimeout(timer);
    if (query === '') {
      asked += 1;
      hits = undefined;
    } else timer = setTimeout(() => void ask(), ASK_AFTER);
    paint();
  }

  function show({ blockId, snippet }: SearchHit): void {
    announce(showBlock(blockId) ? snippet.text : searchWords().gone);
  }

  /** Arrows go from the field through the places, and back; Enter in the field goes to the first. */
  function keydown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const stops = [...element.querySelectorAll<HTMLElement>('input, li button')];
    const at = stops.indexOf(event.target as HTMLElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter' && at === 0) stops[1]?.click();
    else if (step !== 0 && at >= 0) stops[at + step]?.focus();
    else return;
    event.preventDefault();
  }

  function hitView(hit: SearchHit): TemplateResult {
    const similar = hit.isSimilar ? html`<span class="app-found-kind">${searchWords().similar}</span>` : nothing;
    return html`<li><button type="button" @click=${() => show(hit)}>${similar}${snippetView(hit.snippet)}</button></li>`;
  }

  function foundView(): TemplateResult {
    if (hasFailed) return html`<p class="app-search-note" role="alert">${searchWords().failed}</p>`;
    if (query === '')
      return html`<div class="weft-panel-empty">${iconView(mirrored(TextSearch), 28)}<p>${searchWords().askHere}</p></div>`;
    if (hits === undefined) return html`<p class="app-search-note">${searchWords().searching}</p>`;
    return html`<p class="app-search-note">${toCount(hits.length)}</p>
      <ul class="weft-summary-list app-found-marks" aria-label=${searchWords().results}>${hits.map(hitView)}</ul>`;
  }

  function paint(): void {
    render(
      html`<label class="app-search-field">
          ${iconView(mirrored(TextSearch), 16)}<input
            type="search"
            aria-label=${searchWords().here}
            placeholder=${searchWords().here}
            autocomplete="off"
            @input=${(event: Event) => setQuery((event.target as HTMLInputElement).value)}
          />
        </label>
        ${foundView()} ${note === undefined ? nothing : html`<p class="app-search-note">${note}</p>`}`,
      element,
    );
  }

  element.addEventListener('keydown', keydown);
  paint();
  const remove = panel.add({
    id: TAB,
    label: searchWords().tab,
    icon: mirrored(TextSearch),
    element,
    rank: 45,
    focus: () => element.querySelector('input')?.focus(),
  });
  return {
    element,
    open: () => panel.open(TAB, { focus: true }),
    destroy() {
      clearTimeout(timer);
      asked += 1;
      stop();
      remove();
    },
  };
}
