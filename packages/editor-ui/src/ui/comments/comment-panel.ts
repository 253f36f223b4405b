/** Everything that is said about the text, beside it: threads, open or resolved, and a field to begin one. */
import { html, nothing, render } from 'lit/html.js';
import { CheckCheck, MessageSquarePlus, Pencil, Trash2 } from 'lucide';
import type { Comments, ShownThread } from '../../comments/create-comments.ts';
import { type EntryId, REACTIONS } from '../../comments/entries.ts';
import { NEW_THREAD } from '../../comments/kept.ts';
import type { Comment } from '../../comments/threads.ts';
import { iconView } from '../icon.ts';
import { createMenu } from '../menu.ts';
import type { Notices } from '../notices.ts';
import { createCleanup, type Part } from '../part.ts';
import { keepSelection } from '../popover.ts';
import { createCommentList } from './comment-list.ts';
import { type CommentActs, reactionIcons } from './comment-view.ts';
import { createCommentFields } from './comment-fields.ts';
import { threadView } from './thread-view.ts';
import { commentWords } from '../../words/comments.ts';
import { commonWords } from '../../words/common.ts';
import { shortcutLabel } from '../../commands/shortcut.ts';

/** Options of {@link createCommentPanel}. */
export interface CommentPanelOptions {
  readonly comments: Comments;
  readonly notices: Notices;
  readonly isApple: boolean;
  /** Begins a thread on what is selected; says so itself where nothing is. */
  readonly begin: () => void;
  /** Back to the text. */
  readonly leave: () => void;
  /** Client y of a thread's words, where it may stand beside them. */
  readonly topOf: (thread: EntryId) => number | undefined;
  /** What a link to a thread is; undefined where there are none. */
  readonly linkTo: ((thread: EntryId) => string) | undefined;
}

/** The panel's inside. */
export interface CommentPanel extends Part {
  /** It came into sight, or went out of it. */
  shown(isShown: boolean): void;
  /** Shows a thread, whatever the filter is. */
  reveal(thread: EntryId, hasFocus: boolean): void;
  /** Moves focus to the field of a new thread, or to the first card. */
  focus(): void;
  /** Adds words to the field of a new thread, as if they were typed, and maybe sent. */
  write(words: string, isSent: boolean): void;
}

/** A card was in sight for so long (ms): it has been seen. */
const SEEN_AFTER = 1_500;

