/** KEY-6, KEY-8: who is in a document, what to compare with them, and how its owner removes them. */
import type { DocumentDevice, DocumentUser, WeftDocument } from '@weft/crdt-core';
import { colorToInk, type Dialog, iconView, nameToInitials, type Notices, openDialog } from '@weft/editor-ui/ui';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Check, Copy, QrCode } from 'lucide';
import { drawCode } from '../code-picture.ts';
import { roleToWords } from '../words/roles.ts';
import { askConfirm } from './confirm.ts';
import { commonWords, toSentence } from '@weft/editor-ui/words';
import { peopleWords } from '../words/people.ts';

/** What the dialog needs of the page around it. */
export interface PeopleHost {
  readonly root: HTMLElement;
  readonly notices: Notices;
  person(): DocumentUser;
  /** Opens the dialog with the links. */
  share(): void;
}

const TOPIC = 'removed-people';

/** A name as it is called in sentences. */
function toName(device: DocumentDevice, person: DocumentUser): string {
  if (device.isSelf) return person.name;
  return device.name === '' ? commonWords().someone : device.name;
}

/** Six groups of five digits, digit by digit, so that they are read out as one would read them to somebody. */
function toSpoken(fingerprint: string): string {
  return fingerprint
    .split(' ')
    .map((group) => [...group].join(' '))
    .join(', ');
}

/** Lets the page show what was rendered before it is busy. */
function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
}

