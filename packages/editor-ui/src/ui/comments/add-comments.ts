/** The tab of comments: fetched when somebody has said something, opens the tab, or begins a comment. */
import { MessageSquare } from 'lucide';
import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { shortcutAria, shortcutLabel } from '../../commands/shortcut.ts';
import { addLateTab } from '../late-tab.ts';
import { pageSelection } from '../../view-dom.ts';
import { createCleanup, type Part } from '../part.ts';
import type { CommentsUiOptions } from './comments-ui.ts';
import { barWords } from '../../words/bars.ts';

export interface AddCommentsOptions
  extends Pick<CommentsUiOptions, 'editor' | 'panel' | 'announcer' | 'notices' | 'isApple' | 'linkTo'> {
  /** Keys are heard in here. */
  readonly root: HTMLElement;
  /** Whether this person may comment now. */
  canWrite(): boolean;
}

/** The comments of a shell. `element` says in the foot how many threads are open. */
export interface AddedComments extends Part {
  /** Begins a thread on what is selected. */
  begin(): void;
  /** Whether one can be begun. */
  canBegin(): boolean;
  /** The threads at the caret, while the panel does not show them. */
  hiddenThreads(): readonly string[];
  /** Opens the panel at a thread, its words in sight; false where there is none. */
  show(thread: string): Promise<boolean>;
}

/** The panel's name for the tab. */
const TAB = 'comments';
const SHORTCUT = 'Mod-Alt-m';

/** Adds comments to a shell; undefined where the document has none for this person. */
export function addComments(options: AddCommentsOptions): AddedComments | undefined {
  const { editor, panel, isApple, root, canWrite } = options;
  const { comments } = editor;
  if (comments === undefined) return undefined;
  const cleanup = createCleanup();
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'weft-comments-count';
  const counted = (open: number): void => {
    element.hidden = open === 0;
    element.textContent = barWords().commentCount(open);
  };
  counted(0);

  const tab = addLateTab({
    panel,
    tab: {
      id: TAB,
      label: barWords().comments,
      icon: MessageSquare,
      rank: 10,
      inBar: true,
      shortcut: { label: shortcutLabel(SHORTCUT, isApple), aria: shortcutAria(SHORTCUT, isApple) },
    },
    async fetch() {
      const [loaded, module] = await Promise.all([comments.load(), import('./comments-ui.ts')]);
      if (!loaded) throw new Error('comments: out of reach');
      return { loaded, module };
    },
    create: ({ loaded, module }) => module.createCommentsUi({ ...options, comments: loaded, tab: TAB, counted }),
  });

  function begin(): void {
    if (!canWrite()) return;
    const inside = tab.get();
    // The focus leaves the text at once, for a field that waits: what is typed now is meant for the comment.
    if (inside === undefined) {
      readSelection(editor.view);
      tab.take(barWords().comment, (late, words, isSent) => late.begin(words, isSent));
    } else inside.begin();
  }

  cleanup.listen(element, 'click', () => panel.open(TAB, { focus: true }));
  cleanup.listen(root, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const mod = isApple ? event.metaKey : event.ctrlKey;
    // What AltGr makes is a letter, not a command.
    if (mod && event.altKey && event.code === 'KeyM' && !event.getModifierState('AltGraph')) {
      event.preventDefault();
      begin();
    }
    if (event.key === 'F8' && !mod && !event.altKey && tab.get()?.step(event.shiftKey ? -1 : 1) === true) {
      event.preventDefault();
    }
  });
  // Where something was said, the editor has fetched the comments by itself.
  const arrived = (): void => {
    if (comments.get() !== undefined) void tab.load();
  };
  cleanup.add(comments.subscribe(arrived));
  cleanup.add(() => {
    tab.destroy();
    element.remove();
  });
  arrived();
  return {
    element,
    begin,
    canBegin: canWrite,
    hiddenThreads: () => tab.get()?.hiddenThreads() ?? [],
    show: async (thread) => (await tab.load())?.show(thread) ?? false,
    destroy: () => cleanup.run(),
  };
}

/**
 * Takes over what was selected on the page a moment ago, which the editor is yet to be told: with the focus in a field it is never told.
 */
function readSelection(view: EditorView): void {
  const { anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed = true } = pageSelection(view) ?? {};
  const { state } = view;
  if (isCollapsed || !anchorNode || !focusNode || !(state.selection instanceof TextSelection)) return;
  const anchor = state.doc.resolve(view.posAtDOM(anchorNode, anchorOffset ?? 0));
  const head = state.doc.resolve(view.posAtDOM(focusNode, focusOffset ?? 0));
  view.dispatch(state.tr.setSelection(TextSelection.between(anchor, head)));
}
