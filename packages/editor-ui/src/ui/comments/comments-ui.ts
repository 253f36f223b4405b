/** Comments in the shell: the tab of the panel, the keys, what is said aloud, and the way there from the text. */
import { MessageSquare } from 'lucide';
import { shortcutAria, shortcutLabel } from '../../commands/shortcut.ts';
import type { Editor } from '../../types.ts';
import type { Announcer } from '../announcer.ts';
import type { Notices } from '../notices.ts';
import { createCleanup, type Part } from '../part.ts';
import type { SidePanel } from '../side-panel.ts';
import { createCommentPanel } from './comment-panel.ts';

/** Options of {@link createCommentsUi}. */
export interface CommentsUiOptions {
  readonly editor: Editor;
  readonly panel: SidePanel;
  readonly announcer: Announcer;
  readonly notices: Notices;
  readonly isApple: boolean;
  /** Keys are heard in here. */
  readonly root: HTMLElement;
  readonly linkTo?: ((thread: string) => string) | undefined;
}

/** The comments of a shell. `element` says in the foot how many threads are open. */
export interface CommentsUi extends Part {
  /** Begins a thread on what is selected. */
  begin(): void;
  /** The threads at the caret, while the panel does not show them. */
  hiddenThreads(): readonly string[];
  /** Opens the panel at a thread, its words in sight; false where there is none. */
  show(thread: string): boolean;
}

/** The panel's name for the tab. */
const TAB = 'comments';
const SHORTCUT = 'Mod-Alt-m';
/** Wide enough for the panel to stand beside the text, in CSS pixels; as in panel.css. */
const BESIDE = '(min-width: 75rem)';

/** Adds comments to a shell; undefined where the document has none for this person. */
export function createCommentsUi(options: CommentsUiOptions): CommentsUi | undefined {
  const { editor, panel, announcer, notices, isApple, root, linkTo } = options;
  const { comments, view } = editor;
  if (comments === undefined) return undefined;
  const cleanup = createCleanup();
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'weft-comments-count';

  const begin = (): void => {
    if (!comments.state.get().canWrite) return;
    if (!comments.begin()) {
      const words = 'There is nothing to comment on here: select some text first.';
      notices.show({ topic: 'comment', kind: 'info', words });
      return;
    }
    panel.open(TAB, { focus: true });
    inside.focus();
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
    panel.open(TAB);
    inside.reveal(thread, hasFocus);
    return true;
  };
  const inside = createCommentPanel({ comments, notices, isApple, begin, leave, topOf, linkTo });
  const shortcut = { label: shortcutLabel(SHORTCUT, isApple), aria: shortcutAria(SHORTCUT, isApple) };
  const remove = panel.add({
    id: TAB,
    label: 'Comments',
    icon: MessageSquare,
    element: inside.element,
    rank: 10,
    inBar: true,
    shortcut,
    onShown: (isShown) => {
      inside.shown(isShown);
      if (!isShown) comments.activate(undefined);
    },
    focus: () => inside.focus(),
  });

  let heard = 0;
  const paint = (): void => {
    const { threads, unread } = comments.state.get();
    const open = threads.filter(({ resolved }) => resolved === undefined).length;
    element.hidden = open === 0;
    element.textContent = open === 1 ? '1 comment' : `${open.toLocaleString()} comments`;
    const words = unread === 1 ? '1 new comment' : `${unread} new comments`;
    panel.setBadge(TAB, { count: unread, words });
    if (unread > heard) announcer.say('comments', words);
    heard = unread;
  };

  cleanup.listen(element, 'click', () => panel.open(TAB, { focus: true }));
  cleanup.listen(root, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const mod = isApple ? event.metaKey : event.ctrlKey;
    // What AltGr makes is a letter, not a command.
    if (mod && event.altKey && event.code === 'KeyM' && !event.getModifierState('AltGraph')) {
      event.preventDefault();
      begin();
    }
    if (event.key === 'F8' && !mod && !event.altKey) {
      const next = comments.step(event.shiftKey ? -1 : 1);
      if (next === undefined) return;
      event.preventDefault();
      show(next);
    }
  });
  cleanup.add(
    editor.on('comment-press', ([thread]) => {
      // Who writes wants to write there; the bubble beside the caret leads on.
      if (thread !== undefined && (!view.editable || panel.current.get() === TAB)) show(thread, false);
    }),
  );
  // Nothing that was begun is lost without a word where it cannot be kept.
  cleanup.listen(window, 'beforeunload' as 'click', (event) => {
    comments.drafts.flush();
    if (comments.drafts.wouldLoseDrafts()) event.preventDefault();
  });
  cleanup.add(comments.state.subscribe(paint));
  cleanup.add(() => {
    remove();
    inside.destroy();
    element.remove();
  });
  paint();
  return {
    element,
    begin,
    show,
    hiddenThreads: () => (panel.current.get() === TAB ? [] : comments.atCaret()),
    destroy: () => cleanup.run(),
  };
}
