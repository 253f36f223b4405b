/** Slips beside the text: each shown where it stands, and put into the text as a suggestion where the person says so. */
import type { Correction, ProofreadTask, SnapshotBlock } from '@weft/local-ai';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Check, SpellCheck, X } from 'lucide';
import { toHeads } from '../summary/read-blocks.ts';
import type { Editor, EditorDocument } from '../types.ts';
import { iconView } from '../ui/icon.ts';
import { createCleanup, type Part } from '../ui/part.ts';
import { hidePlace, showPlace } from '../ui/show-place.ts';
import type { SidePanel } from '../ui/side-panel.ts';
import { proofreadingWords } from '../words/assist.ts';
import { toSentence } from '../words/failures.ts';
import { findAgain, readAgain, readProse } from './prose.ts';
import { type Listing, type ListingEvent, stepListing } from './steps.ts';
import { type Proposal, suggestAll } from './suggest.ts';
import { toTab } from './tab.ts';

const TAB = 'proofreading';
/** Letters shown on either side of a slip. */
const SHOWN = 24;
/** Letters on either side by which a slip is known again; of what depends on the whole sentence, more. */
const AROUND = 2;
const AROUND_SENTENCE = 40;
/** ms without a change before it is looked which slips are gone. */
const COMPARE_AFTER = 500;

/** What the parts of this folder have in common. */
export interface AssistOptions {
  readonly editor: Editor;
  readonly document: EditorDocument;
  readonly panel: SidePanel;
  /** Says it politely to those who hear the page. */
  announce(words: string): void;
}

/** Options of {@link createProofreading}. */
export interface ProofreadingOptions extends AssistOptions {
  /** What finds slips: `createProofreader()` of `@weft/local-ai`. */
  readonly proofreader: ProofreadTask;
}

/** A tab of the panel. */
export interface AssistPart extends Part {
  /** Brings it into sight; it begins at once where it has nothing to show yet. */
  open(): void;
}

