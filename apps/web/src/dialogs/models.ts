/** The models that a person brought: adding, watching, going back, deleting. */
import type { Result } from '@weft/crypto';
import { openDialog } from '@weft/editor-ui/ui';
import { bytesToWords, commonWords, list, toSentence } from '@weft/editor-ui/words';
import {
  fetchOffer,
  fetchUpdate,
  type ModelFailure,
  type ModelManifest,
  type ModelOffer,
  type ModelRecord,
  readOffer,
  toMissingBytes,
  toModelAddress,
  toModelBytes,
} from '@weft/local-ai/models';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { App } from '../app.ts';
import { deleteRuntimes, openOwnModels, type OwnModels } from '../models/own-models.ts';
import { chosenFiles, droppedFiles } from '../models/read-files.ts';
import { modelWords } from '../words/models.ts';

/** Opens the page, or says why it cannot. */
export async function openModels(app: Pick<App, 'root' | 'notices'>): Promise<void> {
  const own = await openOwnModels();
  if (own.ok) showModels(app, own.value);
  else app.notices.show({ topic: own.failure.code, kind: 'trouble', words: toSentence(own.failure) });
}

function showModels(app: Pick<App, 'root'>, { store, ports }: OwnModels): void {
  const words = modelWords();
  let records: readonly ModelRecord[] = [];
  let offer: ModelOffer | undefined;
  let isUnsignedAllowed = false;
  let isLooking = false;
  /** What was said last, above the list. */
  let problem: string | undefined;
  let said = '';
  let hasClosed = false;
  let choosing: Promise<void> = Promise.resolve();

  const stop = store.watch(() => void refresh());
  const dialog = openDialog(app.root, {
    title: words.title,
    size: 'regular',
    body: () => body(),
    onClose() {
      hasClosed = true;
      stop();
    },
  });
  void refresh();

  async function refresh(): Promise<void> {
    ({ records } = await store.list());
    if (!hasClosed) dialog.update();
  }

  /** Does something and says what came of it. */
  async function doing<T>(work: Promise<Result<T, ModelFailure>>, then: (value: T) => void = () => {}): Promise<void> {
    [problem, said] = [undefined, ''];
    dialog.update();
    const done = await work;
    if (done.ok) then(done.value);
    else problem = toSentence(done.failure);
    await refresh();
  }

  async function look(work: () => Promise<Result<ModelOffer, ModelFailure>>): Promise<void> {
    if (isLooking) return;
    [isLooking, offer, isUnsignedAllowed] = [true, undefined, false];
    await doing(work(), (found) => {
      offer = found;
    });
    isLooking = false;
    dialog.update();
    dialog.element.querySelector<HTMLElement>('[data-offer]')?.focus();
  }

  async function lookAt(text: string): Promise<Result<ModelOffer, ModelFailure>> {
    const address = toModelAddress(text, location.href);
    return address.ok ? fetchOffer(ports, address.value) : address;
  }

  function install(wanted: ModelOffer): void {
    offer = undefined;
    void doing(store.add(wanted, isUnsignedAllowed), (state) => {
      if (state.phase === 'ended') said = words.added(wanted.manifest.name);
    });
  }

  /** What is asked for right behind a change of the channel is asked of the new one. */
  async function update(id: string): Promise<void> {
    await choosing;
    const record = (await store.list()).records.find((one) => one.id === id);
    if (record === undefined) return;
    await doing(fetchUpdate(ports, record), (found) => {
      offer = found;
      if (found === undefined) said = words.newest;
    });
  }

  async function remove(id: string): Promise<void> {
    await doing(store.remove(id));
    if (records.length === 0) await deleteRuntimes();
  }

  function factsView(manifest: ModelManifest): TemplateResult {
    const facts = [
      words.licence(manifest.licence),
      words.size(bytesToWords(toModelBytes(manifest))),
      words.memory(bytesToWords(manifest.memory)),
      list(manifest.tasks.map((task) => words.tasks[task])),
    ];
    return html`<p class="app-model-facts">${facts.join(' · ')}</p>`;
  }

  function offerView({ manifest, signer }: ModelOffer): TemplateResult {
    return html`<section class="app-model" data-offer tabindex="-1" aria-label=${manifest.name}>
      <h3>${manifest.name} <span class="app-model-version">${manifest.version}</span></h3>
      ${factsView(manifest)}
      ${
        signer === undefined
          ? html`<p class="app-model-warning">${words.unsigned}</p>
              <label class="app-switch"><input type="checkbox" .checked=${isUnsignedAllowed} @change=${(
                event: Event,
              ) => {
                isUnsignedAllowed = (event.target as HTMLInputElement).checked;
                dialog.update();
              }} /><span>${words.unsignedYes}</span></label>`
          : html`<p>${words.signedBy(signer.fingerprint)}<br /><span class="app-hint">${words.signedWhy}</span></p>`
      }
      <div class="weft-dialog-actions">
        <button type="button" class="weft-button" @click=${() => {
          offer = undefined;
          dialog.update();
        }}>${words.notNow}</button>
        <button type="button" class="weft-button" data-primary ?disabled=${signer === undefined && !isUnsignedAllowed}
          @click=${() => offer !== undefined && install(offer)}>${words.add}</button>
      </div>
    </section>`;
  }

  function pendingView(record: ModelRecord, manifest: ModelManifest): TemplateResult {
    const state = store.installs().get(record.id);
    const all = toModelBytes(manifest);
    const done = state === undefined ? 0 : all - toMissingBytes(state);
    const isRunning = state !== undefined && !['paused', 'failed', 'ended'].includes(state.phase);
    const isTesting = state?.phase === 'testing' || state?.phase === 'swapping';
    const isFromFiles = record.pending?.from === undefined;
    const phase = isTesting
      ? words.testing
      : state?.phase === 'paused'
        ? words.paused
        : state === undefined || state.phase === 'failed'
          ? words.waiting
          : '';
    return html`<div class="app-model-progress">
      <progress max=${all} .value=${done} aria-label=${words.progressOf(manifest.name)}></progress>
      <span>${[state === undefined ? '' : words.loading(bytesToWords(done), bytesToWords(all)), phase].filter(Boolean).join(' · ')}</span>
      <span class="app-model-actions">
        ${
          isRunning
            ? html`<button type="button" class="weft-button" ?disabled=${isTesting} @click=${() => store.pause(record.id)}>${words.pause}</button>`
            : isFromFiles
              ? folderView(words.goOn, (files) => void doing(store.resume(record.id, files)))
              : html`<button type="button" class="weft-button" @click=${() =>
                  void doing(store.resume(record.id), (end) => {
                    if (end.phase === 'ended') said = words.added(manifest.name);
                  })}>${words.goOn}</button>`
        }
        <button type="button" class="weft-button" @click=${() => void doing(store.cancel(record.id))}>${words.cancel}</button>
      </span>
    </div>`;
  }

  function recordView(record: ModelRecord): TemplateResult {
    const { id, current, previous, pending, from, channel } = record;
    const manifest = current?.manifest ?? pending?.manifest;
    if (manifest === undefined) return html``;
    return html`<li class="app-model">
      <h3>${manifest.name} <span class="app-model-version">${manifest.version}</span></h3>
      ${factsView(manifest)}
      ${pending === undefined ? nothing : pendingView(record, pending.manifest)}
      ${
        current === undefined
          ? nothing
          : html`${
              from === undefined
                ? nothing
                : html`<label class="app-switch"><input type="checkbox" .checked=${channel === 'canary'} @change=${(
                    event: Event,
                  ) => {
                    const wanted = (event.target as HTMLInputElement).checked ? 'canary' : 'stable';
                    choosing = doing(store.setChannel(id, wanted));
                  }} /><span>${words.canary}</span></label>`
            }
            <div class="app-model-actions">
              ${
                from === undefined || pending !== undefined
                  ? nothing
                  : html`<button type="button" class="weft-button" @click=${() => void update(id)}>${words.check}</button>`
              }
              ${
                previous === undefined
                  ? nothing
                  : html`<button type="button" class="weft-button" @click=${() => void doing(store.rollBack(id))}>${words.rollBack(previous.manifest.version)}</button>
                    <button type="button" class="weft-button" @click=${() => void doing(store.dropPrevious(id))}>${words.dropPrevious(previous.manifest.version)}</button>`
              }
              <button type="button" class="weft-button" data-danger aria-label=${words.removeOf(manifest.name)} @click=${() =>
                void remove(id)}>${words.remove}</button>
            </div>`
      }
    </li>`;
  }

  function folderView(label: string, take: (files: ReadonlyMap<string, Blob>) => void): TemplateResult {
    return html`<label class="weft-button app-model-folder">${label}<input type="file" multiple webkitdirectory class="weft-hidden"
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const files = input.files === null ? new Map<string, Blob>() : chosenFiles(input.files);
        input.value = '';
        take(files);
      }} /></label>`;
  }

  function lookAtFiles(files: ReadonlyMap<string, Blob>): void {
    void look(() => readOffer(ports, files));
  }

  function body(): TemplateResult {
    const kept = records.flatMap(({ current, previous }) => [current, previous].flatMap((model) => model ?? []));
    const bytes = kept.reduce((sum, { manifest }) => sum + toModelBytes(manifest), 0);
    return html`<p>${words.lead}</p>
      <form class="app-model-form" @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const field = (event.target as HTMLFormElement).querySelector<HTMLInputElement>('#app-model-address');
        void look(() => lookAt(field?.value ?? ''));
      }}
        @dragover=${(event: DragEvent) => event.preventDefault()}
        @drop=${(event: DragEvent) => {
          event.preventDefault();
          if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(lookAtFiles);
        }}>
        <label class="app-label" for="app-model-address">${words.address}</label>
        <div class="app-model-row">
          <input id="app-model-address" class="weft-field" type="text" dir="ltr" inputmode="url" autocomplete="off" spellcheck="false"
            data-autofocus />
          <button type="submit" class="weft-button" ?disabled=${isLooking}>${isLooking ? words.looking : words.look}</button>
        </div>
        <p class="app-hint app-model-files">${folderView(words.folder, lookAtFiles)} <span>${words.drop}</span></p>
      </form>
      ${problem === undefined ? nothing : html`<p class="weft-problem" role="alert">${problem}</p>`}
      <p class="app-model-said" role="status">${said}</p>
      ${offer === undefined ? nothing : offerView(offer)}
      ${records.length === 0 ? html`<p class="app-hint">${words.none}</p>` : html`<ul class="app-models" aria-label=${words.title}>${records.map(recordView)}</ul>`}
      ${bytes === 0 ? nothing : html`<p class="app-hint">${words.kept(bytesToWords(bytes))}</p>`}
      <div class="weft-dialog-actions">
        <button type="button" class="weft-button" data-primary @click=${() => dialog.close()}>${commonWords().done}</button>
      </div>`;
  }
}
