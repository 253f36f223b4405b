/** Dictation: what is said is written at the caret, while a bar shows that somebody listens. */
import { type DictationTask, type Listening, toLevel } from '@weft/local-ai';
import { html, nothing, render } from 'lit/html.js';
import { Check, Mic, X } from 'lucide';
import { undoTogether } from '../history/history.ts';
import type { Editor } from '../editor.ts';
import type { EditorDocument } from '../editor-document.ts';
import { commonWords } from '../words/common.ts';
import { dictationWords } from '../words/dictation.ts';
import { toSentence } from '../words/failures.ts';
import { languageName, minutesAndSeconds } from '../words/format.ts';
import { iconView } from '../ui/icon.ts';
import { createCleanup } from '../ui/part.ts';
import type { Microphone } from './microphone.ts';
import { setDictationPlace } from './place.ts';
import { DICTATION, type DictationEvent, stepDictation } from './step.ts';
import { deleteDictated, hasChanged, insertDictated, toBeginning } from './write.ts';

/** Options of {@link createDictation}. */
export interface DictationOptions {
  readonly editor: Editor;
  readonly document: Pick<EditorDocument, 'doc'>;
  readonly dictation: DictationTask;
  readonly microphone: Microphone;
  /** Where the bar stands: what holds the text and what is around it. */
  readonly place: HTMLElement;
  /** The language that was spoken last; undefined: found out. */
  readonly language: { get(): string | undefined; set(language: string | undefined): void };
  /** Milliseconds, from any origin. */
  now(): number;
  announce(words: string): void;
  /** Shows a sentence. */
  tell(kind: 'info' | 'trouble', words: string): void;
}

/** One dictation, from the asking for the microphone to its end. */
export interface Dictating {
  /** Nothing more is heard; what was heard is written down. */
  stop(): void;
  /** Ends it at once: the document is closed. What is written stays. */
  end(): void;
  /** Resolves when it is over and the microphone closed. */
  readonly over: Promise<void>;
}

