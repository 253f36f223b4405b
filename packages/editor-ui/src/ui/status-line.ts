/** The status line: three small facts, always there, never louder than the text. */
import type { DocumentAccess, DocumentStatus, Readable } from '@weft/crdt-core';
import { html, render } from 'lit/html.js';
import { Check, CheckCheck, CloudOff, LoaderCircle, TriangleAlert } from 'lucide';
import { iconView } from './icon.ts';
import { createCleanup, type Part } from './part.ts';
import { isOnlyBetter, type StatusLine, type StatusPart, statusToLine } from './status-words.ts';
import { statusWords } from '../words/status.ts';

/** Good news waits this long (ms), so that the line does not flicker with every keystroke. Bad news never waits. */
const SETTLE = 700;

/** Options of {@link createStatusLine}. */
export interface StatusLineOptions {
  readonly status: Readable<DocumentStatus>;
  readonly canWrite: boolean;
  readonly access?: Readable<DocumentAccess> | undefined;
  readonly announce?: (words: string) => void;
}

const icon = (part: StatusPart) => {
  if (part.tone === 'trouble') return iconView(TriangleAlert, 14);
  if (part.tone === 'offline') return iconView(CloudOff, 14);
  if (part.tone === 'working') return iconView(LoaderCircle, 14);
  return iconView(part.key === 'seen' ? CheckCheck : Check, 14);
};

const lineView = (line: StatusLine) =>
  line.parts.map(
    (part) => html`<span class="weft-status-part" data-part=${part.key} data-tone=${part.tone} data-tip=${part.detail}>
      ${icon(part)}<span class="weft-status-words">${part.words}</span
      ><span class="weft-status-short" aria-hidden="true">${part.short}</span>
    </span>`,
  );

/** Creates the line over a document's status. */
export function createStatusLine({ status, canWrite, access, announce }: StatusLineOptions): Part {
  const element = document.createElement('div');
  element.className = 'weft-status';
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', statusWords().label);
  element.dataset['testid'] = 'status';
  const cleanup = createCleanup();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let spoken: string | undefined;
  let painted: StatusLine | undefined;

  const toLine = (): StatusLine => statusToLine(status.get(), canWrite, access?.get().isRemoved);
  const paint = (): void => {
    const line = toLine();
    painted = line;
    element.dataset['tone'] = line.tone;
    render(html`${lineView(line)}`, element);
    // Work in progress is not worth speaking of; where it ended is.
    if (line.tone !== 'working' && line.spoken !== spoken) {
      spoken = line.spoken;
      announce?.(line.spoken);
    }
  };
  const changed = (): void => {
    clearTimeout(timer);
    if (painted !== undefined && isOnlyBetter(painted, toLine())) {
      timer = setTimeout(paint, SETTLE);
    } else paint();
  };
  cleanup.add(status.subscribe(changed));
  if (access !== undefined) cleanup.add(access.subscribe(paint));
  cleanup.add(() => clearTimeout(timer));
  cleanup.add(() => element.remove());
  paint();
  return { element, destroy: () => cleanup.run() };
}
