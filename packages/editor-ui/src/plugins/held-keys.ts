import type { EditorProps, EditorView } from 'prosemirror-view';
import { typeText } from './before-input.ts';
import { drawUnread } from './read-pending.ts';

/** What is typed, composed or pasted while that for which it is meant is still being fetched: a table that was asked for, or the mode of suggesting. */
export interface HeldKeys {
  /** For the view, before its plugins. */
  readonly props: Required<Pick<EditorProps, 'handleKeyDown' | 'handleTextInput' | 'handleDOMEvents'>>;
  /** What is typed before this settles is kept, and done then, in its order; also where it came to nothing, for words are not lost with it. */
  hold(until: Promise<unknown>): void;
  /** Does this now, or when what was typed before it is done. */
  inTurn(act: () => void): void;
}

/** Keys that change the text by themselves. All others are kept only behind something that is. */
const EDITING: ReadonlySet<string> = new Set(['Enter', 'Tab', 'Backspace', 'Delete']);
/** Keys that an input method takes: what they make comes as text. */
const COMPOSING = /^(?:Process|Unidentified|Dead)$/;

/** @param composing - an input method begins or ends */
export function createHeldKeys(view: () => EditorView, composing: (isActive: boolean) => void): HeldKeys {
  let waiting = 0;
  /** Letters, keys, and what was brought in at once. */
  let kept: (string | KeyboardEvent | (() => void))[] = [];
  /** Takes back what an input method draws where the caret stands: it is meant for elsewhere. */
  let takeBack: (() => void) | undefined;
  const isComposing = (): boolean => takeBack !== undefined;

  function keep(pressed: (typeof kept)[number]): true {
    // A letter that was taken back was never typed.
    const isTakenBack = typeof pressed === 'object' && pressed.key === 'Backspace' && typeof kept.at(-1) === 'string';
    if (isTakenBack) kept.pop();
    else kept.push(pressed);
    return true;
  }

  function flush(): void {
    if (waiting > 0 || isComposing()) return;
    const pressed = kept;
    kept = [];
    for (const each of pressed) {
      if (view().isDestroyed) return;
      if (typeof each === 'string') typeText(view(), each);
      else if (typeof each === 'function') each();
      // What only the browser does with a key is left out: it moves a caret that stands elsewhere by now.
      else view().someProp('handleKeyDown', (handle) => handle(view(), each));
    }
  }

  function release(): void {
    waiting -= 1;
    flush();
  }

  return {
    props: {
      handleTextInput: (_view, _from, _to, text) => isComposing() || (waiting > 0 && keep(text)),
      handleKeyDown(_view, event) {
        if (waiting === 0 || event.isComposing || COMPOSING.test(event.key)) return false;
        // What is pasted comes as such, and letters as text.
        const isText = event.key.length === 1 && (/v/i.test(event.key) || (!event.ctrlKey && !event.metaKey));
        if (isText || (kept.length === 0 && !EDITING.has(event.key))) return false;
        return keep(event);
      },
      handleDOMEvents: {
        compositionstart() {
          composing(true);
          if (waiting > 0 && view().editable) takeBack = drawUnread(view());
          return isComposing();
        },
        compositionupdate: isComposing,
        // Its keys are the input method's.
        keydown: isComposing,
        compositionend(_view, { data }) {
          const isKept = isComposing();
          takeBack?.();
          takeBack = undefined;
          composing(false);
          if (isKept) for (const letter of data) keep(letter);
          flush();
          return isKept;
        },
      },
    },
    hold(until) {
      waiting += 1;
      until.then(release, release);
    },
    inTurn(act) {
      if (waiting > 0) keep(act);
      else act();
    },
  };
}
