/** Named versions: saved, compared, restored, renamed, deleted. */
import type { DocumentDevice, DocumentVersion, DocumentVersions } from '@weft/crdt-core';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type * as Y from 'yjs';
import { editTitle } from '../binding/title.ts';
import { type Changes, createChanges } from '../review/changes.ts';
import type { Editor } from '../editor.ts';
import { readVersion, restoreVersion } from '../versions/version-content.ts';
import { openCompare } from './compare.ts';
import { openDialog } from './dialog.ts';
import type { Notices } from './notices.ts';
import { createCleanup, type Part } from './part.ts';
import { commonWords } from '../words/common.ts';
import { toSentence } from '../words/failures.ts';
import { historyWords } from '../words/history.ts';
import { date } from '../words/format.ts';

export interface VersionsOptions {
  readonly versions: DocumentVersions;
  readonly editor: Editor;
  readonly notices: Notices;
  readonly content: { readonly doc: Y.Doc; readonly root: string };
  readonly title: Y.Text;
  /** Where dialogs stand. */
  readonly host: HTMLElement;
  authorOfClient(client: number): DocumentDevice | undefined;
  deleterOf(client: number, clock: number): DocumentDevice | undefined;
  deviceOf(id: string): DocumentDevice | undefined;
  canEdit(): boolean;
  announce(words: string): void;
}

const TOPIC = 'versions';
const toTime = (at: number): string => date(at, { dateStyle: 'medium', timeStyle: 'short' });

/** Creates the section of the panel. */
export function createVersions(options: VersionsOptions): Part {
  const { versions, editor, notices, content, host, announce } = options;
  const element = document.createElement('section');
  element.className = 'weft-versions';
  const words = historyWords();
  element.setAttribute('aria-label', words.versions);
  const common = commonWords();
  const cleanup = createCleanup();
  /** The version that is being given a name; empty for a new one. */
  let naming: string | undefined;

  const nameOf = (device: DocumentDevice | undefined): string => {
    if (device?.isSelf === true) return common.you;
    return device === undefined || device.name === '' ? common.someone : device.name;
  };
  const trouble = (told: string): void => notices.show({ topic: TOPIC, kind: 'trouble', words: told });

  function begin(id: string): void {
    naming = id;
    paint();
    element.querySelector<HTMLInputElement>('input')?.select();
  }

  function end(): void {
    const id = naming;
    naming = undefined;
    paint();
    const selector = id === '' ? '.weft-versions-save' : `[data-version="${id}"] .weft-button`;
    element.querySelector<HTMLElement>(selector)?.focus();
  }

  function name(event: SubmitEvent): void {
    event.preventDefault();
    const id = naming;
    const field = element.querySelector<HTMLInputElement>('input');
    const wish = field?.value.trim() ?? '';
    if (id === undefined) return;
    if (id !== '') {
      if (wish !== '') versions.rename(id, wish);
      announce(words.renamed);
    } else {
      const saved = versions.save(wish === '' ? toTime(Date.now()) : wish);
      if (saved.ok) announce(words.versionSaved);
      else trouble(toSentence(saved.failure));
    }
    end();
  }

  /** `undefined` where the version says other things of the document's letters than the document. */
  function toChanges(before: Uint8Array): Changes | undefined {
    try {
      const changes = createChanges({
        ...content,
        before,
        authorOf: (client) => options.authorOfClient(client)?.id ?? '',
        deleterOf: (client, at) => options.deleterOf(client, at)?.id ?? '',
      });
      return changes.isTrue() ? changes : undefined;
    } catch {
      return undefined; // Yjs threw at what does not fit together
    }
  }

  function compare({ id, name: called }: DocumentVersion): void {
    const state = versions.stateOf(id);
    if (state === undefined || readVersion(state, content.root) === undefined) return trouble(words.unreadable);
    const changes = toChanges(state);
    if (changes === undefined) return trouble(words.unreadable);
    openCompare({
      host,
      name: called,
      changes,
      nameOf: (id_) => nameOf(options.deviceOf(id_)),
      onClose: () => element.querySelector<HTMLElement>(`[data-version="${id}"] .weft-button`)?.focus(),
    });
  }

  function restore({ id, name: called }: DocumentVersion): void {
    const state = versions.stateOf(id);
    const version = state && readVersion(state, content.root);
    if (version === undefined) return trouble(words.unreadable);
    const kept = versions.save(words.beforeRestoring(called), { isAutomatic: true });
    if (!kept.ok) return trouble(toSentence(kept.failure));
    const isChanged = editor.apply(restoreVersion(version));
    const isRetitled = options.title.toString() !== version.title;
    if (isRetitled) editTitle(options.title, version.title);
    if (!isChanged && !isRetitled) {
      versions.remove(kept.value);
      notices.show({ topic: TOPIC, kind: 'info', words: words.nothingDiffers(called) });
      return;
    }
    notices.show({
      topic: TOPIC,
      kind: 'done',
      words: words.restored(called),
    });
  }

  function remove({ id, name: called }: DocumentVersion): void {
    openDialog(host, {
      title: words.deleteTitle,
      size: 'narrow',
      body: (open) => html`<p>${words.deleteWords(called)}</p>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" data-autofocus @click=${() => open.close()}>${common.cancel}</button>
          <button type="button" class="weft-button" data-danger @click=${() => {
            versions.remove(id);
            open.close();
            announce(words.versionDeleted);
          }}>${common.delete}</button>
        </div>`,
      onClose: () => element.querySelector<HTMLElement>('.weft-versions-save')?.focus(),
    });
  }

  function form(value: string, label: string): TemplateResult {
    return html`<form class="weft-versions-form" @submit=${name} @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      end();
    }}>
      <input class="weft-field" aria-label=${words.versionName} maxlength="80" placeholder=${words.versionExample} .value=${value} />
      <button type="submit" class="weft-button" data-primary>${label}</button>
      <button type="button" class="weft-button" @click=${end}>${common.cancel}</button>
    </form>`;
  }

  function versionView(version: DocumentVersion): TemplateResult {
    const { id, name: called, at, author, isAutomatic } = version;
    const button = (label: string, run: (of: DocumentVersion) => void): TemplateResult =>
      html`<button type="button" class="weft-button" data-quiet aria-label=${`${label}: ${called}`} @click=${() => run(version)}>${label}</button>`;
    return html`<li data-version=${id} ?data-automatic=${isAutomatic}>
      ${
        naming === id
          ? form(called, common.rename)
          : html`<p class="weft-version-name">${called === '' ? words.noName : called}</p>
            <p class="weft-version-by">${nameOf(author)} · ${toTime(at)}</p>
            <div class="weft-change-actions">
              ${button(words.compare, compare)}
              ${options.canEdit() ? [button(words.restore, restore), button(common.rename, () => begin(id)), button(common.delete, remove)] : nothing}
            </div>`
      }
    </li>`;
  }

  function paint(): void {
    const list = versions.list.get();
    const save = html`<button type="button" class="weft-button weft-versions-save" @click=${() => begin('')}>${words.saveVersion}</button>`;
    render(
      html`<header><h3>${words.versions}</h3>${options.canEdit() && naming !== '' ? save : nothing}</header>
        ${naming === '' ? form('', common.save) : nothing}
        ${
          list.length === 0
            ? html`<p class="weft-history-empty">${words.noVersions}</p>`
            : html`<ol>${repeat(list, ({ id }) => id, versionView)}</ol>`
        }`,
      element,
    );
  }

  cleanup.add(versions.list.subscribe(paint));
  cleanup.add(() => element.remove());
  paint();
  return { element, destroy: () => cleanup.run() };
}
