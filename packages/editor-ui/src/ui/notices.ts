/** Notices: short messages that stand until dismissed or, when they only confirm, for a while. */
import { html, nothing, render } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { CircleAlert, CircleCheck, Info, X } from 'lucide';
import { iconView } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { commonWords } from '../words/common.ts';
import { barWords } from '../words/bars.ts';

/** A message. One with an `action` or of kind `trouble` stays until it is dismissed. */
export interface Notice {
  /** A notice of the same topic takes the place of the one before. */
  readonly topic: string;
  readonly kind: 'done' | 'info' | 'trouble';
  readonly words: string;
  readonly action?: { readonly label: string; run(): void };
  /** It goes by itself although it has an action: what that does can be done elsewhere as well. */
  readonly passes?: boolean;
}

/** The stack of notices. */
export interface Notices extends Part {
  show(notice: Notice): void;
  dismiss(topic: string): void;
}

/** Milliseconds a notice that only confirms stays, and one that offers something. Who points at it, or has its button in focus, is waited for. */
const STAYS = 5_000;
const STAYS_TO_ACT = 10_000;

const icons = { done: CircleCheck, info: Info, trouble: CircleAlert } as const;

/** Creates an empty stack; append its element once to the page. */
export function createNotices(): Notices {
  const element = document.createElement('div');
  element.className = 'weft-notices';
  // The region is there before its content, so that each notice is read when it comes.
  element.setAttribute('role', 'region');
  element.setAttribute('aria-label', barWords().notices);
  element.setAttribute('aria-live', 'polite');
  const cleanup = createCleanup();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let notices: readonly Notice[] = [];

  const paint = (): void => {
    const view = repeat(
      notices,
      (notice) => notice.topic,
      (notice) => html`<div class="weft-notice" data-kind=${notice.kind}>
        ${iconView(icons[notice.kind])}
        <p>${notice.words}</p>
        ${
          notice.action === undefined
            ? nothing
            : html`<button type="button" class="weft-button" @click=${() => {
                dismiss(notice.topic);
                notice.action?.run();
              }}>${notice.action.label}</button>`
        }
        <button type="button" class="weft-icon-button" aria-label=${commonWords().dismiss} @click=${() => dismiss(notice.topic)}>
          ${iconView(X, 16)}
        </button>
      </div>`,
    );
    render(view, element);
  };
  const dismiss = (topic: string): void => {
    clearTimeout(timers.get(topic));
    timers.delete(topic);
    notices = notices.filter((notice) => notice.topic !== topic);
    paint();
  };
  const pass = (notice: Notice): void => {
    const go = (): void => (element.matches(':hover, :focus-within') ? pass(notice) : dismiss(notice.topic));
    timers.set(notice.topic, setTimeout(go, notice.action === undefined ? STAYS : STAYS_TO_ACT));
  };
  const show = (notice: Notice): void => {
    clearTimeout(timers.get(notice.topic));
    notices = [...notices.filter((other) => other.topic !== notice.topic), notice];
    if (notice.kind !== 'trouble' && (notice.action === undefined || notice.passes === true)) pass(notice);
    paint();
  };
  cleanup.add(() => {
    for (const timer of timers.values()) clearTimeout(timer);
    element.remove();
  });
  return { element, show, dismiss, destroy: () => cleanup.run() };
}
