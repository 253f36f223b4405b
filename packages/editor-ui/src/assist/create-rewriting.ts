/** Words said anew, beside the text: by an engine that writes, where there is one; a suggestion only when the person says so. */
import type { Passed, Place, RewriteStyle } from '@weft/local-ai';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Replace } from 'lucide';
import { toHeads } from '../summary/read-blocks.ts';
import { iconView } from '../ui/icon.ts';
import { createCleanup } from '../ui/part.ts';
import { hidePlace } from '../ui/show-place.ts';
import { rewritingWords } from '../words/assist.ts';
import { toSentence } from '../words/failures.ts';
import { type Chosen, toChosen, toProposals } from './chosen.ts';
import type { AssistOptions, AssistPart } from './tab.ts';
import { type AblePlace, findAble, type WritingPlace, type WritingPlaces } from './places.ts';
import { suggestAll } from './suggest.ts';
import { toTab } from './tab.ts';

const TAB = 'rewriting';

/** Options of {@link createRewriting}. */
export interface RewritingOptions extends AssistOptions {
  /** Where words can be written. */
  readonly places: WritingPlaces;
}

/** What was written, and by whom. */
interface Made {
  readonly chosen: Chosen;
  readonly text: string;
  readonly engine: string;
  readonly at: Place;
  readonly passed: readonly Passed[];
}

type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'running'; readonly place: WritingPlace; readonly text: string }
  | ({ readonly name: 'made' } & Made)
  | { readonly name: 'failed'; readonly sentence: string };

