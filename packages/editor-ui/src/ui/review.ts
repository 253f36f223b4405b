/** After an absence: what others changed meanwhile, place by place, to keep or to take back. */
import type { Absence, DocumentAbsence, DocumentDevice } from '@weft/crdt-core';
import type { Doc } from 'yjs';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { blockStart } from '../commands/ranges.ts';
import { type Change, type Changes, createChanges } from '../review/changes.ts';
import { undoChange } from '../review/undo-change.ts';
import type { Editor } from '../editor.ts';
import type { Banners } from './banners.ts';
import { createCleanup, type Part } from './part.ts';
import { attachRoving, settleTabStop } from './roving.ts';
import { hidePlace, showPlace } from './show-place.ts';
import { commonWords } from '../words/common.ts';
import { historyWords } from '../words/history.ts';
import { date } from '../words/format.ts';

const TOPIC = 'away';
/** ms: what others type is compared this long after it came. */
const COMPARE_AFTER = 300;
/** More than this of one text is not shown in the list. */
const MOST = 280;

export interface ReviewOptions {
  readonly away: DocumentAbsence;
  readonly editor: Editor;
  readonly banners: Banners;
  readonly content: { readonly doc: Doc; readonly root: string };
  /** `undefined` for nobody known. */
  authorOfClient(client: number): DocumentDevice | undefined;
  /** By the id of a device. */
  deviceOf(id: string): DocumentDevice | undefined;
  canEdit(): boolean;
  announce(words: string): void;
  /** Brings the list into sight. */
  show(): void;
}

export interface Review extends Part {
  /** How many places are to be looked at. */
  count(): number;
  onChange(listener: () => void): void;
}

/** As told: `3 people changed 12 places`, or one by name. */
export function changesToWords(changes: readonly Change[], nameOf: (id: string) => string): string {
  const people = new Set(changes.flatMap(({ authors }) => authors));
  const [only = ''] = people;
  const { awayChanged, awayPeopleChanged } = historyWords();
  return people.size === 1 ? awayChanged(nameOf(only), changes.length) : awayPeopleChanged(people.size, changes.length);
}