/** Creates the panel's inside. */
export function createCommentPanel(options: CommentPanelOptions): CommentPanel {
  const { comments, notices, isApple, begin, leave, topOf, linkTo } = options;
  const element = document.createElement('div');
  element.className = 'weft-comments';
  const bar = element.appendChild(document.createElement('div'));
  bar.className = 'weft-comments-bar';
  const fresh = element.appendChild(document.createElement('div'));
  const cleanup = createCleanup();
  /** What was new when the panel was opened stays marked until it is closed. */
  const marked = new Set<EntryId>();
  let isShown = false;
  let isOpenFilter = true;
  let target: Comment | undefined;
  let sight: readonly EntryId[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const fields = createCommentFields({
    comments,
    notices,
    isApple,
    leave,
    back(thread) {
      paint();
      list.focus(thread);
    },
  });
  const say = commentWords();
  const acts: CommentActs = {
    openReactions(comment, button) {
      target = comment;
      reactions.open(button);
    },
    openMore(comment, button) {
      target = comment;
      more.open(button);
    },
    react: (comment, reaction) => comments.react(comment.id, reaction),
  };
  const reactions = createMenu({
    label: say.reactions,
    items: () =>
      REACTIONS.map((reaction) => ({
        label: say.faces[reaction],
        icon: reactionIcons[reaction],
        chosen: target?.reactions.some((each) => each.reaction === reaction && each.isMine) === true,
        run: () => target && comments.react(target.id, reaction),
      })),
  });
  const more = createMenu({
    label: say.yourComment,
    items: () => [
      {
        label: say.change,
        icon: Pencil,
        run: () => {
          if (target === undefined) return;
          fields.setEditing(target.id);
          paint();
          fields.focus(target.id);
        },
      },
      { label: commonWords().delete, icon: Trash2, danger: true, divided: true, run: () => target && takeBack(target) },
    ],
    afterRun: () => undefined,
  });
  element.append(reactions.element, more.element);

  function takeBack(comment: Comment): void {
    const next = neighbour(list.focused());
    const restore = comments.takeBack(comment.id);
    settle(next);
    const action = { label: commonWords().undo, run: restore };
    notices.show({ topic: 'comment', kind: 'info', words: say.deleted, action });
  }

  const shownThreads = (): readonly ShownThread[] =>
    comments.state.get().threads.filter(({ resolved }) => (resolved === undefined) === isOpenFilter);

  /** Whom focus goes to once this card has left the list. */
  function neighbour(id: EntryId | undefined): EntryId | undefined {
    const all = shownThreads();
    const at = all.findIndex((thread) => thread.id === id);
    return at < 0 ? undefined : (all[at + 1] ?? all[at - 1])?.id;
  }
  /** Focus does not fall out of the panel with the card that had it. */
  function settle(next: EntryId | undefined): void {
    queueMicrotask(() => {
      if (next !== undefined) list.focus(next);
      else bar.querySelector<HTMLElement>('button')?.focus();
    });
  }

  const list = createCommentList({
    cardView(thread) {
      const { active, canWrite } = comments.state.get();
      const isActive = thread.id === active;
      const changed = isActive ? thread.comments.find(({ id }) => id === fields.editing()) : undefined;
      return threadView(
        thread,
        {
          now: Date.now(),
          canWrite,
          isActive,
          fresh: marked,
          reply: isActive && canWrite && changed === undefined ? fields.reply(thread).element : undefined,
          editing: changed && { comment: changed.id, field: fields.change(thread, changed).element },
        },
        {
          ...acts,
          activate: ({ id }) => {
            comments.activate(id, true);
            paint();
          },
          resolve(of, isResolved) {
            const next = neighbour(of.id);
            comments.resolve(of.id, isResolved);
            comments.activate(undefined);
            settle(next);
          },
          copyLink: linkTo && ((of) => void copyLink(linkTo(of.id))),
        },
      );
    },
    onSight(ids) {
      sight = ids;
      timer ??= setTimeout(() => {
        timer = undefined;
        if (isShown && document.visibilityState === 'visible') comments.see(sight);
      }, SEEN_AFTER);
    },
  });
  element.append(list.element);
  const empty = element.appendChild(document.createElement('div'));
  empty.className = 'weft-panel-empty';

  async function copyLink(link: string): Promise<void> {
    const words = await navigator.clipboard.writeText(link).then(
      () => say.linkCopied,
      () => say.linkNotCopied,
    );
    notices.show({ topic: 'comment', kind: 'done', words });
  }

  const choose = (isOpen: boolean): void => {
    isOpenFilter = isOpen;
    paint();
  };

  function paint(): void {
    const { threads, isBeginning, canWrite, unread } = comments.state.get();
    for (const thread of threads) for (const id of thread.fresh) if (isShown) marked.add(id);
    const shown = shownThreads();
    const open = threads.filter(({ resolved }) => resolved === undefined).length;
    const filter = (isOpen: boolean, label: string, count: number) => html`<button
      type="button"
      class="weft-filter"
      aria-pressed=${String(isOpenFilter === isOpen)}
      @click=${() => choose(isOpen)}
    >${label} <span>${count}</span></button>`;
    render(
      html`<div class="weft-filters" role="group" aria-label=${say.whichThreads}>
          ${filter(true, say.open, open)}${filter(false, say.resolved, threads.length - open)}
        </div>
        ${
          unread === 0
            ? nothing
            : html`<button
                type="button"
                class="weft-icon-button"
                aria-label=${say.markRead}
                data-tip=${say.markRead}
                @click=${() => {
                  marked.clear();
                  comments.see(threads.map(({ id }) => id));
                }}
              >${iconView(CheckCheck, 16)}</button>`
        }
        ${
          canWrite
            ? html`<button
                type="button"
                class="weft-icon-button"
                aria-label=${say.commentOnSelected}
                data-tip=${say.commentOnSelected}
                data-keys=${shortcutLabel('Mod-Alt-m', isApple)}
                @click=${begin}
              >${iconView(MessageSquarePlus)}</button>`
            : nothing
        }`,
      bar,
    );
    const isKept = comments.drafts.draft(NEW_THREAD) !== undefined && canWrite;
    render(
      (isBeginning || isKept) && canWrite
        ? html`<section class="weft-comments-new" aria-label=${say.newThread}>
            <blockquote dir="auto">${comments.beginning() || comments.drafts.draft(NEW_THREAD)?.anchor?.quote}</blockquote>
            ${fields.begin().element}
          </section>`
        : nothing,
      fresh,
    );
    list.show(shown);
    list.element.hidden = shown.length === 0;
    empty.hidden = shown.length > 0 || isBeginning || isKept;
    const hint = canWrite ? say.hint(shortcutLabel('Mod-Alt-m', isApple)) : say.nothingSaid;
    render(
      isOpenFilter
        ? html`${iconView(MessageSquarePlus, 28)}<p><b>${threads.length === 0 ? say.noneYet : say.nothingOpen}</b></p><p>${hint}</p>`
        : html`<p><b>${say.nothingResolved}</b></p><p>${say.resolvedKept}</p>`,
      empty,
    );
  }

  keepSelection(bar, cleanup);
  cleanup.listen(list.element, 'keydown', (event) => {
    if (!(event.target as Element).matches('.weft-thread')) return;
    const id = list.focused();
    if (event.key === 'Enter' && id !== undefined) {
      event.preventDefault();
      comments.activate(id, true);
      paint();
      fields.focus(id);
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    }
  });
  cleanup.add(comments.state.subscribe(() => isShown && paint()));
  cleanup.add(() => {
    clearTimeout(timer);
    for (const part of [fields, list, reactions, more]) part.destroy();
    element.remove();
  });

  return {
    element,
    shown(next) {
      isShown = next;
      if (next) paint();
      else marked.clear();
    },
    reveal(id, hasFocus) {
      const thread = comments.state.get().threads.find((each) => each.id === id);
      if (thread === undefined) return;
      isOpenFilter = thread.resolved === undefined;
      paint();
      list.reveal(id, topOf(id));
      if (hasFocus) list.focus(id);
    },
    focus() {
      paint();
      const { isBeginning, threads } = comments.state.get();
      const [first] = shownThreads();
      if (isBeginning) fields.focus(NEW_THREAD);
      else if (first !== undefined && threads.length > 0) list.focus(first.id);
      else bar.querySelector<HTMLElement>('button')?.focus();
    },
    write(words, isSent) {
      fields.begin();
      fields.write(NEW_THREAD, words, isSent);
      if (isSent || comments.state.get().isBeginning) return;
      paint();
      fields.focus(NEW_THREAD);
    },
    destroy: () => cleanup.run(),
  };
}
