/** The documents in the trash of this device. */
import { type LibraryRecord, trashEnds } from '@weft/crdt-core';
import { iconView, mirrored } from '@weft/editor-ui/ui';
import { daysBetween } from '@weft/editor-ui/words';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { ArrowLeft, FileText, Trash, Undo2 } from 'lucide';
import type { App, Screen } from '../app.ts';
import { markView } from '../mark.ts';
import { deleteForGood, takeBack, toName } from '../trash.ts';
import { libraryWords } from '../words/library.ts';
import { startWords } from '../words/start.ts';
import { showFailure } from './failure-screen.ts';

/** How long it stays, in words. */
function stayToWords(record: LibraryRecord, now: number): string {
  const say = libraryWords();
  const end = trashEnds(record);
  if (end === undefined) return say.staysUnsent(record.unsent ?? 0);
  const days = daysBetween(now, end);
  return days < 1 ? say.goesSoon : say.goesIn(days);
}

/** Shows the trash. */
export function showTrash(app: App): Screen {
  document.title = 'Weft';
  const element = document.createElement('div');
  element.className = 'app-library';
  app.root.replaceChildren(element);
  const say = libraryWords();

  /** The button that had focus goes with its row: the next one's, or the way back, has it then. */
  const keepFocus = async (work: Promise<unknown>): Promise<void> => {
    await work;
    if (document.activeElement === document.body)
      element.querySelector<HTMLElement>('.app-row button, .app-back')?.focus();
  };
  const row = (record: LibraryRecord): TemplateResult => html`<li class="app-row">
    <div class="app-row-link">
      ${iconView(FileText, 20)}
      <span class="app-row-text">
        <span class="app-row-title" dir="auto" ?data-untitled=${record.title === ''}>${toName(record)}</span>
        <span class="app-row-facts"><span>${stayToWords(record, Date.now())}</span></span>
      </span>
    </div>
    <button
      type="button"
      class="weft-button"
      aria-label=${say.takeBackOne(toName(record))}
      @click=${() => void keepFocus(takeBack(app, record))}
    >${iconView(mirrored(Undo2), 16)}<span>${say.takeBack}</span></button>
    <button
      type="button"
      class="weft-icon-button"
      aria-label=${say.deleteOne(toName(record))}
      @click=${() => void keepFocus(deleteForGood(app, [record]))}
    >${iconView(Trash)}</button>
  </li>`;

  const paint = (): void => {
    const records = app.library.trash();
    render(
      html`<header class="app-top">
          <a class="app-brand app-back" href="#/">${markView(22)}<span>Weft</span></a>
        </header>
        <main class="app-list">
          <div class="app-list-head">
            <h1>
              <a class="weft-icon-button" href="#/" aria-label=${say.documents}>${iconView(mirrored(ArrowLeft))}</a>${say.trash}
            </h1>
            ${
              records.length < 2
                ? nothing
                : html`<div>
                    <button type="button" class="weft-button" @click=${() => void keepFocus(deleteForGood(app, app.library.trash()))}>
                      ${iconView(Trash, 16)}<span>${say.emptyTrash}</span>
                    </button>
                  </div>`
            }
          </div>
          ${
            records.length === 0
              ? html`<section class="app-empty">${iconView(Trash, 40)}<h1>${say.trashEmpty}</h1></section>`
              : html`<p class="app-list-note">${say.trashHow}</p>
                <ul class="app-rows">${repeat(records, (record) => record.localId, row)}</ul>`
          }
        </main>`,
      element,
    );
  };
  paint();
  const stopObserving = app.library.observe(paint);
  return {
    close() {
      stopObserving();
      element.remove();
    },
  };
}

/** Stands for a document that is in the trash, wherever its address was followed from. */
export function showInTrash(app: App, record: LibraryRecord): Screen {
  const { isInTrash: title, isInTrashWhy: sentence, takeBackAndOpen: label } = libraryWords();
  const open = async (): Promise<void> => {
    if (await takeBack(app, record)) app.go({ type: 'document', localId: record.localId });
  };
  const toLibrary = { label: startWords().toDocuments, run: () => app.go({ type: 'library' }) };
  const actions = [{ label, primary: true, run: () => void open() }, toLibrary];
  return showFailure(app.root, { title, sentence, icon: Trash, actions });
}
