/** Named versions: saved, compared, restored, renamed, deleted. */
import type { DocumentDevice, DocumentVersion, DocumentVersions } from '@weft/crdt-core';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type * as Y from 'yjs';
import { editTitle } from '../binding/title.ts';
import { type Changes, createChanges } from '../review/changes.ts';
import type { Editor } from '../types.ts';
import { readVersion, restoreVersion } from '../versions/version-content.ts';
import { openCompare } from './compare.ts';
import { openDialog } from './dialog.ts';
import type { Notices } from './notices.ts';
import { createCleanup, type Part } from './part.ts';

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
const UNREADABLE = 'This version cannot be read here: it is damaged, or was written by a newer Weft.';

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Creates the section of the panel. */
export function createVersions(options: VersionsOptions): Part {
  const { versions, editor, notices, content, host, announce } = options;
  const element = document.createElement('section');
  element.className = 'weft-versions';
  element.setAttribute('aria-label', 'Versions');
  const cleanup = createCleanup();
  /** The version that is being given a name; empty for a new one. */
  let naming: string | undefined;

  const nameOf = (device: DocumentDevice | undefined): string => {
    if (device?.isSelf === true) return 'You';
    return device === undefined || device.name === '' ? 'Someone' : device.name;
  };
  const trouble = (words: string): void => notices.show({ topic: TOPIC, kind: 'trouble', words });

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
      announce('Renamed.');
    } else {
      const saved = versions.save(wish === '' ? clock.format(Date.now()) : wish);
      if (saved.ok) announce('Version saved.');
      else trouble(saved.failure.sentence);
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
    if (state === undefined || readVersion(state, content.root) === undefined) return trouble(UNREADABLE);
    const changes = toChanges(state);
    if (changes === undefined) return trouble(UNREADABLE);
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
    if (version === undefined) return trouble(UNREADABLE);
    const kept = versions.save(`Before restoring “${called}”`, { isAutomatic: true });
    if (!kept.ok) return trouble(kept.failure.sentence);
    const isChanged = editor.apply(restoreVersion(version));
    const isRetitled = options.title.toString() !== version.title;
    if (isRetitled) editTitle(options.title, version.title);
    if (!isChanged && !isRetitled) {
      versions.remove(kept.value);
      notices.show({ topic: TOPIC, kind: 'info', words: `Nothing differs from “${called}”.` });
      return;
    }
    notices.show({
      topic: TOPIC,
      kind: 'done',
      words: `Restored “${called}”. How it stood before is kept as a version.`,
    });
  }

  function remove({ id, name: called }: DocumentVersion): void {
    openDialog(host, {
      title: 'Delete this version?',
      size: 'narrow',
      body: (open) => html`<p>“${called}” is deleted for everyone. The document itself stays as it is.</p>
        <div class="weft-dialog-actions">
          <button type="button" class="weft-button" data-autofocus @click=${() => open.close()}>Cancel</button>
          <button type="button" class="weft-button" data-danger @click=${() => {
            versions.remove(id);
            open.close();
            announce('Version deleted.');
          }}>Delete</button>
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
      <input class="weft-field" aria-label="Name of the version" maxlength="80" placeholder="For example: sent to the printer" .value=${value} />
      <button type="submit" class="weft-button" data-primary>${label}</button>
      <button type="button" class="weft-button" @click=${end}>Cancel</button>
    </form>`;
  }

  function versionView(version: DocumentVersion): TemplateResult {
    const { id, name: called, at, author, isAutomatic } = version;
    const button = (label: string, run: (of: DocumentVersion) => void): TemplateResult =>
      html`<button type="button" class="weft-button" data-quiet aria-label=${`${label}: ${called}`} @click=${() => run(version)}>${label}</button>`;
    return html`<li data-version=${id} ?data-automatic=${isAutomatic}>
      ${
        naming === id
          ? form(called, 'Rename')
          : html`<p class="weft-version-name">${called === '' ? 'Without a name' : called}</p>
            <p class="weft-version-by">${nameOf(author)} · ${clock.format(at)}</p>
            <div class="weft-change-actions">
              ${button('Compare', compare)}
              ${options.canEdit() ? [button('Restore', restore), button('Rename', () => begin(id)), button('Delete', remove)] : nothing}
            </div>`
      }
    </li>`;
  }

  function paint(): void {
    const list = versions.list.get();
    const save = html`<button type="button" class="weft-button weft-versions-save" @click=${() => begin('')}>Save a version</button>`;
    render(
      html`<header><h3>Versions</h3>${options.canEdit() && naming !== '' ? save : nothing}</header>
        ${naming === '' ? form('', 'Save') : nothing}
        ${
          list.length === 0
            ? html`<p class="weft-history-empty">No versions yet. A version keeps how the document stands now, under a name, for everyone in it.</p>`
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