/** Shows the devices of a document. */
export function openPeople(host: PeopleHost, shared: Pick<WeftDocument, 'people' | 'status'>): void {
  const { people, status } = shared;
  let isBusy = false;
  let problem: string | undefined;
  let done: string | undefined;
  let copied: string | undefined;
  let pictured: string | undefined;
  const words = peopleWords();

  const stop = people.devices.subscribe(() => update());
  const dialog = openDialog(host.root, {
    title: words.title,
    onClose() {
      stop();
      if (done === undefined) return;
      // Whoever leaves without the fresh links is reminded of them.
      host.notices.show({
        topic: TOPIC,
        kind: 'done',
        words: done,
        action: { label: words.shareFresh, run: () => host.share() },
      });
    },
    body: (open) => view(open),
  });
  update();

  function update(): void {
    dialog.update();
    const canvas = dialog.element.querySelector('canvas') ?? undefined;
    const device = people.devices.get().find(({ id }) => id === pictured);
    if (device !== undefined) drawCode(canvas, device.fingerprint);
    // Colours go through the CSSOM: the page's policy forbids style attributes.
    for (const avatar of dialog.element.querySelectorAll<HTMLElement>('[data-color]')) {
      const color = avatar.dataset['color'] ?? '';
      avatar.style.setProperty('--weft-person', color);
      avatar.style.setProperty('--weft-person-ink', colorToInk(color));
    }
  }

  /** Whether the news can be on its way now. */
  function hasCompany(): boolean {
    const { relay, peers } = status.get();
    return peers > 0 || relay.state === 'connected' || relay.state === 'syncing';
  }

  async function copy(device: DocumentDevice): Promise<void> {
    try {
      await navigator.clipboard.writeText(device.fingerprint);
      copied = device.id;
    } catch {
      // No clipboard here: the numbers are on the screen, to be marked by hand.
      const place = dialog.element.querySelector(`[data-device="${device.id}"] .app-numbers`);
      if (place !== null) getSelection()?.selectAllChildren(place);
    }
    update();
  }

  async function change(devices: readonly string[], told: string): Promise<void> {
    [isBusy, problem, done, pictured] = [true, undefined, undefined, undefined];
    update();
    await painted();
    // Asked before: the links are opened anew for the new keys.
    const news = hasCompany() ? '' : ` ${words.offline}`;
    const changed = people.remove(devices);
    isBusy = false;
    if (changed.ok) done = `${told}${news}`;
    else problem = toSentence(changed.failure);
    update();
    dialog.element.querySelector<HTMLElement>('[data-fresh]')?.focus();
  }

  async function remove(device: DocumentDevice): Promise<void> {
    const name = toName(device, host.person());
    const isOneOfSeveral = people.devices
      .get()
      .some((other) => other.id !== device.id && other.name === device.name && !other.isRemoved && !other.isSelf);
    const sure = await askConfirm(host.root, {
      title: words.removeTitle(name),
      words: [
        words.keepsOld(name),
        words.linksStop,
        words.othersStay,
        ...(isOneOfSeveral ? [words.sameName(name)] : []),
      ],
      confirm: commonWords().remove,
      danger: true,
    });
    if (sure) await change([device.id], words.removedDone(name));
  }

  async function replaceLinks(): Promise<void> {
    const sure = await askConfirm(host.root, {
      title: words.replaceTitle,
      words: [words.nobodyRemoved, words.linksStopOnly],
      confirm: words.replace,
    });
    if (sure) await change([], words.replaced);
  }

  function deviceView(device: DocumentDevice): TemplateResult {
    const person = host.person();
    const name = toName(device, person);
    const role = device.role === 'admin' ? words.owner : roleToWords(device.role);
    const facts = device.isRemoved ? words.removed : role;
    const isCopied = copied === device.id;
    const isPictured = pictured === device.id;
    const canRemove = people.governs && !device.isSelf && !device.isRemoved;
    return html`<li class="app-device" data-device=${device.id} ?data-removed=${device.isRemoved}>
      <span class="weft-avatar" aria-hidden="true" data-color=${device.isSelf ? person.color : device.color}
        >${nameToInitials(name)}</span
      >
      <div class="app-device-words">
        <h3>${name}</h3>
        <p>${device.isSelf ? words.thisDevice(facts) : facts}</p>
      </div>
      ${
        canRemove
          ? html`<button
              type="button"
              class="weft-button"
              aria-label=${words.removeAskOf(name)}
              ?disabled=${isBusy}
              @click=${() => remove(device)}
            >${words.removeAsk}</button>`
          : nothing
      }
      <div class="app-device-numbers">
        <span class="app-numbers" aria-hidden="true"
          >${device.fingerprint.split(' ').map((group) => html`<span>${group}</span> `)}</span
        >
        <span class="weft-hidden">${words.numbers(name, toSpoken(device.fingerprint))}</span>
        <button
          type="button"
          class="weft-icon-button"
          aria-label=${isCopied ? words.numbersCopied(name) : words.copyNumbers(name)}
          @click=${() => copy(device)}
        >${iconView(isCopied ? Check : Copy, 16)}</button>
        <button
          type="button"
          class="weft-icon-button"
          aria-label=${words.showCode(name)}
          aria-pressed=${String(isPictured)}
          @click=${() => {
            pictured = isPictured ? undefined : device.id;
            update();
          }}
        >${iconView(QrCode, 16)}</button>
      </div>
      ${
        isPictured
          ? html`<canvas
              class="app-code-picture app-device-code"
              role="img"
              aria-label=${words.code(name)}
            ></canvas>`
          : nothing
      }
    </li>`;
  }

  function resultView(open: Dialog): TemplateResult | typeof nothing {
    if (isBusy) return html`<p class="app-result">${words.makingKeys}</p>`;
    if (done === undefined) return nothing;
    return html`<div class="app-result">
      ${iconView(Check, 16)}
      <p>${done}</p>
      <button
        type="button"
        class="weft-button"
        data-fresh
        @click=${() => {
          done = undefined;
          open.close();
          host.share();
        }}
      >${words.shareFresh}</button>
    </div>`;
  }

  function view(open: Dialog): TemplateResult {
    const all = people.devices.get();
    const here = all.filter(({ isRemoved }) => !isRemoved);
    const gone = all.filter(({ isRemoved }) => isRemoved);
    return html`<p>${words.compare}</p>
      <div role="status">${resultView(open)}</div>
      ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
      <ul class="app-devices" aria-label=${words.withAccess}>${here.map(deviceView)}</ul>
      ${here.length > 1 ? nothing : html`<p class="app-hint">${words.nobodyYet}</p>`}
      ${
        gone.length === 0
          ? nothing
          : html`<h3 class="app-devices-title">${words.noLonger}</h3>
              <ul class="app-devices" aria-label=${words.withoutAccess}>${gone.map(deviceView)}</ul>`
      }
      ${
        people.governs
          ? html`<div class="app-owner">
              <p>${words.wrongHands}</p>
              <button type="button" class="weft-button" ?disabled=${isBusy} @click=${replaceLinks}>${words.replaceAsk}</button>
            </div>`
          : nothing
      }
      ${here.length > 1 ? html`<p class="app-hint app-hint-last">${words.readersUnlisted}</p>` : nothing}`;
  }
}