/** Adds a tab that says selected words anew to the panel. */
export function createRewriting({ editor, document: shared, panel, places, announce }: RewritingOptions): AssistPart {
  const element = document.createElement('div');
  element.className = 'weft-assist';
  const cleanup = createCleanup();
  let able: readonly AblePlace[] = [];
  let looks = 0;
  let where = '';
  let style: RewriteStyle = 'shorter';
  let phase: Phase = { name: 'idle' };
  let message: string | undefined;
  let stop: (() => void) | undefined;
  let runs = 0;

  function show(next: Phase): void {
    phase = next;
    paint();
  }

  function tell(words: string): void {
    message = words;
    announce(words);
    paint();
  }

  /** The place that was chosen, while it can still write; else the first that can. */
  function current(): AblePlace | undefined {
    return able.find(({ place }) => place.id === where) ?? able[0];
  }

  /** As the person chose, where that place can do it. */
  function currentStyle(): RewriteStyle {
    const styles = current()?.styles ?? [];
    return styles.includes(style) ? style : (styles[0] ?? style);
  }

  async function rewrite(): Promise<void> {
    stop?.();
    message = undefined;
    const wanted = currentStyle();
    const chosen = toChosen(editor.view.state, wanted);
    const place = current()?.place;
    if (chosen === undefined || place === undefined) {
      const { choose, chooseEnd } = rewritingWords();
      return show({ name: 'failed', sentence: wanted === 'continued' ? chooseEnd : choose });
    }
    const run = ++runs;
    show({ name: 'running', place, text: '' });
    const heads = toHeads(shared.doc);
    const { parts, end, cancel } = place.rewriter.rewrite({ text: chosen.text, style: wanted, heads });
    stop = cancel;
    for await (const { text } of parts) {
      if (run === runs) show({ name: 'running', place, text });
    }
    const ended = await end;
    if (run !== runs) return;
    stop = undefined;
    if (!ended.ok) return show({ name: 'failed', sentence: toSentence(ended.failure) });
    const text = ended.value.value;
    show({ name: 'made', chosen, text, engine: ended.engine, at: ended.place, passed: ended.passed });
    announce(rewritingWords().made);
  }

  function cancel(): void {
    runs++;
    stop?.();
    stop = undefined;
    show({ name: 'idle' });
  }

  async function suggest({ chosen, text }: Made): Promise<void> {
    const isDone = await suggestAll(editor, () => toProposals(editor.view.state, chosen, text));
    hidePlace(editor.view);
    if (isDone) phase = { name: 'idle' };
    tell(isDone ? rewritingWords().suggested : rewritingWords().changed);
  }

  function madeView(made: Made): TemplateResult {
    const words = rewritingWords();
    const isSame = made.text === made.chosen.text.trim();
    return html`<p class="weft-assist-anew" dir="auto">${made.text}</p>
      ${made.passed.map(({ engine, failure }) => html`<p class="weft-summary-origin">${words.passed(engine, toSentence(failure))}</p>`)}
      <p class="weft-summary-origin">${isSame ? words.same : ''} ${words.origins[made.at](made.engine)}</p>
      ${
        editor.state.get().editable
          ? html`<div class="weft-summary-actions">
              ${isSame ? nothing : html`<button type="button" class="weft-button" data-primary @click=${() => void suggest(made)}>${words.suggest}</button>`}
              <button type="button" class="weft-button" @click=${cancel}>${words.discard}</button>
            </div>`
          : nothing
      }`;
  }

  function phaseView(): TemplateResult | typeof nothing {
    const words = rewritingWords();
    const emptyView = (sentence: string): TemplateResult =>
      html`<div class="weft-panel-empty">${iconView(Replace, 28)}<p>${sentence}</p></div>`;
    if (phase.name === 'made') return madeView(phase);
    if (phase.name === 'running')
      return html`<p class="weft-summary-note">${words.running[phase.place.at](phase.place.name)}</p><p class="weft-assist-anew" dir="auto">${phase.text}</p>`;
    if (able.length === 0) return emptyView(words.unavailable);
    if (phase.name === 'failed') return html`<p class="weft-summary-note" role="alert">${phase.sentence}</p>`;
    return message === undefined ? emptyView(words.empty) : nothing;
  }

  function choicesView(styles: readonly RewriteStyle[]): TemplateResult {
    const words = rewritingWords();
    const isAway = able.some(({ place }) => place.at !== 'device');
    const now = currentStyle();
    return html`<div class="weft-summary-choices">
      <select aria-label=${words.style} @change=${(event: Event) => {
        style = (event.target as HTMLSelectElement).value as RewriteStyle;
        paint();
      }}>${styles.map((one) => html`<option value=${one} ?selected=${now === one}>${words.styles[one]}</option>`)}</select>
      ${
        isAway
          ? html`<select aria-label=${words.where} @change=${(event: Event) => {
              where = (event.target as HTMLSelectElement).value;
              paint();
            }}>${able.map(
              ({ place }) =>
                html`<option value=${place.id} ?selected=${current()?.place.id === place.id}>${words.places[place.at](place.name)}</option>`,
            )}</select>`
          : nothing
      }
      ${
        phase.name === 'running'
          ? html`<button type="button" class="weft-button" @click=${cancel}>${words.cancel}</button>`
          : html`<button type="button" class="weft-button" ?data-primary=${phase.name !== 'made'} @click=${() => void rewrite()}>${now === 'continued' ? words.goOn : words.rewrite}</button>`
      }
    </div>`;
  }

  function paint(): void {
    const styles = current()?.styles ?? [];
    render(
      html`${styles.length > 0 || phase.name === 'running' ? choicesView(styles) : nothing}
        ${message === undefined ? nothing : html`<p class="weft-summary-note">${message}</p>`}
        ${phaseView()}`,
      element,
    );
  }

  /** Engines come and go: a model is added, a device of the room is closed. */
  async function find(): Promise<void> {
    const look = ++looks;
    const found = await findAble(places.get());
    if (look !== looks) return;
    able = found;
    paint();
  }

  async function look(): Promise<void> {
    await places.look();
    await find();
  }

  cleanup.add(places.subscribe(() => void find()));
  cleanup.add(() => stop?.());
  paint();
  return toTab(
    { editor, panel },
    { id: TAB, label: rewritingWords().tab, icon: Replace, element, rank: 43 },
    cleanup,
    () => void look(),
  );
}