/** Adds a tab that finds slips to the panel. */
export function createProofreading({
  editor,
  document: shared,
  panel,
  proofreader,
  announce,
}: ProofreadingOptions): AssistPart {
  const element = document.createElement('div');
  element.className = 'weft-assist';
  const cleanup = createCleanup();
  let state: Listing<Correction> = { run: 0, phase: { name: 'idle' } };
  let stop: (() => void) | undefined;
  let message: string | undefined;
  let isOfSelection = false;
  let blocks: ReadonlyMap<string, SnapshotBlock> = new Map();

  function send(event: ListingEvent<Correction>): void {
    state = stepListing(state, event);
    paint();
  }

  function tell(words: string): void {
    message = words;
    announce(words);
    paint();
  }

  async function check(): Promise<void> {
    stop?.();
    message = undefined;
    send({ type: 'start' });
    const { run } = state;
    const { from, to, empty } = editor.view.state.selection;
    if (isOfSelection && empty) return send({ type: 'fail', run, sentence: proofreadingWords().nothingSelected });
    const { doc } = editor.view.state;
    const read = readProse(doc, isOfSelection ? { from, to } : undefined);
    // Whole, so that what stands beside the selection is known again.
    blocks = new Map(readProse(doc).map((block) => [block.id, block]));
    const snapshot = { title: shared.title.toString(), blocks: read, heads: toHeads(shared.doc) };
    const { parts, end, cancel } = proofreader.proofread({ snapshot });
    stop = cancel;
    for await (const item of parts) send({ type: 'part', run, item });
    const ended = await end;
    if (state.run !== run) return;
    stop = undefined;
    if (!ended.ok) return send({ type: 'fail', run, sentence: toSentence(ended.failure) });
    send({ type: 'end', run, items: ended.value.value });
    announce(proofreadingWords().found(ended.value.value.length));
  }

  function cancel(): void {
    stop?.();
    stop = undefined;
    send({ type: 'cancel' });
  }

  /** Where they stand now; what is there no more is left out. */
  function toProposals(corrections: readonly Correction[]): ReadonlyMap<Correction, Proposal> {
    const now = readAgain(editor.view.state.doc, new Set(corrections.map(({ blockId }) => blockId)));
    const found = new Map<Correction, Proposal>();
    for (const correction of corrections) {
      const text = blocks.get(correction.blockId)?.text ?? '';
      const place = findAgain(now, correction, text, correction.kind === 'bracket' ? AROUND_SENTENCE : AROUND);
      if (place !== undefined) found.set(correction, { ...place, instead: correction.instead });
    }
    return found;
  }

  function show(correction: Correction): void {
    const place = toProposals([correction]).get(correction);
    if (place === undefined) return tell(proofreadingWords().gone);
    showPlace(editor.view, place.from, place);
  }

  async function suggest(corrections: readonly Correction[]): Promise<void> {
    let count = 0;
    const isDone = await suggestAll(editor, () => {
      const places = [...toProposals(corrections).values()];
      count = places.length;
      return places;
    });
    hidePlace(editor.view);
    if (!isDone && count > 0) return tell(proofreadingWords().notSuggested);
    // What is not where it was is not changed, and of no more use.
    send({ type: 'drop', items: corrections });
    tell(count === corrections.length ? proofreadingWords().suggested(count) : proofreadingWords().someGone(count));
  }

  function itemView(correction: Correction): TemplateResult {
    const words = proofreadingWords();
    const { blockId, start, end, was, instead, kind } = correction;
    const text = blocks.get(blockId)?.text ?? '';
    return html`<li class="weft-assist-item">
      <button type="button" class="weft-assist-words" aria-label=${words.show(was, instead)} @click=${() => show(correction)}>
        <span>${toLead(text, start)}<del>${was}</del><ins>${instead}</ins>${toTail(text, end)}</span>
        <small>${words.kinds[kind]}</small>
      </button>
      ${
        editor.state.get().editable
          ? html`<span class="weft-assist-verdict">
              <button type="button" class="weft-icon-button" aria-label=${words.suggestOne(was, instead)} data-tip=${words.suggest} @click=${() => void suggest([correction])}>${iconView(Check, 16)}</button>
              <button type="button" class="weft-icon-button" aria-label=${words.leaveOne(was)} data-tip=${words.leave} @click=${() => send({ type: 'drop', items: [correction] })}>${iconView(X, 16)}</button>
            </span>`
          : nothing
      }
    </li>`;
  }

  function phaseView(): TemplateResult | typeof nothing {
    const words = proofreadingWords();
    const { phase } = state;
    if (phase.name === 'idle')
      return html`<div class="weft-summary-empty">${iconView(SpellCheck, 20)}<p>${words.empty}</p></div>`;
    if (phase.name === 'failed') return html`<p class="weft-summary-note" role="alert">${phase.sentence}</p>`;
    const { items } = phase;
    const list = items.length === 0 ? nothing : html`<ul class="weft-assist-list">${items.map(itemView)}</ul>`;
    if (phase.name === 'running') return html`<p class="weft-summary-note">${words.running}</p>${list}`;
    if (items.length === 0)
      return message === undefined ? html`<p class="weft-summary-note">${words.nothing}</p>` : nothing;
    return html`${list}
      <p class="weft-summary-origin">${words.origin}</p>
      ${
        editor.state.get().editable
          ? html`<div class="weft-summary-actions">
              <button type="button" class="weft-button" data-primary @click=${() => void suggest(items)}>${words.suggestAll(items.length)}</button>
            </div>`
          : nothing
      }`;
  }

  function paint(): void {
    const words = proofreadingWords();
    const isRunning = state.phase.name === 'running';
    const isMade = state.phase.name === 'made';
    render(
      html`<div class="weft-summary-choices">
          <select aria-label=${words.scope} @change=${(event: Event) => {
            isOfSelection = (event.target as HTMLSelectElement).value === 'selection';
          }}>
            <option value="document" ?selected=${!isOfSelection}>${words.whole}</option>
            <option value="selection" ?selected=${isOfSelection}>${words.selection}</option>
          </select>
          ${
            isRunning
              ? html`<button type="button" class="weft-button" @click=${cancel}>${words.cancel}</button>`
              : html`<button type="button" class="weft-button" ?data-primary=${!isMade} @click=${() => void check()}>${isMade ? words.again : words.check}</button>`
          }
        </div>
        ${message === undefined ? nothing : html`<p class="weft-summary-note">${message}</p>`}
        ${phaseView()}`,
      element,
    );
  }

  /** Slips whose words have changed are mended, or others now. */
  function dropGone(): void {
    timer = undefined;
    if (state.phase.name !== 'made') return;
    const there = toProposals(state.phase.items);
    const gone = state.phase.items.filter((item) => !there.has(item));
    if (gone.length > 0) send({ type: 'drop', items: gone });
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  cleanup.add(
    editor.on('change', () => {
      if (state.phase.name === 'made' && state.phase.items.length > 0) timer ??= setTimeout(dropGone, COMPARE_AFTER);
    }),
  );
  cleanup.add(() => clearTimeout(timer));
  cleanup.add(() => stop?.());
  paint();
  return toTab(
    { editor, panel },
    { id: TAB, label: proofreadingWords().tab, icon: SpellCheck, element, rank: 41 },
    cleanup,
    paint,
    () => {
      if (state.phase.name === 'idle') void check();
    },
  );
}

/** Whole words before a place, and a sign that there are more. */
function toLead(text: string, start: number): string {
  const cut = start > SHOWN ? text.slice(start - SHOWN, start).replace(/^\S*\s/u, '… ') : text.slice(0, start);
  return cut.replaceAll(/\ufffc+/gu, '…');
}

function toTail(text: string, end: number): string {
  const cut = end + SHOWN < text.length ? text.slice(end, end + SHOWN).replace(/\s\S*$/u, ' …') : text.slice(end);
  return cut.replaceAll(/\ufffc+/gu, '…');
}
