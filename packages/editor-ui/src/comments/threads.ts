/** Makes threads of entries. Pure: the same on every device that has the same comments and knows the same people. */
import type { AnchorValue } from './anchor-value.ts';
import type { EntryId, Mention, Reaction, Words } from './entries.ts';
import { REACTIONS } from './entries.ts';
import type { Logged } from './log.ts';

/** The most threads, and comments of one thread, that are shown. */
export const MAX_THREADS = 5_000;
export const MAX_COMMENTS = 1_000;
/** The newest places of a thread that are tried. */
const MAX_ANCHORS = 4;

/** Who wrote something, as far as the signatures tell. */
export interface Author {
  /** Equal for all sessions of one device. */
  readonly key: string;
  /** May be empty: no device vouches for the session, or it gave no name. */
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly role: 'viewer' | 'commenter' | 'editor' | 'admin' | undefined;
  readonly isSelf: boolean;
}

export interface ReactionCount {
  readonly reaction: Reaction;
  readonly authors: readonly Author[];
  readonly isMine: boolean;
}

export interface Comment {
  readonly id: EntryId;
  readonly client: number;
  readonly clock: number;
  readonly author: Author;
  readonly text: string;
  /** Unix ms by the writer's clock; 0 unknown. */
  readonly at: number;
  readonly mentions: readonly Mention[];
  readonly isEdited: boolean;
  readonly reactions: readonly ReactionCount[];
}

export interface Thread {
  readonly id: EntryId;
  readonly author: Author;
  /** The newest first. */
  readonly anchors: readonly AnchorValue[];
  /** The words it was begun on. */
  readonly quote: string;
  /** Those that are left, the opening one first. */
  readonly comments: readonly Comment[];
  /** The opening comment was taken back, and others had answered. */
  readonly isHeadless: boolean;
  readonly resolved: { readonly by: Author; readonly at: number } | undefined;
  /** Who opened it again, where someone did. */
  readonly reopenedBy: Author | undefined;
}

interface Draft {
  readonly logged: Logged;
  readonly author: Author;
  readonly quote: string;
  readonly anchors: AnchorValue[];
  readonly comments: DraftComment[];
  resolve: (Logged & { readonly entry: { readonly kind: 'resolve' } }) | undefined;
}

interface DraftComment {
  readonly logged: Logged;
  readonly author: Author;
  words: Words;
  isEdited: boolean;
  isGone: boolean;
  readonly reactions: Map<Reaction, Map<string, Author>>;
}

/** Places a thread's text was moved to count from those who may change the text, and from whoever began the thread. */
function mayMove(author: Author, thread: Draft): boolean {
  return author.key === thread.author.key || author.role === 'editor' || author.role === 'admin';
}

/** @param authorOf - asked once for each client id */
export function logToThreads(log: readonly Logged[], authorOf: (client: number) => Author): readonly Thread[] {
  const authors = new Map<number, Author>();
  const toAuthor = (client: number): Author => {
    const known = authors.get(client) ?? authorOf(client);
    authors.set(client, known);
    return known;
  };
  const threads = new Map<EntryId, Draft>();
  const comments = new Map<EntryId, DraftComment>();
  for (const logged of log) {
    const { entry, id, client } = logged;
    if (entry.kind !== 'thread' || threads.size >= MAX_THREADS) continue;
    const { anchor } = entry;
    const author = toAuthor(client);
    threads.set(id, { logged, author, quote: toQuote(anchor), anchors: [anchor], comments: [], resolve: undefined });
  }
  for (const logged of log) {
    const { entry, id, client } = logged;
    const thread = entry.kind === 'comment' ? threads.get(entry.thread) : undefined;
    if (entry.kind !== 'comment' || thread === undefined || thread.comments.length >= MAX_COMMENTS) continue;
    const author = toAuthor(client);
    const comment = { logged, author, words: entry, isEdited: false, isGone: false, reactions: new Map() };
    comments.set(id, comment);
    thread.comments.push(comment);
  }
  for (const logged of log) applyEntry(logged, toAuthor(logged.client), threads, comments);
  return [...threads.values()].flatMap((draft) => {
    const thread = draftToThread(draft, toAuthor);
    return thread === undefined ? [] : [thread];
  });
}

