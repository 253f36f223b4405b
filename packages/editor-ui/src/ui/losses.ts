/** Tells of words that a merge took away, and offers them back, until each is dealt with. */
import type { DocumentDevice, DocumentLosses, MergeLoss } from '@weft/crdt-core';
import { html, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { findMoved, lossToText, type PutBackWhat, putBack } from '../losses/put-back.ts';
import type { Editor } from '../editor.ts';
import type { BannerAction, Banners } from './banners.ts';
import { type Dialog, openDialog } from './dialog.ts';
import type { Notices } from './notices.ts';
import { commonWords } from '../words/common.ts';
import { type LostPart, lossWords } from '../words/losses.ts';

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
  return device === undefined || device.name === '' ? commonWords().someone : device.name;
}

function toPart(element: string | undefined): LostPart {
  return element === 'table' || element === 'row' || element === 'cell' ? element : 'paragraph';
}

/** What happened, in one sentence. */
export function lossToSentence({ writer, remover, element, words: count }: MergeLoss, isMoved: boolean): string {
  const words = lossWords();
  const part = toPart(element);
  if (writer?.isSelf !== true) return words.youTook(part, isMoved, toName(writer), count);
  if (remover === undefined) return words.wasTaken(part, isMoved, count);
  if (remover.isSelf) return words.youTookElsewhere(part, isMoved, count);
  return words.someoneTook(toName(remover), part, isMoved, count);
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
  const say = lossWords();
  const common = commonWords();
  let dialog: Dialog | undefined;

  const isMoved = (loss: MergeLoss): boolean => findMoved(editor.view.state.doc, loss) !== undefined;
  const done = (words: string): void => notices.show({ topic: TOPIC, kind: 'done', words });

  function putItBack(loss: MergeLoss, what: PutBackWhat): void {
    if (!editor.apply(putBack(loss, what))) return;
    losses.settle(loss.key);
    done(say.putBackDone(loss.words));
  }
  async function copy(loss: MergeLoss): Promise<void> {
    try {
      await navigator.clipboard.writeText(lossToText(loss));
      done(say.copiedDone(loss.words));
    } catch {
      notices.show({
        topic: TOPIC,
        kind: 'trouble',
        words: say.notCopied,
      });
    }
  }

  function lossView(loss: MergeLoss): TemplateResult {
    const hasContext = loss.runs.some(({ isLost, text }) => !isLost && text.trim() !== '' && text !== ' … ');
    return html`<li class="weft-loss">
      <p>${lossToSentence(loss, isMoved(loss))}</p>
      <blockquote tabindex="0" aria-label=${say.theWords}>${loss.runs.map(({ text, isLost }) => (isLost ? html`<mark>${text}</mark>` : text))}</blockquote>
      <div class="weft-loss-actions">
        <button type="button" class="weft-button" @click=${() => losses.settle(loss.key)}>${common.dismiss}</button>
        <button type="button" class="weft-button" @click=${() => void copy(loss)}>${say.copyWords}</button>
        ${
          hasContext && !isMoved(loss) && toPart(loss.element) === 'paragraph'
            ? html`<button type="button" class="weft-button" @click=${() => putItBack(loss, 'all')}>${say.putBackParagraph}</button>`
            : ''
        }
        <button type="button" class="weft-button" data-primary @click=${() => putItBack(loss, 'words')}>
          ${say.putBackWords}
        </button>
      </div>
    </li>`;
  }

  function show(): void {
    dialog ??= openDialog(host, {
      title: say.title,
      size: 'wide',
      onClose: () => {
        dialog = undefined;
        editor.focus();
      },
      body: () => html`<p class="weft-loss-lead">${say.lead}</p>
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
      tell(say.several(words, list.length), [{ label: common.show, run: show }]);
    } else {
      tell(lossToSentence(first, isMoved(first)), [
        { label: common.show, run: show },
        { label: say.putBack, run: () => putItBack(first, 'words') },
        { label: common.copy, run: () => void copy(first) },
        { label: common.dismiss, run: () => losses.settle(first.key) },
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
