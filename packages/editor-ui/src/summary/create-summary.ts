/** The summary beside the text: of what, as what, how long; each sentence leads to where it stands. */
import type { DocumentAbsence } from '@weft/crdt-core';
import type { Snapshot, SnapshotBlock, SummaryRequest, SummarySentence, SummaryTask } from '@weft/local-ai';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { ScrollText } from 'lucide';
import type { Editor } from '../editor.ts';
import type { EditorDocument } from '../editor-document.ts';
import { iconView } from '../ui/icon.ts';
import { createCleanup, type Part } from '../ui/part.ts';
import { hidePlace, showPlace } from '../ui/show-place.ts';
import type { SidePanel } from '../ui/side-panel.ts';
import type { WritingPlace, WritingPlaces } from '../assist/places.ts';
import { HERE, passedView, toAtWords, toOrigin } from './at-words.ts';
import type { SummaryHelpers } from './helpers.ts';
import { insertSummary } from './insert.ts';
import { findSentence, isStillThere, readBlocks, type Stretch, toHeads } from './read-blocks.ts';
import { followSince } from './since.ts';
import { FIRST, type MadeSummary, stepSummary, type SummaryChoice, type SummaryEvent, toWrittenId } from './steps.ts';
import { toSentence } from '../words/failures.ts';
import { summaryWords } from '../words/summary.ts';
import { followWriters, writeSummary } from './writers.ts';

const TAB = 'summary';
/** ms without a change before it is looked whether the summary is still of this text. */
const COMPARE_AFTER = 500;

/** Options of {@link createSummary}. */
export interface SummaryOptions {
  readonly editor: Editor;
  readonly document: EditorDocument;
  /** Left out, “since I was last here” is not offered. */
  readonly away?: DocumentAbsence;
  readonly panel: SidePanel;
  /** What summarizes: `createSummarizer()` of `@weft/local-ai`. */
  readonly summarizer: SummaryTask;
  /** Other devices that may be asked instead; left out, there are none. */
  readonly helpers?: SummaryHelpers;
  /** Where one can be written anew; left out, sentences are picked. */
  readonly places?: WritingPlaces;
  /** Says it politely to those who hear the page. */
  announce(words: string): void;
}

/** The tab. */
export interface SummaryPart extends Part {
  /** Brings it into sight; it summarizes at once where it has nothing to show yet. */
  open(): void;
}

