/** Words said anew, beside the text: by an engine that writes, where there is one; a suggestion only when the person says so. */
import type { Place, RewriteStyle, RewriteTask, SnapshotBlock } from '@weft/local-ai';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { Replace } from 'lucide';
import { toHeads } from '../summary/read-blocks.ts';
import { iconView } from '../ui/icon.ts';
import { createCleanup } from '../ui/part.ts';
import { hidePlace } from '../ui/show-place.ts';
import { rewritingWords } from '../words/assist.ts';
import { toSentence } from '../words/failures.ts';
import type { AssistOptions, AssistPart } from './create-proofreading.ts';
import { type Finding, findAgain, readAgain, readProse } from './prose.ts';
import { suggestAll } from './suggest.ts';
import { toTab } from './tab.ts';

const TAB = 'rewriting';
const STYLES: readonly RewriteStyle[] = ['shorter', 'plainer', 'formal', 'friendly'];
/** Letters on either side that must still be the same. */
const AROUND = 2;

/** Options of {@link createRewriting}. */
export interface RewritingOptions extends AssistOptions {
  /** What says words anew: `createRewriter()` of `@weft/local-ai`. */
  readonly rewriter: RewriteTask;
}

/** What was selected, in one block. */
interface Chosen {
  readonly block: SnapshotBlock;
  readonly place: Finding;
  readonly text: string;
}

type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'running'; readonly text: string }
  | {
      readonly name: 'made';
      readonly chosen: Chosen;
      readonly text: string;
      readonly engine: string;
      readonly at: Place;
    }
  | { readonly name: 'failed'; readonly sentence: string };

/** Adds a tab that says selected words anew to the panel. */
export function createRewriting({ editor, document: shared, panel, rewriter, announce }: RewritingOptions): AssistPart {
  const element = document.createElement('div');
  element.className = 'weft-assist';
  const cleanup = createCleanup();
  let isThere = false;
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

  /** The selected words; undefined where they are not the plain words of one block. */
  function toChosen(): Chosen | undefined {
    const { doc, selection } = editor.view.state;
    const { from, to, empty } = selection;
    if (empty) return undefined;
    const touched = readProse(doc, { from, to });
    const [block] = touched;
    if (block === undefined || touched.length > 1) return undefined;
    const whole = readProse(doc).find(({ id }) => id === block.id);
    const standing = readAgain(doc, new Set([block.id])).get(block.id);
    if (whole === undefined || standing === undefined) return undefined;
    const start = Math.max(0, from - standing.at);
    const end = Math.min(whole.text.length, to - standing.at);
    const text = whole.text.slice(start, end);
    if (text.trim() === '' || text.includes('\ufffc')) return undefined;
    return { block: whole, place: { blockId: block.id, start, end }, text };
  }

  async function rewrite(): Promise<void> {
    stop?.();
    message = undefined;
    const chosen = toChosen();
    if (chosen === undefined) return show({ name: 'failed', sentence: rewritingWords().choose });
    const run = ++runs;
    show({ name: 'running', text: '' });
    const { parts, end, cancel } = rewriter.rewrite({
      text: chosen.text,
      style,
      heads: toHeads(shared.doc),
    });
    stop = cancel;
    for await (const { text } of parts) {
      if (run === runs) show({ name: 'running', text });
    }
    const ended = await end;
    if (run !== runs) return;
    stop = undefined;
    if (!ended.ok) return show({ name: 'failed', sentence: toSentence(ended.failure) });
    show({ name: 'made', chosen, text: ended.value.value, engine: ended.engine, at: ended.place });
    announce(rewritingWords().made);
  }

  function cancel(): void {
    runs++;
    stop?.();
    stop = undefined;
    show({ name: 'idle' });
  }

  async function suggest(chosen: Chosen, instead: string): Promise<void> {
    const isDone = await suggestAll(editor, () => {
      const now = readAgain(editor.view.state.doc, new Set([chosen.place.blockId]));
      const place = findAgain(now, chosen.place, chosen.block.text, AROUND);
      return place === undefined ? [] : [{ ...place, instead }];
    });
    hidePlace(editor.view);
    if (isDone) phase = { name: 'idle' };
    tell(isDone ? rewritingWords().suggested : rewritingWords().changed);
  }

  function phaseView(): TemplateResult | typeof nothing {
    const words = rewritingWords();
    if (!isThere)
      return html`<div class="weft-summary-empty">${iconView(Replace, 20)}<p>${words.unavailable}</p></div>`;
    if (phase.name === 'idle')
      return message === undefined
        ? html`<div class="weft-summary-empty">${iconView(Replace, 20)}<p>${words.empty}</p></div>`
        : nothing;
    if (phase.name === 'failed') return html`<p class="weft-summary-note" role="alert">${phase.sentence}</p>`;
    if (phase.name === 'running')
      return html`<p class="weft-summary-note">${words.running}</p><p class="weft-assist-anew">${phase.text}</p>`;
    const { chosen, text, engine, at } = phase;
    return html`<p class="weft-assist-anew">${text}</p>
      <p class="weft-summary-origin">${words.origins[at](engine)}</p>
      ${
        editor.state.get().editable
          ? html`<div class="weft-summary-actions">
              <button type="button" class="weft-button" data-primary @click=${() => void suggest(chosen, text)}>${words.suggest}</button>
              <button type="button" class="weft-button" @click=${cancel}>${words.discard}</button>
            </div>`
          : nothing
      }`;
  }

  function paint(): void {
    const words = rewritingWords();
    render(
      html`${
        isThere
          ? html`<div class="weft-summary-choices">
              <select aria-label=${words.style} @change=${(event: Event) => {
                style = (event.target as HTMLSelectElement).value as RewriteStyle;
              }}>${STYLES.map((one) => html`<option value=${one} ?selected=${style === one}>${words.styles[one]}</option>`)}</select>
              ${
                phase.name === 'running'
                  ? html`<button type="button" class="weft-button" @click=${cancel}>${words.cancel}</button>`
                  : html`<button type="button" class="weft-button" ?data-primary=${phase.name !== 'made'} @click=${() => void rewrite()}>${words.rewrite}</button>`
              }
            </div>`
          : nothing
      }
      ${message === undefined ? nothing : html`<p class="weft-summary-note">${message}</p>`}
      ${phaseView()}`,
      element,
    );
  }

  /** Engines come and go: a model is added, a device of the room is closed. */
  async function look(): Promise<void> {
    isThere = (await rewriter.availability()) === 'available';
    paint();
  }

  cleanup.add(() => stop?.());
  paint();
  return toTab(
    { editor, panel },
    { id: TAB, label: rewritingWords().tab, icon: Replace, element, rank: 43 },
    cleanup,
    () => void look(),
  );
}
