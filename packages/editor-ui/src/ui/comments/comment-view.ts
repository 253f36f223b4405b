/** How one comment looks. Everything in it was written by others: it is checked where it is read, and only ever set as text. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { Check, Ellipsis, Eye, Heart, type IconNode, PartyPopper, Smile, SmilePlus, ThumbsUp } from 'lucide';
import type { Reaction } from '../../comments/entries.ts';
import { splitMentions } from '../../comments/mentions.ts';
import type { Author, Comment } from '../../comments/threads.ts';
import { atToWhen } from '../../comments/when.ts';
import { iconView } from '../icon.ts';
import { nameToInitials } from '../people.ts';
import { commentWords } from '../../words/comments.ts';
import { commonWords } from '../../words/common.ts';

export const reactionIcons: Readonly<Record<Reaction, IconNode>> = {
  agree: ThumbsUp,
  love: Heart,
  celebrate: PartyPopper,
  smile: Smile,
  look: Eye,
  done: Check,
};

/** What a comment's buttons do. */
export interface CommentActs {
  openReactions(comment: Comment, button: HTMLElement): void;
  openMore(comment: Comment, button: HTMLElement): void;
  react(comment: Comment, reaction: Reaction): void;
}

/** How a comment is shown. */
export interface CommentLook {
  readonly now: number;
  readonly canWrite: boolean;
  readonly isNew: boolean;
  /** Cut to a few lines, without its buttons. */
  readonly isShort: boolean;
}

/** A name to be read; whoever gave none is someone. */
export function authorName({ name }: Author): string {
  return name === '' ? commonWords().someone : name;
}

function authorDetail(author: Author): string {
  if (author.isSelf) return commentWords().youHere;
  if (author.key.startsWith('client')) return commentWords().unsigned;
  return author.role === undefined ? authorName(author) : commentWords().roles[author.role];
}

/** Someone's initials; the colour is set by `paintColors`, since the page's policy forbids style attributes. */
export function avatarView(author: Author): TemplateResult {
  return html`<span class="weft-avatar" aria-hidden="true" data-color=${author.color}>${nameToInitials(authorName(author))}</span>`;
}

function textView({ text, mentions }: Comment): TemplateResult[] {
  return splitMentions(text, mentions).map((part) =>
    part.mention === undefined ? html`${part.text}` : html`<b class="weft-mention">${part.text}</b>`,
  );
}

function reactionsView(comment: Comment, canWrite: boolean, acts: CommentActs): TemplateResult | typeof nothing {
  if (comment.reactions.length === 0) return nothing;
  return html`<div class="weft-reactions">
    ${comment.reactions.map(({ reaction, authors, isMine }) => {
      const say = commentWords();
      const names = authors.map((author) => (author.isSelf ? say.youAmong : authorName(author)));
      const words = say.reacted(say.faces[reaction], names);
      return html`<button
        type="button"
        class="weft-reaction"
        aria-pressed=${String(isMine)}
        aria-label=${words}
        data-tip=${words}
        ?disabled=${!canWrite}
        @click=${() => acts.react(comment, reaction)}
      >${iconView(reactionIcons[reaction], 14)}<span data-letters=${authors.length}></span></button>`;
    })}
  </div>`;
}

/** One comment. */
export function commentView(comment: Comment, look: CommentLook, acts: CommentActs): TemplateResult {
  const { author, at, isEdited } = comment;
  const when = atToWhen(at, look.now);
  const say = commentWords();
  const name = author.isSelf ? commonWords().you : authorName(author);
  return html`<div class="weft-said" data-comment=${comment.id} ?data-short=${look.isShort}>
    <header>
      ${avatarView(author)}
      <span class="weft-said-name" data-tip=${authorDetail(author)}>${name}</span>
      <span class="weft-said-when" data-tip=${when.detail}>${when.words}${isEdited ? ` · ${say.changed}` : ''}</span>
      ${look.isNew ? html`<span class="weft-new">${say.new}</span>` : nothing}
      ${
        look.isShort || !look.canWrite
          ? nothing
          : html`<span class="weft-said-acts">
              <button
                type="button"
                class="weft-icon-button"
                aria-label=${author.isSelf ? say.reactToYours : say.reactTo(name)}
                aria-haspopup="menu"
                aria-expanded="false"
                data-tip=${say.react}
                data-act="react"
                @click=${(event: Event) => acts.openReactions(comment, event.currentTarget as HTMLElement)}
              >${iconView(SmilePlus, 16)}</button>
              ${
                author.isSelf
                  ? html`<button
                      type="button"
                      class="weft-icon-button"
                      aria-label=${say.changeOrDelete}
                      aria-haspopup="menu"
                      aria-expanded="false"
                      data-tip=${commonWords().more}
                      @click=${(event: Event) => acts.openMore(comment, event.currentTarget as HTMLElement)}
                    >${iconView(Ellipsis, 16)}</button>`
                  : nothing
              }
            </span>`
      }
    </header>
    <p dir="auto">${textView(comment)}</p>
    ${reactionsView(comment, look.canWrite, acts)}
  </div>`;
}
