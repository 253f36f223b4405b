/** Who wrote this: a switch that colours the text by author, and says who wrote the words at the caret. */
import type { DocumentDevice, DocumentPeople } from '@weft/crdt-core';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { Editor } from '../editor.ts';
import { toSafeColor, toSafeName } from '../plugins/people.ts';
import { createCleanup, type Part } from './part.ts';
import { commonWords } from '../words/common.ts';
import { historyWords } from '../words/history.ts';
import { percent } from '../words/format.ts';

export interface AuthorsOptions {
  readonly editor: Editor;
  readonly people: Pick<DocumentPeople, 'authorOfClient' | 'devices'>;
  announce(words: string): void;
}

/** ms: shares are counted again this long after a change. */
const COUNT_AFTER = 1_000;

interface Share {
  readonly name: string;
  readonly color: string | undefined;
  readonly letters: number;
}

function toName(device: DocumentDevice): string {
  return device.isSelf ? commonWords().you : toSafeName(device.name);
}

/** How much each author wrote, the most first; letters nobody vouches for stand last. */
export function lettersToShares(
  runs: Iterable<{ readonly client: number; readonly length: number }>,
  authorOf: (client: number) => DocumentDevice | undefined,
): readonly Share[] {
  const shares = new Map<string, Share>();
  for (const { client, length } of runs) {
    const device = authorOf(client);
    const id = device?.id ?? '';
    const known = shares.get(id);
    shares.set(id, {
      name: device === undefined ? historyWords().notKnown : toName(device),
      color: device && toSafeColor(device.color, client),
      letters: (known?.letters ?? 0) + length,
    });
  }
  return [...shares.values()].sort(
    (a, b) => Number(a.color === undefined) - Number(b.color === undefined) || b.letters - a.letters,
  );
}

/** Creates the section of the panel. */
export function createAuthors({ editor, people, announce }: AuthorsOptions): Part {
  const element = document.createElement('section');
  element.className = 'weft-authors';
  element.setAttribute('aria-label', historyWords().whoWrote);
  const cleanup = createCleanup();
  let isOn = false;
  let here: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const authorOf = (client: number): DocumentDevice | undefined => people.authorOfClient(client);

  /** Who wrote the letter left of the caret. */
  function authorAtCaret(): string | undefined {
    const { selection, doc } = editor.view.state;
    const { $head } = selection;
    if ($head.depth === 0 || doc.childCount === 0) return undefined;
    let at = 0;
    for (const { client, length } of editor.clientsOf($head.index(0))) {
      at += length;
      if (at < Math.max(1, $head.parentOffset)) continue;
      const device = authorOf(client);
      const words = historyWords();
      if (device === undefined) return words.nobodyVouches;
      return device.isSelf ? words.writtenByYou : words.writtenBy(toName(device));
    }
    return undefined;
  }

  function* allRuns(): Iterable<{ readonly client: number; readonly length: number }> {
    for (let index = 0; index < editor.view.state.doc.childCount; index++) yield* editor.clientsOf(index);
  }

  function legend(): TemplateResult {
    const shares = lettersToShares(allRuns(), authorOf);
    const all = shares.reduce((sum, { letters }) => sum + letters, 0);
    return shares.length === 0
      ? html`<p>${historyWords().nothingWritten}</p>`
      : html`<ul>${shares.map(
          ({ name, color, letters }) => html`<li>
            <span class="weft-author-swatch" data-color=${color ?? nothing} aria-hidden="true"></span>
            <span>${name}</span><span class="weft-author-share">${percent(letters / all)}</span>
          </li>`,
        )}</ul>
        <p class="weft-author-here">${here ?? ''}</p>
        <p>${historyWords().movedWords}</p>`;
  }

  function paint(): void {
    clearTimeout(timer);
    timer = undefined;
    render(
      html`<button type="button" class="weft-author-switch" role="switch" aria-checked=${String(isOn)} @click=${toggle}>
          <span>${historyWords().showWho}</span><span class="weft-switch" aria-hidden="true"></span>
        </button>
        ${isOn ? legend() : nothing}`,
      element,
    );
    for (const swatch of element.querySelectorAll<HTMLElement>('[data-color]'))
      swatch.style.setProperty('--weft-author', swatch.dataset['color'] ?? '');
  }

  function toggle(): void {
    isOn = !isOn;
    draw();
    here = isOn ? authorAtCaret() : undefined;
    paint();
    announce(isOn ? historyWords().colored : historyWords().notColored);
  }

  function draw(): void {
    editor.showAuthors(
      isOn
        ? (client) => {
            const device = authorOf(client);
            return device && { name: toName(device), color: toSafeColor(device.color, client) };
          }
        : undefined,
    );
  }

  cleanup.add(
    editor.state.subscribe(() => {
      if (!isOn) return;
      const now = authorAtCaret();
      if (now !== here && now !== undefined) announce(now);
      here = now;
      timer ??= setTimeout(paint, COUNT_AFTER);
    }),
  );
  cleanup.add(
    people.devices.subscribe(() => {
      if (!isOn) return;
      draw();
      paint();
    }),
  );
  cleanup.add(() => clearTimeout(timer));
  cleanup.add(() => element.remove());
  paint();
  return { element, destroy: () => cleanup.run() };
}
