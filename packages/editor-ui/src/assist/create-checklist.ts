/** What the document gives its readers to do, beside the text: each leads to its sentence, and goes into a checklist. */
import type { ExtractedItem, ExtractTask, SnapshotBlock } from '@weft/local-ai';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { CalendarDays, ListTodo } from 'lucide';
import { blockText, readBlocks, toHeads } from '../summary/read-blocks.ts';
import { iconView } from '../ui/icon.ts';
import { createCleanup } from '../ui/part.ts';
import { showPlace } from '../ui/show-place.ts';
import { checklistWords } from '../words/assist.ts';
import { dayToWords, itemToBlock, itemToLine, toOwner } from './checklist-words.ts';
import { createListing } from './create-listing.ts';
import type { AssistOptions, AssistPart } from './tab.ts';
import { findAgain, readAgain } from './prose.ts';
import { toTab } from './tab.ts';

const TAB = 'checklist';

/** Options of {@link createChecklist}. */
export interface ChecklistOptions extends AssistOptions {
  /** What finds tasks: `createExtractor()` of `@weft/local-ai`. */
  readonly extractor: ExtractTask;
  /** The day it is for the person, as ISO 8601 writes it. */
  today(): string;
}

/** Adds a tab that finds tasks and days to the panel. */
export function createChecklist(options: ChecklistOptions): AssistPart {
  const { editor, document: shared, panel, extractor, announce } = options;
  const element = document.createElement('div');
  element.className = 'weft-assist';
  const cleanup = createCleanup();
  let today = options.today();
  let blocks: ReadonlyMap<string, SnapshotBlock> = new Map();
  let chosen: ReadonlySet<ExtractedItem> = new Set();
  const listing = createListing<ExtractedItem>({
    begin() {
      today = options.today();
      const read = readBlocks(editor.view.state.doc);
      blocks = new Map(read.map((block) => [block.id, block]));
      const snapshot = { title: shared.title.toString(), blocks: read, heads: toHeads(shared.doc) };
      return extractor.extract({ snapshot, today });
    },
    made(items) {
      chosen = new Set(items);
      return checklistWords().found(items.length);
    },
    announce,
    changed: () => paint(),
  });
  const { tell } = listing;

  /** Where their sentences stand now; an item whose sentence has changed is left out. */
  function toPlaces(
    items: Iterable<ExtractedItem>,
  ): ReadonlyMap<ExtractedItem, { readonly from: number; readonly to: number }> {
    const all = [...items];
    const now = readAgain(editor.view.state.doc, new Set(all.map(({ blockId }) => blockId)), blockText);
    return new Map(
      all.flatMap((item) => {
        const place = findAgain(now, item, blocks.get(item.blockId)?.text ?? '', 0);
        return place === undefined ? [] : [[item, place] as const];
      }),
    );
  }

  function show(item: ExtractedItem): void {
    const place = toPlaces([item]).get(item);
    if (place === undefined) return tell(checklistWords().gone);
    showPlace(editor.view, place.from, place);
    announce(item.sentence);
  }

  /** The ticked items whose sentences still stand there. */
  function toTicked(): readonly ExtractedItem[] {
    const phase = listing.phase();
    return phase.name === 'made' ? [...toPlaces(phase.items.filter((item) => chosen.has(item))).keys()] : [];
  }

  /** Behind the block with the caret, in one undo step. */
  async function insert(isSuggested: boolean): Promise<void> {
    if (isSuggested && !(await editor.suggestions.load())) return tell(checklistWords().notInserted);
    const items = toTicked();
    const { schema } = editor.view.state;
    const { mode } = editor.state.get();
    if (isSuggested) editor.setMode('suggesting');
    const isDone = editor.apply((now, dispatch) => {
      const { $head } = now.selection;
      const at = $head.depth === 0 ? now.doc.content.size : $head.after(1);
      const nodes = items.map((item) => itemToBlock(schema, item));
      dispatch?.(now.tr.insert(at, nodes).scrollIntoView());
      return nodes.length > 0;
    });
    if (isSuggested) editor.setMode(mode);
    const words = checklistWords();
    if (!isDone) return tell(words.notInserted);
    tell(isSuggested ? words.suggested(items.length) : words.inserted(items.length));
  }

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(toTicked().map(itemToLine).join('\n'));
      tell(checklistWords().copied);
    } catch {
      tell(checklistWords().notCopied);
    }
  }

  function tick(item: ExtractedItem, isTicked: boolean): void {
    chosen = new Set([...chosen].filter((one) => one !== item));
    if (isTicked) chosen = new Set([...chosen, item]);
    paint();
  }

  function itemView(item: ExtractedItem): TemplateResult {
    const words = checklistWords();
    const owner = toOwner(item);
    const day =
      item.day === undefined
        ? nothing
        : html`<time datetime=${item.day}>${iconView(CalendarDays, 14)}${dayToWords(item.day, today)}</time>`;
    return html`<li class="weft-assist-item">
      <input type="checkbox" aria-label=${words.take(item.text)} .checked=${chosen.has(item)} @change=${(event: Event) => tick(item, (event.target as HTMLInputElement).checked)} />
      <button type="button" class="weft-assist-words" @click=${() => show(item)}>
        <span class="weft-hidden">${words.show}</span><span dir="auto">${item.text}</span>
        ${owner === undefined && item.day === undefined ? nothing : html`<small>${owner === undefined ? nothing : html`<span>${owner}</span>`}${day}</small>`}
      </button>
    </li>`;
  }

  const listView = (items: readonly ExtractedItem[]): unknown =>
    items.length === 0 ? nothing : html`<ul class="weft-assist-list">${items.map(itemView)}</ul>`;

  function phaseView(): TemplateResult | typeof nothing {
    const words = checklistWords();
    const waiting = listing.waitingView({ icon: ListTodo, empty: words.empty, running: words.running }, listView);
    const phase = listing.phase();
    if (waiting !== undefined || phase.name !== 'made') return waiting ?? nothing;
    const { items } = phase;
    if (items.length === 0) return html`<p class="weft-summary-note">${words.nothing}</p>`;
    const isNone = !items.some((item) => chosen.has(item));
    return html`${listView(items)}
      <p class="weft-summary-origin">${words.origin(dayToWords(today, today))}</p>
      <div class="weft-summary-actions">
        ${
          editor.state.get().editable
            ? html`<button type="button" class="weft-button" data-primary ?disabled=${isNone} @click=${() => void insert(false)}>${words.insert}</button>
                <button type="button" class="weft-button" ?disabled=${isNone} @click=${() => void insert(true)}>${words.suggest}</button>`
            : nothing
        }
        <button type="button" class="weft-button" ?disabled=${isNone} @click=${() => void copy()}>${words.copy}</button>
      </div>`;
  }

  function paint(): void {
    const words = checklistWords();
    const phase = listing.phase().name;
    render(
      html`<div class="weft-summary-choices">${
        phase === 'running'
          ? html`<button type="button" class="weft-button" @click=${listing.cancel}>${words.cancel}</button>`
          : html`<button type="button" class="weft-button" ?data-primary=${phase !== 'made'} @click=${() => void listing.run()}>${phase === 'made' ? words.again : words.find}</button>`
      }</div>
      ${listing.messageView()}
      ${phaseView()}`,
      element,
    );
  }

  cleanup.add(listing.stop);
  paint();
  return toTab(
    { editor, panel },
    { id: TAB, label: checklistWords().tab, icon: ListTodo, element, rank: 42 },
    cleanup,
    paint,
    () => {
      if (listing.phase().name === 'idle') void listing.run();
    },
  );
}
