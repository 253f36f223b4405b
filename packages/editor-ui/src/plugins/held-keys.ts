import type { EditorProps, EditorView } from 'prosemirror-view';

/** What is typed while that for which it is meant is still being fetched: a table that was asked for, or the mode of suggesting. */
export interface HeldKeys {
  /** For the view, before its plugins. */
  readonly props: Required<Pick<EditorProps, 'handleKeyDown' | 'handleTextInput'>>;
  /** What is typed before this settles is kept, and done then, in its order; also where it came to nothing, for words are not lost with it. */
  hold(until: Promise<unknown>): void;
}

/** Keys that change the text by themselves. All others are kept only behind something that is. */
const EDITING: ReadonlySet<string> = new Set(['Enter', 'Tab', 'Backspace', 'Delete']);

function type(view: EditorView, text: string): void {
  const { from, to } = view.state.selection;
  const insert = () => view.state.tr.insertText(text, from, to).scrollIntoView();
  if (view.someProp('handleTextInput', (handle) => handle(view, from, to, text, insert)) !== true)
    view.dispatch(insert());
}

export function createHeldKeys(): HeldKeys {
  let waiting = 0;
  /** Letters, and keys. */
  let kept: (string | KeyboardEvent)[] = [];
  let held: EditorView | undefined;

  function keep(view: EditorView, pressed: string | KeyboardEvent): true {
    held = view;
    // A letter that was taken back was never typed.
    const isTakenBack = typeof pressed !== 'string' && pressed.key === 'Backspace' && typeof kept.at(-1) === 'string';
    if (isTakenBack) kept.pop();
    else kept.push(pressed);
    return true;
  }

  function release(): void {
    waiting -= 1;
    if (waiting > 0) return;
    const pressed = kept;
    kept = [];
    for (const each of pressed) {
      if (held === undefined || held.isDestroyed) return;
      const view = held;
      if (typeof each === 'string') type(view, each);
      // What only the browser does with a key is left out: it moves a caret that stands elsewhere by now.
      else view.someProp('handleKeyDown', (handle) => handle(view, each));
    }
  }

  return {
    props: {
      handleTextInput: (view, _from, _to, text) => waiting > 0 && keep(view, text),
      handleKeyDown(view, event) {
        if (waiting === 0 || event.isComposing) return false;
        const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
        if (isLetter || (kept.length === 0 && !EDITING.has(event.key))) return false;
        return keep(view, event);
      },
    },
    hold(until) {
      waiting += 1;
      until.then(release, release);
    },
  };
}
