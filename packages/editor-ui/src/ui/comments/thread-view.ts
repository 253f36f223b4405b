/** How one thread looks: short in the list, whole while it is the active one. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import { CircleCheckBig, Link2, RotateCcw, Unlink2 } from 'lucide';
import type { ShownThread } from '../../comments/create-comments.ts';
import type { EntryId } from '../../comments/entries.ts';
import { atToWhen } from '../../comments/when.ts';
import { iconView } from '../icon.ts';
import { authorName, type CommentActs, commentView } from './comment-view.ts';
import { commentWords } from '../../words/comments.ts';

/** What a thread's buttons do. */
export interface ThreadActs extends CommentActs {
  activate(thread: ShownThread): void;
  resolve(thread: ShownThread, isResolved: boolean): void;
  /** Undefined where there are no links to threads. */
  readonly copyLink: ((thread: ShownThread) => void) | undefined;
}

/** How a thread is shown. */
export interface ThreadLook {
  readonly now: number;
  readonly canWrite: boolean;
  readonly isActive: boolean;
  /** Comments that were new when the panel was opened. */
  readonly fresh: ReadonlySet<EntryId>;
  /** The field for an answer, in the active thread. */
  readonly reply: HTMLElement | undefined;
  /** The field that stands in the place of a comment that is being changed. */
  readonly editing: { readonly comment: EntryId; readonly field: HTMLElement } | undefined;
}

const MAX_NAME = 80;

function threadName({ comments, quote, resolved, isPlaced }: ShownThread, isNew: boolean): string {
  const [opening] = comments;
  const words = quote.length > MAX_NAME ? `${quote.slice(0, MAX_NAME)}…` : quote;
  const name = opening === undefined ? '' : authorName(opening.author);
  return commentWords().thread(words, comments.length, name, [
    ...(isNew ? (['new'] as const) : []),
    ...(resolved === undefined ? [] : (['resolved'] as const)),
    ...(isPlaced ? [] : (['lost'] as const)),
  ]);
}

/** The buttons of a thread. */
function actsView(thread: ShownThread, look: ThreadLook, acts: ThreadActs): TemplateResult {
  const isResolved = thread.resolved !== undefined;
  const say = commentWords();
  const label = isResolved ? say.openAgain : say.resolve;
  return html`<div class="weft-thread-acts">
    ${
      acts.copyLink === undefined
        ? nothing
        : html`<button
            type="button"
            class="weft-icon-button"
            aria-label=${say.copyLink}
            data-tip=${say.copyLinkFor}
            @click=${() => acts.copyLink?.(thread)}
          >${iconView(Link2, 16)}</button>`
    }
    ${
      look.canWrite
        ? html`<button
            type="button"
            class="weft-icon-button"
            aria-label=${label}
            data-tip=${label}
            data-act="resolve"
            @click=${() => acts.resolve(thread, !isResolved)}
          >${iconView(isResolved ? RotateCcw : CircleCheckBig, 16)}</button>`
        : nothing
    }
  </div>`;
}

/** What is inside a thread's card. */
export function threadView(thread: ShownThread, look: ThreadLook, acts: ThreadActs): TemplateResult {
  const { comments, resolved, isPlaced, isHeadless } = thread;
  const shown = look.isActive ? comments : comments.slice(0, 1);
  const hidden = comments.length - shown.length;
  const isNew = comments.some(({ id }) => look.fresh.has(id));
  return html`<article
    class="weft-thread"
    tabindex="0"
    aria-label=${threadName(thread, isNew)}
    aria-current=${look.isActive ? 'true' : nothing}
    ?data-resolved=${resolved !== undefined}
    @click=${(event: Event) => {
      if (!look.isActive && !(event.target as Element).closest('button')) acts.activate(thread);
    }}
  >
    <div class="weft-thread-head">
      ${
        isPlaced
          ? html`<blockquote dir="auto">${thread.quote}</blockquote>`
          : html`<div class="weft-thread-lost">
              <span>${iconView(Unlink2, 14)}${commentWords().onDeleted}</span>
              <blockquote dir="auto">${thread.quote}</blockquote>
            </div>`
      }
      ${actsView(thread, look, acts)}
    </div>
    ${isHeadless ? html`<p class="weft-thread-note">${commentWords().firstDeleted}</p>` : nothing}
    ${repeat(
      shown,
      ({ id }) => id,
      (comment) =>
        look.editing?.comment === comment.id
          ? look.editing.field
          : commentView(
              comment,
              { now: look.now, canWrite: look.canWrite, isNew: look.fresh.has(comment.id), isShort: !look.isActive },
              acts,
            ),
    )}
    ${
      hidden === 0
        ? nothing
        : html`<p class="weft-thread-note">
            ${commentWords().replies(hidden)}${
              comments.slice(1).some(({ id }) => look.fresh.has(id))
                ? html` <span class="weft-new">${commentWords().new}</span>`
                : nothing
            }
          </p>`
    }
    ${
      resolved === undefined
        ? nothing
        : html`<p class="weft-thread-note">
            ${commentWords().resolvedBy(authorName(resolved.by))}${
              resolved.at === 0 ? nothing : html`, ${atToWhen(resolved.at, look.now).words}`
            }
          </p>`
    }
    ${look.isActive && look.reply !== undefined ? look.reply : nothing}
  </article>`;
}
