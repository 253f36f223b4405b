/** The fields people write comments in: one for each answer, change or new thread that was begun, kept while its card is out of sight. */
import type { Comments, ShownThread } from '../../comments/create-comments.ts';
import type { EntryId } from '../../comments/entries.ts';
import { NEW_THREAD } from '../../comments/kept.ts';
import type { Comment } from '../../comments/threads.ts';
import type { Said } from '../../comments/write.ts';
import type { Notices } from '../notices.ts';
import { type Composer, type ComposerOptions, createComposer } from './composer.ts';
import { commentWords } from '../../words/comments.ts';
import { commonWords } from '../../words/common.ts';

/** Options of {@link createCommentFields}. */
export interface CommentFieldsOptions {
  readonly comments: Comments;
  readonly notices: Notices;
  readonly isApple: boolean;
  /** Back to the text. */
  readonly leave: () => void;
  /** Back to a card; another field may stand in it now. */
  readonly back: (thread: EntryId) => void;
}

/** The fields. */
export interface CommentFields {
  reply(thread: ShownThread): Composer;
  /** The field in the place of a comment, while it is being changed. */
  change(thread: ShownThread, comment: Comment): Composer;
  begin(): Composer;
  /** The comment that is being changed. */
  editing(): EntryId | undefined;
  setEditing(comment: EntryId): void;
  focus(key: string): void;
  write(key: string, words: string, isSent: boolean): void;
  destroy(): void;
}

/** No field yet. */
export function createCommentFields({ comments, notices, isApple, leave, back }: CommentFieldsOptions): CommentFields {
  const composers = new Map<string, Composer>();
  let editing: EntryId | undefined;

  function field(key: string, make: Omit<ComposerOptions, 'isApple' | 'people' | 'onChange'>): Composer {
    const known = composers.get(key);
    if (known !== undefined) return known;
    const text = comments.drafts.draft(key)?.text ?? make.text;
    const composer = createComposer({
      ...make,
      isApple,
      people: () => comments.people(),
      ...(text === undefined ? {} : { text }),
      onChange: (words) => comments.drafts.setDraft(key, words.trim() === '' ? undefined : { text: words }),
    });
    composers.set(key, composer);
    return composer;
  }

  function drop(key: string): void {
    composers.get(key)?.destroy();
    composers.delete(key);
    comments.drafts.setDraft(key, undefined);
  }

  return {
    reply: (thread) =>
      field(thread.id, {
        label: commentWords().reply,
        submitLabel: commentWords().reply,
        onSubmit(said: Said) {
          if (comments.reply(thread.id, said) === undefined) return false;
          comments.drafts.setDraft(thread.id, undefined);
          return true;
        },
        onCancel: () => back(thread.id),
      }),
    change(thread, comment) {
      const end = (): void => {
        editing = undefined;
        drop(comment.id);
        back(thread.id);
      };
      return field(comment.id, {
        label: commentWords().changeYours,
        submitLabel: commonWords().save,
        text: comment.text,
        canCancel: true,
        onSubmit(said: Said) {
          if (!comments.edit(comment.id, said)) return false;
          end();
          return true;
        },
        onCancel: end,
      });
    },
    begin: () =>
      field(NEW_THREAD, {
        label: commentWords().comment,
        submitLabel: commentWords().comment,
        canCancel: true,
        onSubmit(said: Said) {
          if (comments.submit(said) === undefined) {
            notices.show({ topic: 'comment', kind: 'trouble', words: commentWords().textGone });
            return false;
          }
          drop(NEW_THREAD);
          leave();
          return true;
        },
        onCancel(isDropped) {
          comments.cancelBegin();
          if (isDropped) drop(NEW_THREAD);
          leave();
        },
      }),
    editing: () => editing,
    setEditing(comment) {
      editing = comment;
    },
    focus: (key) => composers.get(key)?.focus(),
    write: (key, words, isSent) => composers.get(key)?.write(words, isSent),
    destroy() {
      for (const composer of composers.values()) composer.destroy();
      composers.clear();
    },
  };
}
