/** Tells of words that a merge took away, and offers them back, until each is dealt with. */
import type { DocumentDevice, DocumentLosses, MergeLoss } from '@weft/crdt-core';
import { html, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { findMoved, lossToText, type PutBackWhat, putBack } from '../losses/put-back.ts';
import type { Editor } from '../types.ts';
import type { BannerAction, Banners } from './banners.ts';
import { type Dialog, openDialog } from './dialog.ts';
import type { Notices } from './notices.ts';

const TOPIC = 'losses';
/** ms after a change. */
const LOOK_AGAIN = 300;

export interface LossNoticesOptions {
  readonly losses: DocumentLosses;
  readonly editor: Editor;
  readonly banners: Banners;
  readonly notices: Notices;
  /** Says it politely to those who hear the page. */
  announce(words: string): void;
  /** Where the dialog stands. */
  readonly host: HTMLElement;
}

function toName(device: DocumentDevice | undefined): string {
  return device === undefined || device.name === '' ? 'Someone' : device.name;
}

function countWords(words: number): string {
  return words === 1 ? '1 word' : `${words.toLocaleString()} words`;
}

const PARTS: ReadonlyMap<string | undefined, string> = new Map([
  ['table', 'a table'],
  ['row', 'a row of a table'],
  ['cell', 'a cell of a table'],
]);

/** What happened, in one sentence. */
export function lossToSentence({ writer, remover, element, words }: MergeLoss, isMoved: boolean): string {
  const [did, fate] = isMoved ? (['moved', 'stayed behind'] as const) : (['deleted', 'went with it'] as const);
  const count = countWords(words);
  const what = PARTS.get(element) ?? 'a paragraph';
  if (writer?.isSelf !== true) return `You ${did} ${what} while ${toName(writer)} was writing in it: ${count} ${fate}.`;
  if (remover === undefined)
    return `${what.charAt(0).toUpperCase()}${what.slice(1)} was ${did} while you were writing in it: ${count} ${fate}.`;
  const who = remover.isSelf ? 'You' : toName(remover);
  const where = remover.isSelf ? 'elsewhere' : 'in it';
  return `${who} ${did} ${what} while you were writing ${where}: ${count} ${fate}.`;
}

/** Follows what was lost. Returns what stops it. */
export function createLossNotices({
  losses,
  editor,
  banners,
  notices,
  announce,
  host,
}: LossNoticesOptions): () => void {
  let dialog: Dialog | undefined;

  const isMoved = (loss: MergeLoss): boolean => findMoved(editor.view.state.doc, loss) !== undefined;
  const done = (words: string): void => notices.show({ topic: TOPIC, kind: 'done', words });

  function putItBack(loss: MergeLoss, what: PutBackWhat): void {
    if (!editor.apply(putBack(loss, what))) return;
    losses.settle(loss.key);
    done(`Put back: ${countWords(loss.words)}. Undo takes them out again.`);
  }
  async function copy(loss: MergeLoss): Promise<void> {
    try {
      await navigator.clipboard.writeText(lossToText(loss));
      done(`Copied: ${countWords(loss.words)}.`);
    } catch {
      notices.show({
        topic: TOPIC,
        kind: 'trouble',
        words: 'The browser did not let Weft copy. Select the words and copy them.',
      });
    }
  }

  function lossView(loss: MergeLoss): TemplateResult {
    const hasContext = loss.runs.some(({ isLost, text }) => !isLost && text.trim() !== '' && text !== ' … ');
    return html`<li class="weft-loss">
      <p>${lossToSentence(loss, isMoved(loss))}</p>
      <blockquote tabindex="0" aria-label="The words">${loss.runs.map(({ text, isLost }) => (isLost ? html`<mark>${text}</mark>` : text))}</blockquote>
      <div class="weft-loss-actions">
        <button type="button" class="weft-button" @click=${() => losses.settle(loss.key)}>Dismiss</button>
        <button type="button" class="weft-button" @click=${() => void copy(loss)}>Copy words</button>
        ${
          hasContext && !isMoved(loss) && !PARTS.has(loss.element)
            ? html`<button type="button" class="weft-button" @click=${() => putItBack(loss, 'all')}>Put back the paragraph</button>`
            : ''
        }
        <button type="button" class="weft-button" data-primary @click=${() => putItBack(loss, 'words')}>
          Put back the words
        </button>
      </div>
    </li>`;
  }

  function show(): void {
    dialog ??= openDialog(host, {
      title: 'Words that were taken away',
      size: 'wide',
      onClose: () => {
        dialog = undefined;
        editor.focus();
      },
      body: () => html`<p class="weft-loss-lead">
          They stood in text that was deleted or moved meanwhile. They are kept on this device until you decide.
        </p>
        <ul class="weft-losses">${repeat(losses.list.get(), ({ key }) => key, lossView)}</ul>`,
    });
  }

  function tell(words: string, actions: readonly BannerAction[]): void {
    banners.set({ topic: TOPIC, kind: 'info', words, actions });
    announce(words);
  }

  function paint(): void {
    const list = losses.list.get();
    const [first, ...more] = list;
    if (first === undefined) {
      banners.clear(TOPIC);
      dialog?.close();
      return;
    }
    if (more.length > 0) {
      const words = list.reduce((sum, loss) => sum + loss.words, 0);
      const sentence = `${countWords(words)} stood in text that was deleted or moved meanwhile, in ${list.length} places. They are kept for you.`;
      tell(sentence, [{ label: 'Show', run: show }]);
    } else {
      tell(lossToSentence(first, isMoved(first)), [
        { label: 'Show', run: show },
        { label: 'Put back', run: () => putItBack(first, 'words') },
        { label: 'Copy', run: () => void copy(first) },
        { label: 'Dismiss', run: () => losses.settle(first.key) },
      ]);
    }
    dialog?.update();
  }

  // Drawn after the change itself: whether a text was moved is read from what is shown.
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stops = [
    losses.list.subscribe(() => queueMicrotask(() => isStopped || paint())),
    // What was taken away here may come in elsewhere a moment later: then it was moved.
    editor.on('change', () => {
      if (losses.list.get().length === 0) return;
      clearTimeout(timer);
      timer = setTimeout(paint, LOOK_AGAIN);
    }),
  ];
  paint();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    for (const stop of stops) stop();
    dialog?.close();
  };
}
