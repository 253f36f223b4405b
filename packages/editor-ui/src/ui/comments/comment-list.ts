/** The list of threads: only the cards in sight are in the page, however many threads there are. */
import { html, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ShownThread } from '../../comments/create-comments.ts';
import type { EntryId } from '../../comments/entries.ts';
import { createCleanup, focusedBy, type Part } from '../part.ts';
import { CARD_GAP, CARD_MARGIN, cardsInSight, layOutCards } from './card-window.ts';
import { colorToInk } from '../people.ts';
import { commentWords } from '../../words/comments.ts';

/** Options of {@link createCommentList}. */
export interface CommentListOptions {
  readonly cardView: (thread: ShownThread) => TemplateResult;
  /** These are in sight, in full or in part. */
  readonly onSight: (threads: readonly EntryId[]) => void;
}

/** The list. */
export interface CommentList extends Part {
  show(threads: readonly ShownThread[]): void;
  /** Scrolls so that the card begins at `y` (client pixels) if it can, and into sight in any case. */
  reveal(id: EntryId, y?: number): void;
  /** Moves focus to a card. */
  focus(id: EntryId): void;
  /** The thread that has focus, or something in it. */
  focused(): EntryId | undefined;
}

/** Creates an empty list. */
export function createCommentList({ cardView, onSight }: CommentListOptions): CommentList {
  const element = document.createElement('div');
  element.className = 'weft-threads';
  const canvas = element.appendChild(document.createElement('div'));
  canvas.className = 'weft-threads-canvas';
  canvas.setAttribute('role', 'feed');
  canvas.setAttribute('aria-label', commentWords().threads);
  const cleanup = createCleanup();
  const heights = new Map<EntryId, number>();
  let threads: readonly ShownThread[] = [];
  let tops: readonly number[] = [];

  const idOf = (card: Element): EntryId => (card as HTMLElement).dataset['thread'] ?? '';
  const focused = (): EntryId | undefined => {
    const card = focusedBy(canvas)?.closest('[data-thread]');
    return card && canvas.contains(card) ? idOf(card) : undefined;
  };
  const paint = (): void => {
    const layout = layOutCards(threads.map(({ id }) => heights.get(id)));
    ({ tops } = layout);
    const [first, end] = cardsInSight(layout, element.scrollTop, element.clientHeight, CARD_MARGIN);
    const kept = focused();
    // What has focus stays, wherever it is: focus must not fall out of the page.
    const shown = threads.filter(({ id }, at) => (at >= first && at < end) || id === kept);
    canvas.style.height = `${layout.height}px`;
    render(
      repeat(
        shown,
        ({ id }) => id,
        (thread) => html`<div class="weft-card" data-thread=${thread.id}>${cardView(thread)}</div>`,
      ),
      canvas,
    );
    place();
    for (const avatar of canvas.querySelectorAll<HTMLElement>('.weft-avatar')) {
      const { color = '' } = avatar.dataset;
      avatar.style.setProperty('--weft-person', color);
      avatar.style.setProperty('--weft-person-ink', colorToInk(color));
    }
    const sight = cardsInSight(layout, element.scrollTop, element.clientHeight, 0);
    if (element.isConnected) onSight(threads.slice(...sight).map(({ id }) => id));
  };
  /** Reads every height before it writes any place. */
  const place = (): void => {
    const cards = [...canvas.children] as HTMLElement[];
    for (const card of cards) sizes.observe(card);
    const at = new Map(threads.map(({ id }, index) => [id, index]));
    for (const card of cards) card.style.transform = `translateY(${tops[at.get(idOf(card)) ?? 0] ?? 0}px)`;
  };
  const sizes = new ResizeObserver((entries) => {
    let isOther = false;
    for (const { target, borderBoxSize } of entries) {
      const height = Math.ceil(borderBoxSize[0]?.blockSize ?? 0);
      if (!target.isConnected) sizes.unobserve(target);
      else if (height > 0 && heights.get(idOf(target)) !== height) {
        heights.set(idOf(target), height);
        isOther = true;
      }
    }
    if (isOther) paint();
  });
  const room = new ResizeObserver(paint);

  room.observe(element);
  cleanup.add(() => {
    sizes.disconnect();
    room.disconnect();
    element.remove();
  });
  cleanup.listen(element, 'scroll', paint, { passive: true });
  cleanup.listen(canvas, 'keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target as Element).matches('.weft-thread')) return;
    const at = threads.findIndex(({ id }) => id === focused());
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: threads.length - 1,
    };
    const next = threads[to[event.key] ?? -1];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    focus(next.id);
  });

  const reveal: CommentList['reveal'] = (id, y) => {
    const at = threads.findIndex((thread) => thread.id === id);
    if (at < 0) return;
    const top = tops[at] ?? 0;
    const height = heights.get(id) ?? 0;
    if (y !== undefined) element.scrollTop = top - (y - element.getBoundingClientRect().top);
    // Whatever the text's place asks for, the whole card should be seen.
    const { scrollTop, clientHeight } = element;
    if (top < scrollTop) element.scrollTop = top - CARD_GAP;
    else if (top + height > scrollTop + clientHeight) element.scrollTop = top + height - clientHeight + CARD_GAP;
    paint();
  };
  const focus = (id: EntryId): void => {
    reveal(id);
    canvas.querySelector<HTMLElement>(`[data-thread="${id}"] .weft-thread`)?.focus({ preventScroll: true });
  };

  return {
    element,
    show(next) {
      threads = next;
      const known = new Set(next.map(({ id }) => id));
      for (const id of heights.keys()) if (!known.has(id)) heights.delete(id);
      paint();
    },
    reveal,
    focus,
    focused,
    destroy: () => cleanup.run(),
  };
}