/** Begins to listen. The editor has to have `dictationExtension`. */
export function startDictation(options: DictationOptions, languages: readonly string[]): Dictating {
  const { editor, announce, tell, now } = options;
  const { view } = editor;
  const words = dictationWords();
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const cleanup = createCleanup();
  const bar = document.createElement('div');
  bar.className = 'weft-dictation';
  bar.setAttribute('role', 'group');
  bar.setAttribute('aria-label', words.dictate);
  let state = DICTATION;
  let listening: Listening | undefined;
  let writing: Promise<void> = Promise.resolve();
  let close: (() => void) | undefined;
  /** Whether this person has written or undone something since the last words came, and whether they ever did between two. */
  let isTouched = false;
  let isMixed = false;
  let isWriting = false;

  const wanted = options.language.get();
  let language =
    wanted !== undefined && languages.includes(wanted) ? wanted : languages.length === 1 ? languages[0] : undefined;

  function send(event: DictationEvent): void {
    const before = state.phase.name;
    state = stepDictation(state, event);
    const { phase } = state;
    if (phase.name !== before) {
      if (phase.name === 'finishing') {
        close?.();
        listening?.stop();
        announce(words.finishing);
      }
      if (phase.name === 'over') finish(phase.how);
    }
    if (phase.name !== 'over') paint();
  }

  function finish(how: 'kept' | 'dropped'): void {
    close?.();
    listening?.cancel();
    if (!view.isDestroyed) {
      if (how === 'dropped') takeBack();
      undoTogether(options.document.doc, false);
      view.dispatch(setDictationPlace(view.state.tr, undefined));
      if (bar.contains(document.activeElement)) editor.focus('here');
    }
    cleanup.run();
    resolve();
  }

  /** All of it, as one undo: what others wrote in it stays. Where this person has written in between, only what is still as it was. */
  function takeBack(): void {
    if (state.written === 0) return;
    if (!isMixed && !isTouched) editor.commands.undo.run();
    else {
      if (hasChanged(view.state)) tell('info', words.changed);
      editor.apply((now, dispatch) => {
        dispatch?.(deleteDictated(now));
        return true;
      });
    }
    announce(words.dropped);
  }

  /** Puts words into the text: not into the midst of what an input method composes, and as a suggestion where one suggests. */
  async function write(text: string): Promise<boolean> {
    if (editor.state.get().mode === 'suggesting') await editor.suggestions.load();
    while (view.composing && !view.isDestroyed) {
      await new Promise((done) => view.dom.addEventListener('compositionend', () => setTimeout(done), { once: true }));
    }
    if (view.isDestroyed || state.phase.name === 'over') return true;
    const tr = view.editable ? insertDictated(view.state, text) : undefined;
    if (tr === undefined) return false;
    const before = view.state.doc;
    // One undo step, but for what the person does in between.
    undoTogether(options.document.doc, state.written > 0 && !isTouched);
    isWriting = true;
    view.dispatch(tr);
    isWriting = false;
    undoTogether(options.document.doc, false);
    if (view.state.doc === before) return false;
    isMixed ||= isTouched && state.written > 0;
    isTouched = false;
    announce(text.trim());
    send({ type: 'written', length: text.length });
    return true;
  }

  async function listen(): Promise<void> {
    const mine = options.dictation.listen(language === undefined ? {} : { language });
    listening = mine;
    for await (const { text } of mine.parts) {
      writing = writing.then(async () => {
        if (state.phase.name === 'over' || (await write(text))) return;
        tell('trouble', words.unwritable);
        send({ type: 'end' });
      });
    }
    const end = await mine.end;
    await writing;
    // Begun anew in another language, or over: nothing more is to be said of this one.
    if (listening !== mine || state.phase.name === 'over') return;
    if (!end.ok) tell('trouble', toSentence(end.failure));
    else if (state.written === 0) tell('info', words.nothing);
    else if (state.phase.name === 'finishing' && state.phase.isLate) tell('info', words.late);
    else announce(words.kept);
    send({ type: 'end' });
  }

  function choose(chosen: string | undefined): void {
    language = chosen;
    options.language.set(chosen);
    // What was said before is written down in the language that was chosen then.
    const before = listening;
    if (before === undefined || state.phase.name !== 'listening') return;
    writing = Promise.all([writing, before.end]).then(() => undefined);
    before.stop();
    void listen();
  }

  function paint(): void {
    const { phase } = state;
    const level = phase.name === 'listening' ? Math.min(1, Math.max(0, (phase.level + 60) / 50)) : 0;
    bar.dataset['phase'] = phase.name;
    bar.style.setProperty('--weft-level', String(level));
    const said =
      phase.name === 'asking' ? words.asking : phase.name === 'finishing' ? words.finishing : words.listening;
    const time = phase.name === 'listening' ? minutesAndSeconds(now() - phase.since) : undefined;
    render(
      html`<span class="weft-dictation-sign">${iconView(Mic, 18)}</span>
        <span class="weft-dictation-state"><span>${said}</span>${
          time === undefined
            ? nothing
            : html`<time aria-label=${words.elapsed(time)} role="timer" aria-live="off">${time}</time>`
        }</span>
        ${
          phase.name === 'listening'
            ? html`<span class="weft-dictation-level" role="meter" aria-label=${words.level} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(100 * level)}></span>`
            : nothing
        }
        ${
          phase.name !== 'listening' || languages.length < 2
            ? nothing
            : html`<select aria-label=${words.language} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value || undefined)}>
                <option value="" ?selected=${language === undefined}>${words.anyLanguage}</option>
                ${languages.map((tag) => html`<option value=${tag} ?selected=${language === tag}>${languageName(tag)}</option>`)}
              </select>`
        }
        <button type="button" class="weft-icon-button" aria-label=${words.drop} data-tip=${words.drop} data-keys="Esc" @click=${() => send({ type: 'drop' })}>${iconView(X, 18)}</button>
        <button type="button" class="weft-button" data-primary data-stop aria-disabled=${phase.name === 'finishing' ? 'true' : nothing} @click=${() => send({ type: 'stop' })}>${iconView(Check, 16)}<span>${phase.name === 'asking' ? commonWords().cancel : words.stop}</span></button>`,
      bar,
    );
  }

  async function open(): Promise<void> {
    const opened = await options.microphone.open(
      (samples) => {
        listening?.hear(samples);
        send({ type: 'heard', level: toLevel(samples), now: now() });
      },
      () => {
        if (state.phase.name !== 'listening') return;
        tell('info', words.microphone['microphone-gone']);
        send({ type: 'stop' });
      },
    );
    if (!opened.ok) {
      if (state.phase.name !== 'over') tell('trouble', words.microphone[opened.code]);
      return send({ type: 'drop' });
    }
    ({ close } = opened);
    if (state.phase.name === 'over') return opened.close();
    void listen();
    announce(words.begun);
    send({ type: 'opened', now: now() });
  }

  cleanup.add(
    editor.on('change', ({ origin }) => {
      if (origin !== 'remote' && !isWriting) isTouched = true;
    }),
  );
  cleanup.listen(bar, 'keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    send({ type: 'drop' });
  });
  cleanup.add(() => bar.remove());
  const at = toBeginning(view.state);
  if (at !== undefined) view.dispatch(setDictationPlace(view.state.tr, { at, pieces: [] }));
  options.place.append(bar);
  paint();
  bar.querySelector<HTMLElement>('[data-stop]')?.focus();
  void open();
  return { stop: () => send({ type: 'stop' }), end: () => send({ type: 'end' }), over };
}
