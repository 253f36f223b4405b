/** Runs what fills a list, one run at a time, and keeps what it found and what was said of it. */
import type { TaskRun } from '@weft/local-ai';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { IconNode } from 'lucide';
import { iconView } from '../ui/icon.ts';
import { toSentence } from '../words/failures.ts';
import { type Listing, type ListingEvent, stepListing } from './steps.ts';

/** Options of {@link createListing}. */
export interface ListingOptions<Item> {
  /** Begins: a task, or a sentence that says why there is none. */
  begin(): TaskRun<Item, readonly Item[]> | string;
  /** All of them are here. Says it in a few words. */
  made(items: readonly Item[]): string;
  /** Says it politely to those who hear the page. */
  announce(words: string): void;
  /** Something changed. */
  changed(): void;
}

/** What a list shows that has no items, or not all. */
export interface ListingLooks {
  readonly icon: IconNode;
  readonly empty: string;
  readonly running: string;
}

export interface OwnListing<Item> {
  phase(): Listing<Item>['phase'];
  /** What was said last of what a person did with it. */
  message(): string | undefined;
  tell(words: string): void;
  /** Begins anew. */
  run(): Promise<void>;
  cancel(): void;
  /** These are dealt with. */
  drop(items: readonly Item[]): void;
  /** Until it is made: the invitation, the items as they come, or what went wrong. `undefined` once it is made. */
  waitingView(looks: ListingLooks, list: (items: readonly Item[]) => unknown): TemplateResult | undefined;
  messageView(): TemplateResult | typeof nothing;
  stop(): void;
}

/** An empty list. */
export function createListing<Item>({ begin, made, announce, changed }: ListingOptions<Item>): OwnListing<Item> {
  let state: Listing<Item> = { run: 0, phase: { name: 'idle' } };
  let end: (() => void) | undefined;
  let message: string | undefined;

  function send(event: ListingEvent<Item>): void {
    state = stepListing(state, event);
    changed();
  }

  function stop(): void {
    end?.();
    end = undefined;
  }

  return {
    phase: () => state.phase,
    message: () => message,
    tell(words) {
      message = words;
      announce(words);
      changed();
    },
    async run() {
      stop();
      message = undefined;
      send({ type: 'start' });
      const { run } = state;
      const task = begin();
      if (typeof task === 'string') return send({ type: 'fail', run, sentence: task });
      end = task.cancel;
      for await (const item of task.parts) send({ type: 'part', run, item });
      const ended = await task.end;
      if (state.run !== run) return;
      end = undefined;
      if (!ended.ok) return send({ type: 'fail', run, sentence: toSentence(ended.failure) });
      const items = ended.value.value;
      const words = made(items);
      send({ type: 'end', run, items });
      announce(words);
    },
    cancel() {
      stop();
      send({ type: 'cancel' });
    },
    drop: (items) => send({ type: 'drop', items }),
    waitingView({ icon, empty, running }, list) {
      const { phase } = state;
      if (phase.name === 'idle') return html`<div class="weft-panel-empty">${iconView(icon, 28)}<p>${empty}</p></div>`;
      if (phase.name === 'failed') return html`<p class="weft-summary-note" role="alert">${phase.sentence}</p>`;
      if (phase.name === 'running') return html`<p class="weft-summary-note">${running}</p>${list(phase.items)}`;
      return undefined;
    },
    messageView: () => (message === undefined ? nothing : html`<p class="weft-summary-note">${message}</p>`),
    stop,
  };
}
