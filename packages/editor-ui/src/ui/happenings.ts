/**
 * What happened: sentences about things that went wrong at a known time, the newest first, each once. They stand behind a button in the
 * foot, and above the text only where a person may have to act.
 */
import type { Alarm, DocumentStatus, Readable } from '@weft/crdt-core';
import { html, nothing, render } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { ShieldAlert, X } from 'lucide';
import { iconView } from './icon.ts';
import { createCleanup, focusedBy, type Part } from './part.ts';
import { closePopover, openPopover } from './popover.ts';
import { toSentence } from '../words/failures.ts';
import { statusWords } from '../words/status.ts';
import { date } from '../words/format.ts';

/** Somebody writes falsely, the relay does not keep its word, or what was kept here was harmed. */
const GRAVE: ReadonlySet<string> = new Set([
  'equivocation',
  'chain-broken',
  'update-not-owned',
  'snapshot-overreaches',
  'snapshot-disagrees',
  'control-malformed',
  'ledger-damaged',
  'local-change-refused',
  'late-held',
  'spoken-over',
  'peer-forged',
  'relay-hides',
  'relay-forks',
  'relay-withholds',
  'relay-rolled-back',
  'pin-lacking',
  'pin-forked',
]);

/** What has a face of its own, where something can be done about it. */
const ELSEWHERE: ReadonlySet<string> = new Set(['removed', 'set-aside']);

/** True where a person should read it without being asked. */
export function isGrave(alarm: Alarm): boolean {
  return GRAVE.has(alarm.code);
}

/**
 * The alarms that the list shows, the newest first.
 * @param isRemoved - everything new is sealed under keys this device lacks: one sentence says so already
 */
export function alarmsToList(
  alarms: readonly Alarm[],
  dismissed: ReadonlySet<string>,
  isRemoved: boolean = false,
): readonly Alarm[] {
  return alarms
    .filter(({ code }) => !ELSEWHERE.has(code) && !dismissed.has(code) && !(isRemoved && code === 'envelope-epoch'))
    .toSorted((a, b) => b.at - a.at);
}

/** Creates the button and its list. Where nothing happened, nothing is shown. */
export function createHappenings(status: Readable<DocumentStatus>, isRemoved: () => boolean): Part {
  const element = document.createElement('div');
  element.className = 'weft-happenings';
  const list = document.createElement('div');
  list.className = 'weft-happenings-list';
  list.popover = 'auto';
  list.setAttribute('role', 'dialog');
  list.setAttribute('aria-label', statusWords().happened);
  const face = document.createElement('div');
  element.append(face, list);
  const cleanup = createCleanup();
  const dismissed = new Set<string>();
  let isOpen = false;

  /** A press of the pointer on the button closes the open list by itself, and its click must not open it again; a key's finds it as it is. */
  const wasOpen = ({ detail }: MouseEvent): boolean => (detail === 0 ? list.matches(':popover-open') : isOpen);

  const button = (): HTMLElement | null => face.querySelector('button');

  const dismiss = (codes: readonly string[]): void => {
    for (const code of codes) dismissed.add(code);
    paint();
    // Focus does not fall out of the list, nor stay in one that is gone.
    const next = list.querySelector<HTMLElement>('li button');
    if (next === null) closePopover(list);
    else next.focus();
  };

  const paint = (): void => {
    const alarms = alarmsToList(status.get().alarms, dismissed, isRemoved());
    const count = alarms.length;
    const say = statusWords();
    const words = say.thingsHappened(count);
    render(
      count === 0
        ? nothing
        : html`<button
            type="button"
            class="weft-happenings-button"
            aria-haspopup="dialog"
            aria-expanded=${String(isOpen)}
            data-tip=${say.happened}
            aria-label=${words}
            @click=${(event: MouseEvent) => {
              if (wasOpen(event)) return closePopover(list);
              openPopover(list, event.currentTarget as HTMLElement, 'top-start');
              list.querySelector<HTMLElement>('button')?.focus();
            }}
          >${iconView(ShieldAlert, 14)}<span>${words}</span><span class="weft-happenings-count" aria-hidden="true">${count}</span></button>`,
      face,
    );
    render(
      html`<header>
          <h2>${say.happened}</h2>
          ${
            count < 2
              ? nothing
              : html`<button type="button" class="weft-button" @click=${() => dismiss(alarms.map(({ code }) => code))}>
                  ${say.dismissAll}
                </button>`
          }
        </header>
        <ul>
          ${repeat(
            alarms,
            ({ code }) => code,
            (alarm) => html`<li ?data-grave=${isGrave(alarm)}>
              <time datetime=${new Date(alarm.at).toISOString()}>${date(alarm.at, { weekday: 'short', hour: '2-digit', minute: '2-digit' })}</time>
              <p>${toSentence(alarm)}</p>
              <button
                type="button"
                class="weft-icon-button"
                aria-label=${say.dismissOne(toSentence(alarm))}
                @click=${() => dismiss([alarm.code])}
              >${iconView(X, 16)}</button>
            </li>`,
          )}
        </ul>`,
      list,
    );
  };

  cleanup.listen(list, 'toggle', (event) => {
    isOpen = (event as ToggleEvent).newState === 'open';
    paint();
    const focused = focusedBy(element);
    if (!isOpen && (focused === null || focused === document.body || list.contains(focused))) button()?.focus();
  });
  cleanup.add(status.subscribe(paint));
  cleanup.add(() => element.remove());
  paint();
  return { element, destroy: () => cleanup.run() };
}
