/** Comments in the shell, once they are here: what fills the tab, what is said aloud, and the way there from the text. */
import type { Comments } from '../../comments/create-comments.ts';
import type { Editor } from '../../editor.ts';
import type { Announcer } from '../announcer.ts';
import type { TabInside } from '../late-tab.ts';
import type { Notices } from '../notices.ts';
import { createCleanup } from '../part.ts';
import type { SidePanel } from '../side-panel.ts';
import { createCommentPanel } from './comment-panel.ts';
import { commentWords } from '../../words/comments.ts';

/** Options of {@link createCommentsUi}. */
export interface CommentsUiOptions {
  readonly editor: Editor;
  readonly comments: Comments;
  readonly panel: SidePanel;
  /** The panel's name for the tab. */
  readonly tab: string;
  readonly announcer: Announcer;
  readonly notices: Notices;
  readonly isApple: boolean;
  readonly linkTo?: ((thread: string) => string) | undefined;
  /** How many threads are open. */
  counted(open: number): void;
}

/** What fills the tab of comments. */
export interface CommentsUi extends TabInside {
  /** Begins a thread on what is selected, with what was said of it already, and maybe sent. */
  begin(words?: string, isSent?: boolean): void;
  /** The threads at the caret, while the panel does not show them. */
  hiddenThreads(): readonly string[];
  /** Opens the panel at a thread, its words in sight; false where there is none. */
  show(thread: string): boolean;
  /** Goes to the next open thread or the one before; false where there is none. */
  step(by: 1 | -1): boolean;
}

/** Wide enough for the panel to stand beside the text, in CSS pixels; as in panel.css. */
const BESIDE = '(min-width: 75rem)';

/** Creates it over the comments of an editor. */
export function createCommentsUi(options: CommentsUiOptions): CommentsUi {
  const { editor, comments, panel, tab, announcer, notices, isApple, linkTo } = options;
  const { view } = editor;
  const cleanup = createCleanup();

  const begin = (words = '', isSent = false): void => {
    if (!comments.state.get().canWrite) return;
    if (!comments.begin()) {
      const say = commentWords();
      const isKept = words.trim() !== '';
      notices.show({ topic: 'comment', kind: 'info', words: isKept ? say.nothingSelectedYet : say.nothingSelected });
      if (isKept) inside.write(words, false);
      return;
    }
    panel.open(tab, { focus: true });
    inside.focus();
    inside.write(words, isSent);
  };
  const leave = (): void => {
    if (!matchMedia(BESIDE).matches) panel.close();
    editor.focus();
  };
  const topOf = (thread: string): number | undefined =>
    matchMedia(BESIDE).matches ? comments.topOf(thread) : undefined;
  const show = (thread: string, hasFocus = true): boolean => {
    if (!comments.state.get().threads.some(({ id }) => id === thread)) return false;
    comments.activate(thread, true);
    panel.open(tab);
    inside.reveal(thread, hasFocus);
    return true;
  };
  const inside = createCommentPanel({ comments, notices, isApple, begin: () => begin(), leave, topOf, linkTo });

  let heard = 0;
  const paint = (): void => {
    const { threads, unread } = comments.state.get();
    options.counted(threads.filter(({ resolved }) => resolved === undefined).length);
    const words = commentWords().newComments(unread);
    panel.setBadge(tab, { count: unread, words });
    if (unread > heard) announcer.say('comments', words);
    heard = unread;
  };

  cleanup.add(
    editor.on('comment-press', ([thread]) => {
      // Who writes wants to write there; the bubble beside the caret leads on.
      if (thread !== undefined && (!view.editable || panel.current.get() === tab)) show(thread, false);
    }),
  );
  // Nothing that was begun is lost without a word where it cannot be kept.
  cleanup.listen(window, 'beforeunload' as 'click', (event) => {
    comments.drafts.flush();
    if (comments.drafts.wouldLoseDrafts()) event.preventDefault();
  });
  cleanup.add(comments.state.subscribe(paint));
  cleanup.add(inside.destroy);
  paint();
  return {
    element: inside.element,
    begin,
    show,
    step(by) {
      const next = comments.step(by);
      return next !== undefined && show(next);
    },
    hiddenThreads: () => (panel.current.get() === tab ? [] : comments.atCaret()),
    shown(isShown) {
      inside.shown(isShown);
      if (!isShown) comments.activate(undefined);
    },
    focus: () => inside.focus(),
    destroy: () => cleanup.run(),
  };
}