function applyEntry(
  logged: Logged,
  author: Author,
  threads: ReadonlyMap<EntryId, Draft>,
  comments: ReadonlyMap<EntryId, DraftComment>,
): void {
  const { entry } = logged;
  if (entry.kind === 'anchor') {
    const thread = threads.get(entry.thread);
    if (thread && mayMove(author, thread)) thread.anchors.unshift(entry.anchor);
  } else if (entry.kind === 'resolve') {
    const thread = threads.get(entry.thread);
    if (thread) thread.resolve = { ...logged, entry };
  } else if (entry.kind === 'edit' || entry.kind === 'gone') {
    const comment = comments.get(entry.comment);
    // Nobody puts words into somebody else's mouth, nor takes them out.
    if (comment?.author.key !== author.key) return;
    if (entry.kind === 'gone') comment.isGone = true;
    else {
      comment.words = entry;
      comment.isEdited = true;
    }
  } else if (entry.kind === 'reaction') {
    const of = comments.get(entry.comment)?.reactions;
    of?.set(entry.reaction, (of.get(entry.reaction) ?? new Map<string, Author>()).set(author.key, author));
  }
}

function draftToThread(draft: Draft, toAuthor: (client: number) => Author): Thread | undefined {
  const { logged, author, anchors, quote, resolve } = draft;
  const left = draft.comments.filter(({ isGone }) => !isGone);
  if (left.length === 0) return undefined;
  // Whoever began it spoke first, whatever stands before it in the list.
  const opening = left.find((comment) => comment.author.key === author.key && isOpening(draft, comment));
  const ordered = opening === undefined ? left : [opening, ...left.filter((comment) => comment !== opening)];
  const isResolved = resolve?.entry.isResolved === true && coversAll(resolve.entry.seen, left);
  return {
    id: logged.id,
    author,
    anchors: anchors.slice(0, MAX_ANCHORS),
    quote,
    comments: ordered.map(toComment),
    isHeadless: opening === undefined,
    resolved: isResolved ? { by: toAuthor(resolve.client), at: resolve.entry.at } : undefined,
    reopenedBy: resolve?.entry.isResolved === false ? toAuthor(resolve.client) : undefined,
  };
}

/** The comment that was written with the thread. */
function isOpening({ logged }: Draft, comment: DraftComment): boolean {
  return comment.logged.client === logged.client && comment.logged.clock === logged.clock + 1;
}

/** What was said without knowing that the thread was closed opens it again. */
function coversAll(seen: readonly (readonly [number, number])[], left: readonly DraftComment[]): boolean {
  const known = new Map(seen);
  return left.every(({ logged }) => logged.clock <= (known.get(logged.client) ?? -1));
}

function toComment({ logged, author, words, isEdited, reactions }: DraftComment): Comment {
  const { text, at, mentions } = words;
  return {
    id: logged.id,
    client: logged.client,
    clock: logged.clock,
    author,
    text,
    at,
    mentions,
    isEdited,
    reactions: REACTIONS.flatMap((reaction) => {
      const by = [...(reactions.get(reaction)?.values() ?? [])];
      return by.length === 0 ? [] : [{ reaction, authors: by, isMine: by.some(({ isSelf }) => isSelf) }];
    }),
  };
}

function toQuote({ quote, tail }: AnchorValue): string {
  return tail === '' ? quote : `${quote} … ${tail}`;
}

/** What of a thread its resolver knows: the newest clock of each client. */
export function threadToSeen(thread: Thread): [client: number, clock: number][] {
  const seen = new Map<number, number>();
  for (const { client, clock } of thread.comments) seen.set(client, Math.max(clock, seen.get(client) ?? -1));
  return [...seen];
}
