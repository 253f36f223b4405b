/** What changed between two looks at the threads, for whoever embeds the editor. Pure. */
import type { EntryId } from './entries.ts';
import type { Thread } from './threads.ts';

/** Something happened in the comments. `local`: on this device. */
export interface CommentNews {
  readonly type: 'created' | 'replied' | 'resolved' | 'reopened';
  readonly thread: EntryId;
  /** The comment that was made. */
  readonly comment?: EntryId;
  readonly local: boolean;
}

export function newsOf(before: readonly Thread[], after: readonly Thread[]): readonly CommentNews[] {
  const known = new Map(before.map((thread) => [thread.id, thread]));
  return after.flatMap((thread) => {
    const was = known.get(thread.id);
    if (was === thread) return [];
    const ids = new Set(was?.comments.map(({ id }) => id));
    const news = thread.comments
      .filter(({ id }) => !ids.has(id))
      .map(
        ({ id, author }, at): CommentNews => ({
          type: was === undefined && at === 0 ? 'created' : 'replied',
          thread: thread.id,
          comment: id,
          local: author.isSelf,
        }),
      );
    const { resolved } = thread;
    if (was === undefined || (was.resolved === undefined) === (resolved === undefined)) return news;
    const by = resolved?.by ?? thread.reopenedBy;
    const change = resolved === undefined ? 'reopened' : 'resolved';
    return [...news, { type: change, thread: thread.id, local: by?.isSelf === true }];
  });
}
