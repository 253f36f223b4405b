/**
 * Writes entries. Only what this device wrote is ever taken out of the list again: a newer reaction or resolution of one's own takes the
 * place of the older, and what was taken back goes once it can no longer be undone.
 */
import * as Y from 'yjs';
import type { AnchorValue } from './anchor-value.ts';
import { cleanText, type Entry, type EntryId, type Mention, type Reaction, toEntryId } from './entries.ts';
import { ENTRIES } from './root.ts';
import { type Logged, readLog } from './log.ts';
import { type Thread, threadToSeen } from './threads.ts';

/** The origin of what this person writes in comments. */
export const COMMENT_ORIGIN: unique symbol = Symbol('weft comment');

/** What a person says. */
export interface Said {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

export interface CommentWriter {
  /** Begins a thread with its opening comment; undefined where there are no words. */
  begin(anchor: AnchorValue, said: Said): { readonly thread: EntryId; readonly comment: EntryId } | undefined;
  reply(thread: EntryId, said: Said): EntryId | undefined;
  edit(comment: EntryId, said: Said): boolean;
  /** Takes a comment back; its words go with `purge`, until then `restore` brings it back. */
  takeBack(comment: EntryId): void;
  restore(comment: EntryId): void;
  /** Removes the words of what this device has taken back, but for those kept a while yet. */
  purge(kept: ReadonlySet<EntryId>): void;
  react(comment: EntryId, reaction: Reaction): void;
  resolve(thread: Thread, isResolved: boolean): void;
  /** Says where the text of a thread was moved to. */
  move(thread: EntryId, anchor: AnchorValue): void;
}

export interface WriterOptions {
  readonly comments: Y.Doc;
  /** Whether a client id is one of this device's. */
  isOwn(client: number): boolean;
  /** Unix ms. */
  now(): number;
}

export function createWriter({ comments, isOwn, now }: WriterOptions): CommentWriter {
  const list = comments.getArray<unknown>(ENTRIES);

  function push(entry: Entry): EntryId {
    const clock = Y.getState(comments.store, comments.clientID);
    list.push([entry]);
    return toEntryId(comments.clientID, clock);
  }

  function write<T>(change: () => T): T {
    return comments.transact(change, COMMENT_ORIGIN);
  }

  /** Takes this device's own entries for which it holds out of the list. */
  function drop(isOver: (logged: Logged) => boolean): number {
    const over = new Set(readLog(comments).flatMap((each) => (isOwn(each.client) && isOver(each) ? [each.id] : [])));
    if (over.size === 0) return 0;
    let index = list.length;
    for (let item = lastOf(list); item !== null; item = item.left) {
      if (item.deleted || !item.countable) continue;
      for (let at = item.length - 1; at >= 0; at--) {
        index--;
        if (over.has(toEntryId(item.id.client, item.id.clock + at))) list.delete(index, 1);
      }
    }
    return over.size;
  }

  function toWords(said: Said): { text: string; at: number; mentions: Mention[] } | undefined {
    const text = cleanText(said.text);
    return text === '' ? undefined : { text, at: now(), mentions: [...said.mentions] };
  }

  return {
    begin(anchor, said) {
      const words = toWords(said);
      if (words === undefined) return undefined;
      return write(() => {
        const thread = push({ kind: 'thread', anchor });
        return { thread, comment: push({ kind: 'comment', thread, ...words }) };
      });
    },
    reply(thread, said) {
      const words = toWords(said);
      return words && write(() => push({ kind: 'comment', thread, ...words }));
    },
    edit(comment, said) {
      const words = toWords(said);
      if (words === undefined) return false;
      write(() => {
        drop(({ entry }) => entry.kind === 'edit' && entry.comment === comment);
        push({ kind: 'edit', comment, ...words });
      });
      return true;
    },
    takeBack: (comment) => void write(() => push({ kind: 'gone', comment })),
    restore: (comment) => void write(() => drop(({ entry }) => entry.kind === 'gone' && entry.comment === comment)),
    purge(kept) {
      const log = readLog(comments);
      const gone = new Set(
        log.flatMap(({ client, entry }) =>
          isOwn(client) && entry.kind === 'gone' && !kept.has(entry.comment) ? [entry.comment] : [],
        ),
      );
      if (gone.size === 0) return;
      const isGone = (id: EntryId): boolean => gone.has(id);
      const living = new Set(
        log.flatMap(({ entry, id }) => (entry.kind === 'comment' && !isGone(id) ? [entry.thread] : [])),
      );
      write(() =>
        drop(({ id, entry }) => {
          if (entry.kind === 'comment') return isGone(id);
          if (entry.kind === 'edit' || entry.kind === 'gone') return isGone(entry.comment);
          if (entry.kind === 'thread') return !living.has(id);
          return entry.kind === 'anchor' && !living.has(entry.thread);
        }),
      );
    },
    react(comment, reaction) {
      write(() => {
        const removed = drop(
          ({ entry }) => entry.kind === 'reaction' && entry.comment === comment && entry.reaction === reaction,
        );
        if (removed === 0) push({ kind: 'reaction', comment, reaction });
      });
    },
    resolve(thread, isResolved) {
      write(() => {
        drop(({ entry }) => entry.kind === 'resolve' && entry.thread === thread.id);
        push({ kind: 'resolve', thread: thread.id, isResolved, at: now(), seen: threadToSeen(thread) });
      });
    },
    move(thread, anchor) {
      write(() => {
        drop(({ entry }) => entry.kind === 'anchor' && entry.thread === thread);
        push({ kind: 'anchor', thread, anchor });
      });
    },
  };
}

function lastOf(list: Y.Array<unknown>): Y.Item | null {
  let last: Y.Item | null = null;
  for (let item = list._start; item !== null; item = item.right) last = item;
  return last;
}
