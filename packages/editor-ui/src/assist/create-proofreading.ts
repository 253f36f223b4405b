/** Slips beside the text: each shown where it stands, and put into the text as a suggestion where the person says so. */
import type { Correction, ProofreadTask, SnapshotBlock } from '@weft/local-ai';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Check, SpellCheck, X } from 'lucide';
import { toHeads } from '../summary/read-blocks.ts';
import { iconView } from '../ui/icon.ts';
import { createCleanup } from '../ui/part.ts';
import { hidePlace, showPlace } from '../ui/show-place.ts';
import { proofreadingWords } from '../words/assist.ts';
import { createListing } from './create-listing.ts';
import { findAgain, readAgain, readProse } from './prose.ts';
import { type Proposal, suggestAll } from './suggest.ts';
import { type AssistOptions, type AssistPart, toTab } from './tab.ts';

const TAB = 'proofreading';
/** Letters shown on either side of a slip. */
const SHOWN = 24;
/** Letters on either side by which a slip is known again; of what depends on the whole sentence, more. */
const AROUND = 2;
const AROUND_SENTENCE = 40;
/** ms without a change before it is looked which slips are gone. */
const COMPARE_AFTER = 500;

/** Options of {@link createProofreading}. */
export interface ProofreadingOptions extends AssistOptions {
  /** What finds slips: `createProofreader()` of `@weft/local-ai`. */
  readonly proofreader: ProofreadTask;
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
  let isOfSelection = false;
  let blocks: ReadonlyMap<string, SnapshotBlock> = new Map();
  const listing = createListing<Correction>({
    begin() {
      const { from, to, empty } = editor.view.state.selection;
      if (isOfSelection && empty) return proofreadingWords().nothingSelected;
      const { doc } = editor.view.state;
      const read = readProse(doc, isOfSelection ? { from, to } : undefined);
      // Whole, so that what stands beside the selection is known again.
      blocks = new Map(readProse(doc).map((block) => [block.id, block]));
      const snapshot = { title: shared.title.toString(), blocks: read, heads: toHeads(shared.doc) };
      return proofreader.proofread({ snapshot });
    },
    made: (items) => proofreadingWords().found(items.length),
    announce,
    changed: () => paint(),
  });
  const { tell, drop } = listing;

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
    drop(corrections);
    tell(count === corrections.length ? proofreadingWords().suggested(count) : proofreadingWords().someGone(count));
  }

  function itemView(correction: Correction): TemplateResult {
    const words = proofreadingWords();
    const { blockId, start, end, was, instead, kind } = correction;
    const text = blocks.get(blockId)?.text ?? '';
    return html`<li class="weft-assist-item">
      <button type="button" class="weft-assist-words" @click=${() => show(correction)}>
        <span class="weft-hidden">${words.show}</span>
        <span dir="auto">${toLead(text, start)}<del>${was}</del><span class="weft-hidden">${words.rather}</span><ins>${instead}</ins>${toTail(text, end)}</span>
        <small>${words.kinds[kind]}</small>
      </button>
      ${
        editor.state.get().editable
          ? html`<span class="weft-assist-verdict">
              <button type="button" class="weft-icon-button" aria-label=${words.suggestOne(was, instead)} data-tip=${words.suggest} @click=${() => void suggest([correction])}>${iconView(Check, 16)}</button>
              <button type="button" class="weft-icon-button" aria-label=${words.leaveOne(was)} data-tip=${words.leave} @click=${() => drop([correction])}>${iconView(X, 16)}</button>
            </span>`
          : nothing
      }
    </li>`;
  }

  const listView = (items: readonly Correction[]): unknown =>
    items.length === 0 ? nothing : html`<ul class="weft-assist-list">${items.map(itemView)}</ul>`;

  function phaseView(): TemplateResult | typeof nothing {
    const words = proofreadingWords();
    const waiting = listing.waitingView({ icon: SpellCheck, empty: words.empty, running: words.running }, listView);
    const phase = listing.phase();
    if (waiting !== undefined || phase.name !== 'made') return waiting ?? nothing;
    const { items } = phase;
    if (items.length === 0)
      return listing.message() === undefined ? html`<p class="weft-summary-note">${words.nothing}</p>` : nothing;
    return html`${listView(items)}
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
    const phase = listing.phase().name;
    render(
      html`<div class="weft-summary-choices">
          <select aria-label=${words.scope} @change=${(event: Event) => {
            isOfSelection = (event.target as HTMLSelectElement).value === 'selection';
          }}>
            <option value="document" ?selected=${!isOfSelection}>${words.whole}</option>
            <option value="selection" ?selected=${isOfSelection}>${words.selection}</option>
          </select>
          ${
            phase === 'running'
              ? html`<button type="button" class="weft-button" @click=${listing.cancel}>${words.cancel}</button>`
              : html`<button type="button" class="weft-button" ?data-primary=${phase !== 'made'} @click=${() => void listing.run()}>${phase === 'made' ? words.again : words.check}</button>`
          }
        </div>
        ${listing.messageView()}
        ${phaseView()}`,
      element,
    );
  }

  /** Slips whose words have changed are mended, or others now. */
  function dropGone(): void {
    timer = undefined;
    const phase = listing.phase();
    if (phase.name !== 'made') return;
    const there = toProposals(phase.items);
    const gone = phase.items.filter((item) => !there.has(item));
    if (gone.length > 0) drop(gone);
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  cleanup.add(
    editor.on('change', () => {
      const phase = listing.phase();
      if (phase.name === 'made' && phase.items.length > 0) timer ??= setTimeout(dropGone, COMPARE_AFTER);
    }),
  );
  cleanup.add(() => clearTimeout(timer));
  cleanup.add(listing.stop);
  paint();
  return toTab(
    { editor, panel },
    { id: TAB, label: proofreadingWords().tab, icon: SpellCheck, element, rank: 41 },
    cleanup,
    paint,
    () => {
      if (listing.phase().name === 'idle') void listing.run();
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