/** Creates the section of the panel; empty while there is nothing to tell. */
export function createReview(options: ReviewOptions): Review {
  const { away, editor, banners, content, announce, show } = options;
  const element = document.createElement('section');
  element.className = 'weft-review';
  element.setAttribute('aria-label', historyWords().away);
  const cleanup = createCleanup();
  const listeners = new Set<() => void>();
  const deleters = new Map<string, string | undefined>();
  let changes: Changes | undefined;
  let list: readonly Change[] = [];
  let current: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const nameOf = (id: string): string => {
    const name = options.deviceOf(id)?.name ?? '';
    return name === '' ? commonWords().someone : name;
  };
  const toAuthor = (device: DocumentDevice | undefined): string | undefined =>
    device?.isSelf === true ? undefined : (device?.id ?? '');
  const deleterOf = (client: number, at: number): string | undefined => {
    const id = `${client}:${at}`;
    if (!deleters.has(id)) deleters.set(id, toAuthor(away.deleterOf(client, at)));
    return deleters.get(id);
  };

  function begin(absence: Absence): void {
    deleters.clear();
    changes = createChanges({
      ...content,
      before: absence.before,
      authorOf: (client) => toAuthor(options.authorOfClient(client)),
      deleterOf,
    });
    list = changes.list();
    if (list.length === 0) {
      away.settle();
      return;
    }
    tell();
  }

  function tell(): void {
    const words = changesToWords(list, nameOf);
    banners.set({
      topic: TOPIC,
      kind: 'info',
      words,
      actions: [
        { label: historyWords().review, run: () => review() },
        { label: commonWords().dismiss, run: () => finish() },
      ],
    });
    announce(words);
  }

  function review(): void {
    show();
    step(0);
  }

  function finish(): void {
    away.settle();
    editor.focus();
  }

  function compare(): void {
    clearTimeout(timer);
    timer = undefined;
    if (changes === undefined) return;
    list = changes.list();
    if (list.length === 0) {
      announce(historyWords().allLookedAt);
      away.settle();
      return;
    }
    paint();
  }

  /** Where a change is in the text now. */
  function reveal(change: Change): void {
    const { view } = editor;
    const { doc } = view.state;
    current = change.key;
    const at = blockStart(doc, Math.min(change.index, doc.childCount));
    const isGone = change.block === 'removed';
    const base = isGone || change.isNested ? at : at + 1 + change.from;
    const isPlace = !isGone && !change.isNested;
    const to = Math.min(at + 1 + change.to, doc.content.size); // something may have gone since it was listed
    showPlace(view, base, isPlace && base < to ? { from: base, to } : undefined);
    for (const item of element.querySelectorAll<HTMLElement>('[data-key]'))
      item.toggleAttribute('data-current', item.dataset['key'] === change.key);
  }

  function step(by: number): void {
    const at = list.findIndex(({ key }) => key === current);
    const next = list[(Math.max(at, by > 0 ? -1 : 0) + by + list.length) % list.length];
    if (next !== undefined) focusOn(next.key);
  }

  function focusOn(key: string): void {
    element.querySelector<HTMLElement>(`[data-key="${key}"] [data-item]`)?.focus();
  }

  function deal(change: Change, isUndone: boolean): void {
    const at = list.findIndex(({ key }) => key === change.key);
    compare(); // so that its places are those of now
    const fresh = list.find(({ key }) => key === change.key);
    if (fresh === undefined || changes === undefined) return;
    if (isUndone && !editor.apply(undoChange(fresh))) return;
    changes.accept(fresh);
    current = undefined;
    compare();
    announce(isUndone ? historyWords().undone(list.length) : historyWords().kept(list.length));
    const next = list[Math.min(at, list.length - 1)];
    if (next !== undefined) focusOn(next.key);
  }

  const cut = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text);

  function changeView(change: Change): TemplateResult {
    const say = historyWords();
    const who = say.names(change.authors.map(nameOf));
    const words = change.runs.map(({ kind, text }) =>
      kind === 'added' ? html`<ins>${cut(text)}</ins>` : html`<del>${cut(text)}</del>`,
    );
    const part = Object.hasOwn(say.newParts, change.node) ? (change.node as keyof typeof say.newParts) : 'block';
    const what =
      change.block === 'added'
        ? say.newParts[part]
        : change.block === 'removed'
          ? say.deletedParts[part]
          : change.isNested
            ? say.inTable
            : '';
    return html`<li data-key=${change.key}>
      <button type="button" class="weft-change" data-item @focus=${() => reveal(change)} @click=${() => reveal(change)}>
        <span class="weft-change-who">${who}${what === '' ? nothing : html` · ${what}`}</span>
        <span class="weft-change-words">${words.length === 0 ? say.emptyPlace : words}</span>
      </button>
      <div class="weft-change-actions">
        ${
          options.canEdit() && !change.isNested
            ? html`<button type="button" class="weft-button" data-quiet @click=${() => deal(change, true)}>${say.undoThis}</button>`
            : nothing
        }
        <button type="button" class="weft-button" data-quiet @click=${() => deal(change, false)}>${say.keep}</button>
      </div>
    </li>`;
  }

  function paint(): void {
    const absence = away.absence.get();
    const say = historyWords();
    element.hidden = absence === undefined;
    render(
      absence === undefined
        ? nothing
        : html`<header>
            <div><h3>${say.away}</h3><p>${say.sinceTime(date(absence.since, { weekday: 'short', hour: '2-digit', minute: '2-digit' }))}</p></div>
            <button type="button" class="weft-button" data-quiet aria-label=${say.previousChange} @click=${() => step(-1)}>${commonWords().previous}</button>
            <button type="button" class="weft-button" data-quiet aria-label=${say.nextChange} @click=${() => step(1)}>${commonWords().next}</button>
          </header>
          <ol>${repeat(list, ({ key }) => key, changeView)}</ol>
          <button type="button" class="weft-button weft-review-all" @click=${() => finish()}>${say.keepAll}</button>`,
      element,
    );
    settleTabStop(element);
    for (const listener of listeners) listener();
  }

  function follow(): void {
    const absence = away.absence.get();
    if (absence === undefined) {
      changes = undefined;
      list = [];
      current = undefined;
      banners.clear(TOPIC);
      hidePlace(editor.view);
    } else if (changes === undefined) begin(absence);
    paint();
  }

  attachRoving(element, 'vertical', cleanup);
  cleanup.add(away.absence.subscribe(follow));
  cleanup.add(
    editor.on('change', () => {
      if (changes !== undefined) timer ??= setTimeout(compare, COMPARE_AFTER);
    }),
  );
  cleanup.add(() => clearTimeout(timer));
  cleanup.add(() => element.remove());
  follow();
  return {
    element,
    count: () => list.length,
    onChange: (listener) => listeners.add(listener),
    destroy: () => cleanup.run(),
  };
}
