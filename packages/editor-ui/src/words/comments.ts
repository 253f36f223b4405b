import { list, plural } from './format.ts';
import { defineWords, type Words } from './words.ts';

const count = (comments: number): string => plural(comments, { one: '# comment', other: '# comments' });

const STATES = { new: 'new', resolved: 'resolved', lost: 'on deleted text' } as const;

const english = {
  comment: 'Comment',
  newComments: (comments: number): string => plural(comments, { one: '# new comment', other: '# new comments' }),
  nothingSelected: 'There is nothing to comment on here: select some text first.',
  nothingSelectedYet:
    'There is nothing to comment on here. Your words are in the field: select the text they are about, then send them.',
  threads: 'Threads',
  reply: 'Reply',
  changeYours: 'Change your comment',
  textGone: 'The text you wanted to comment on is gone. Your words are still in the field: select other text.',
  people: 'People',
  reactions: 'Reactions',
  yourComment: 'Your comment',
  change: 'Change',
  deleted: 'Your comment was deleted.',
  linkCopied: 'The link was copied. It leads those who have this document to the thread; it opens it for nobody else.',
  linkNotCopied: 'This browser did not let the link be copied.',
  whichThreads: 'Which threads',
  open: 'Open',
  resolved: 'Resolved',
  markRead: 'Mark all as read',
  commentOnSelected: 'Comment on what is selected',
  newThread: 'New thread',
  hint: (keys: string): string =>
    `Select some text and press ${keys}, or use the button above. Everyone with an edit or comment link sees what is said here.`,
  nothingSaid: 'Nothing has been said about this document.',
  noneYet: 'No comments yet',
  nothingOpen: 'Nothing open',
  nothingResolved: 'Nothing resolved yet',
  resolvedKept: 'Threads that are resolved are kept here, and can be opened again.',
  faces: {
    agree: 'Agree',
    love: 'Love it',
    celebrate: 'Celebrate',
    smile: 'Smile',
    look: 'Having a look',
    done: 'Done',
  },
  roles: { viewer: 'Reader', commenter: 'Commenter', editor: 'Editor', admin: 'Owner' },
  youHere: 'You, on this device',
  unsigned: 'No device has said yet that it wrote this',
  reacted: (face: string, names: readonly string[]): string => `${face}: ${list(names)}`,
  youAmong: 'you',
  changed: 'changed',
  new: 'New',
  react: 'React',
  reactToYours: 'React to your comment',
  reactTo: (name: string): string => `React to ${name}`,
  changeOrDelete: 'Change or delete your comment',
  thread: (quote: string, comments: number, name: string, states: readonly ('new' | 'resolved' | 'lost')[]): string =>
    [
      `Thread${name === '' ? '' : ` by ${name}`} on “${quote}”`,
      count(comments),
      ...states.map((state) => STATES[state]),
    ].join(', '),
  openAgain: 'Open again',
  resolve: 'Resolve',
  copyLink: 'Copy a link to this thread',
  copyLinkFor: 'Copy link: for those who have the document',
  onDeleted: 'On deleted text',
  firstDeleted: 'The first comment was deleted.',
  replies: (replies: number): string => plural(replies, { one: '# reply', other: '# replies' }),
  resolvedBy: (name: string): string => `Resolved by ${name}`,
};

export const commentWords: Words<typeof english> = /* @__PURE__ */ defineWords('comments', english);