/** Adds a tab with summaries to the panel. */
export function createSummary(options: SummaryOptions): SummaryPart {
  const { editor, document: shared, panel, summarizer, helpers, announce } = options;
  const element = document.createElement('div');
  element.className = 'weft-summary';
  const cleanup = createCleanup();
  const since = followSince(shared, options.away, editor);
  cleanup.add(since.stop);
  const writers = followWriters(options.places, () => paint());
  cleanup.add(writers.stop);
  let state = FIRST;
  let stop: (() => void) | undefined;
  let message: string | undefined;
  let read: { readonly blocks: readonly SnapshotBlock[]; readonly isWhole: boolean } = { blocks: [], isWhole: false };

  function send(event: SummaryEvent): void {
    state = stepSummary(state, event);
    paint();
  }

  function tell(words: string): void {
    message = words;
    announce(words);
    paint();
  }

  /** What is to be read, or a sentence that says why there is nothing. */
  function toStretches(): readonly Stretch[] | string | undefined {
    if (state.choice.scope === 'selection') {
      const { from, to, empty } = editor.view.state.selection;
      return empty ? summaryWords().nothingSelected : [{ from, to }];
    }
    if (state.choice.scope === 'document') return undefined;
    const stretches = since.stretches();
    return stretches.length === 0 ? summaryWords().nothingNew : stretches;
  }

  async function summarize(): Promise<void> {
    stop?.();
    message = undefined;
    const helper = chosenHelper();
    const writer = writers.get().find(({ id }) => toWrittenId(id) === state.choice.helper);
    const there = helper && ({ place: 'there', name: helper.name, phase: 'taking' } as const);
    const writing = writer && ({ place: 'writing', at: writer.at, name: writer.name } as const);
    send({ type: 'start', at: writing ?? there ?? HERE });
    const { run, choice } = state;
    const stretches = toStretches();
    if (typeof stretches === 'string') return send({ type: 'fail', run, sentence: stretches });
    const snapshot: Snapshot = {
      title: shared.title.toString(),
      blocks: readBlocks(editor.view.state.doc, stretches),
      heads: toHeads(shared.doc),
    };
    read = { blocks: snapshot.blocks, isWhole: stretches === undefined };
    const request: SummaryRequest = { snapshot, type: choice.type, length: choice.length };
    if (writer !== undefined && !(await write(writer, request))) return;
    const helped = helper && helpers?.summarize(helper.device, request);
    const { parts, end, cancel } = helped ?? summarizer.summarize(request);
    const name = helper?.name ?? '';
    if (helped === undefined && writer === undefined) send({ type: 'at', run, at: HERE });
    const unfollow = helped?.at.subscribe((at) => {
      const back = at.place === 'device';
      send({
        type: 'at',
        run,
        at: back ? { place: 'back', name, why: at.why } : { place: 'there', name, phase: at.phase },
      });
      if (back) announce(toAtWords({ place: 'back', name, why: at.why }));
    });
    stop = cancel;
    for await (const sentence of parts) send({ type: 'part', run, sentence });
    const ended = await end;
    unfollow?.();
    if (state.run !== run) return;
    stop = undefined;
    if (!ended.ok) return send({ type: 'fail', run, sentence: toSentence(ended.failure) });
    const summary = ended.value.value;
    send({ type: 'end', run, summary });
    announce(summaryWords().done(summary.sentences.length));
  }

  /** Has it written anew; answers whether sentences are to be picked instead. */
  async function write(writer: WritingPlace, request: SummaryRequest): Promise<boolean> {
    const { run } = state;
    const writing = writeSummary(writer, request, (text) => send({ type: 'text', run, text }));
    stop = writing.cancel;
    const ended = await writing.end;
    if (state.run !== run) return false;
    stop = undefined;
    if (ended.ok) {
      const { engine, place, passed, share = 1 } = ended;
      send({ type: 'at', run, at: { place: 'written', engine, at: place, passed, share } });
      send({ type: 'end', run, summary: { text: ended.value.value, sentences: [] } });
      announce(
        share < 1 ? `${summaryWords().madeWritten} ${summaryWords().readPart(share)}` : summaryWords().madeWritten,
      );
      return false;
    }
    const why = toSentence(ended.failure);
    if (ended.failure.code === 'declined') {
      send({ type: 'fail', run, sentence: why });
      return false;
    }
    send({ type: 'part', run, sentence: undefined });
    send({ type: 'at', run, at: { place: 'unwritten', why } });
    announce(toAtWords({ place: 'unwritten', why }));
    return true;
  }

  function cancel(): void {
    stop?.();
    stop = undefined;
    send({ type: 'cancel' });
    announce(summaryWords().cancelled);
  }

  /** The device that is to be asked, if it still offers itself. */
  function chosenHelper(): ReturnType<SummaryHelpers['get']>[number] | undefined {
    return helpers?.get().find(({ device }) => device === state.choice.helper);
  }

  function choose(choice: Partial<SummaryChoice>): void {
    send({ type: 'choose', choice });
    if (state.phase.name !== 'idle') void summarize();
  }

  function show(sentence: SummarySentence): void {
    const place = findSentence(editor.view.state.doc, sentence);
    if (place === undefined) return tell(summaryWords().gone);
    showPlace(editor.view, place.from, place);
    announce(sentence.text);
  }

  async function copy({ summary }: MadeSummary): Promise<void> {
    try {
      await navigator.clipboard.writeText(summary.text);
      tell(summaryWords().copied);
    } catch {
      tell(summaryWords().notCopied);
    }
  }

  function compare(): void {
    timer = undefined;
    if (!isStillThere(editor.view.state.doc, read.blocks, read.isWhole)) send({ type: 'outdated' });
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  cleanup.add(
    editor.on('change', () => {
      if (state.phase.name === 'made') timer ??= setTimeout(compare, COMPARE_AFTER);
    }),
  );
  cleanup.add(() => clearTimeout(timer));

  function choiceView<K extends keyof SummaryChoice>(
    key: K,
    label: string,
    names: Readonly<Partial<Record<SummaryChoice[K], string>>>,
  ): TemplateResult {
    return html`<select aria-label=${label} @change=${(event: Event) =>
      choose({ [key]: (event.target as HTMLSelectElement).value })}>
      ${Object.entries(names).map(([value, name]) => html`<option value=${value} ?selected=${state.choice[key] === value}>${name}</option>`)}
    </select>`;
  }

  function sentencesView(sentences: readonly SummarySentence[]): TemplateResult {
    return html`<ul class="weft-summary-list">${sentences.map(
      (sentence) =>
        html`<li><button type="button" dir="auto" data-type=${state.choice.type} aria-label=${summaryWords().show(sentence.text)} @click=${() => show(sentence)}>${sentence.text}</button></li>`,
    )}</ul>`;
  }

  function writtenView(text: string): TemplateResult {
    const lines = text.split('\n').filter((line) => line !== '');
    return html`<ul class="weft-summary-list weft-summary-written">${lines.map((line) => html`<li data-type=${state.choice.type}>${line}</li>`)}</ul>`;
  }

  function madeView(made: MadeSummary): TemplateResult {
    return html`${made.at.place === 'written' ? writtenView(made.summary.text) : sentencesView(made.summary.sentences)}
      ${passedView(made.at)}
      <p class="weft-summary-origin">${made.isStale ? html`<strong>${summaryWords().stale}</strong> ` : nothing}${toOrigin(made.at)}</p>
      <div class="weft-summary-actions">
        <button type="button" class="weft-button" @click=${() => void copy(made)}>${summaryWords().copy}</button>
        ${
          editor.state.get().editable
            ? html`<button type="button" class="weft-button" @click=${() =>
                void insertSummary(editor, made).then((isDone) =>
                  tell(isDone ? summaryWords().inserted : summaryWords().notInserted),
                )}>${summaryWords().insert}</button>`
            : nothing
        }
      </div>`;
  }

  function phaseView(): TemplateResult {
    const { phase } = state;
    if (phase.name === 'running')
      return html`<p class="weft-summary-note" role="status">${toAtWords(phase.at)}</p>${phase.at.place === 'writing' ? writtenView(phase.text) : sentencesView(phase.sentences)}`;
    if (phase.name === 'made') return madeView(phase);
    if (phase.name === 'failed') return html`<p class="weft-summary-note" role="alert">${phase.sentence}</p>`;
    return html`<div class="weft-panel-empty">${iconView(ScrollText, 28)}<p>${summaryWords().empty}</p></div>`;
  }

  function paint(): void {
    const { document: whole, selection, since: lately } = summaryWords().scopes;
    const others = Object.fromEntries([
      ...(helpers?.get() ?? []).map(({ device, name }) => [device, summaryWords().there(name)] as const),
      ...writers.get().map(({ id, at, name }) => [toWrittenId(id), summaryWords().written[at](name)] as const),
    ]);
    const isRunning = state.phase.name === 'running';
    const isFresh = state.phase.name === 'made' && !state.phase.isStale;
    render(
      html`<div class="weft-summary-choices">
          ${choiceView('scope', summaryWords().scope, { document: whole, selection, ...(since.isKnown() ? { since: lately } : {}) })}
          ${choiceView('type', summaryWords().type, summaryWords().types)}
          ${choiceView('length', summaryWords().length, summaryWords().lengths)}
          ${Object.keys(others).length === 0 ? nothing : choiceView('helper', summaryWords().where, { '': summaryWords().here, ...others })}
          ${
            isRunning
              ? html`<button type="button" class="weft-button" @click=${cancel}>${summaryWords().cancel}</button>`
              : html`<button type="button" class="weft-button" ?data-primary=${!isFresh} @click=${() => void summarize()}>${state.phase.name === 'made' ? summaryWords().again : summaryWords().summarize}</button>`
          }
        </div>
        ${message === undefined ? nothing : html`<p class="weft-summary-note">${message}</p>`}
        ${phaseView()}`,
      element,
    );
  }

  cleanup.add(
    panel.add({
      id: TAB,
      label: summaryWords().tab,
      icon: ScrollText,
      element,
      rank: 40,
      onShown(isShown) {
        if (!isShown) return hidePlace(editor.view);
        paint();
        void writers.look();
      },
      focus: () => element.querySelector('button')?.focus(),
    }),
  );
  cleanup.add(() => stop?.());
  cleanup.add(helpers?.subscribe(paint) ?? (() => undefined));
  paint();
  return {
    element,
    open() {
      panel.open(TAB, { focus: true });
      if (state.phase.name === 'idle') void summarize();
    },
    destroy: cleanup.run,
  };
}
