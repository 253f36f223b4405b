import type { EditorProps, EditorView } from 'prosemirror-view';
import { typeText } from './before-input.ts';
import type * as LeftKeys from './left-keys.ts';
import { drawUnread } from './read-pending.ts';

/** What is typed, composed or pasted while that for which it is meant is still being fetched: a table that was asked for, or the mode of suggesting. */
export interface HeldKeys {
  /** For the view, before its plugins. */
  readonly props: Required<Pick<EditorProps, 'handleKeyDown' | 'handleTextInput' | 'handleDOMEvents'>>;
  /** What is typed before this settles is kept, and done then, in its order; also where it came to nothing, for words are not lost with it. */
  hold(until: Promise<unknown>): void;
  /** Does this now, or when what was typed before it is done; what is typed behind it then waits until it is done too. */
  inTurn(act: () => unknown): void;
}

/** Keys that change the text by themselves. All others are kept only behind something that is. */
const EDITING: ReadonlySet<string> = new Set(['Enter', 'Tab', 'Backspace', 'Delete']);
/** Keys that an input method takes: what they make comes as text. */
const COMPOSING = /^(?:Process|Unidentified|Dead)$/;

/** @param composing - an input method begins or ends */
export function createHeldKeys(view: () => EditorView, composing: (isActive: boolean) => void): HeldKeys {
  let waiting = 0;
  /** Letters, words, keys, and what was brought in at once. */
  const kept: (string | KeyboardEvent | (() => unknown))[] = [];
  /** Takes back what an input method draws where the caret stands: it is meant for elsewhere. */
  let takeBack: (() => void) | undefined;
  /** What the browser would have done; fetched with what is waited for. */
  let left: typeof LeftKeys | undefined;
  const isComposing = (): boolean => takeBack !== undefined;

  const keep = (pressed: (typeof kept)[number]): boolean => kept.push(pressed) > 0;

  function flush(): void {
    while (waiting === 0 && !isComposing() && !view().isDestroyed) {
      const each = kept.shift();
      if (each === undefined) return;
      if (typeof each === 'string') typeText(view(), each);
      // What is brought in may have to be read first: the rest comes behind it.
      else if (typeof each === 'function') hold(each());
      else if (view().someProp('handleKeyDown', (handle) => handle(view(), each)) !== true)
        left?.pressLeft(view(), each);
    }
  }

  function hold(until: unknown): void {
    waiting += 1;
    const fetched = import('./left-keys.ts').then((keys) => {
      left = keys;
    });
    void Promise.allSettled([until, fetched]).then(() => {
      waiting -= 1;
      flush();
    });
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
          if (isKept && data) keep(data);
          flush();
          return isKept;
        },
      },
    },
    hold,
    inTurn(act) {
      if (waiting > 0) keep(act);
      else act();
    },
  };
}
