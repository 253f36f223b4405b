import { type EditorState, Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { APART } from '../apart.ts';
import type { EditorPorts, GhostTextPort } from '../types.ts';
import { createDismissals, type Place, toFirstWord, toPlace, toReach } from './place.ts';

/** What is suggested at the caret. A decoration of this person alone: never in the document, nor in the CRDT. */
interface Ghost {
  readonly place: Place;
  readonly text: string;
}

const key: PluginKey<Ghost | undefined> = new PluginKey<Ghost | undefined>('weft-ghost');

/** Marks that stand right behind a word: typed behind the space that came with a suggestion, they take its place. */
const CLINGING = /^[.,;:!?)\]]$/u;

type Order = { readonly show: Ghost | undefined };

/** What is left of a suggestion after a change: the rest where its own letters were typed, nothing where it no longer fits. */
export function toRest(ghost: Ghost, place: Place | undefined): Ghost | undefined {
  if (place === undefined || place.blockId !== ghost.place.blockId || place.after !== ghost.place.after)
    return undefined;
  const typed = place.before.startsWith(ghost.place.before) ? place.before.slice(ghost.place.before.length) : undefined;
  if (typed === undefined || !ghost.text.startsWith(typed)) return undefined;
  const text = ghost.text.slice(typed.length);
  // A space alone is nothing to see.
  return text.trim() === '' ? undefined : { place, text };
}

/**
 * A suggestion's drawing: text nobody can select or hear twice (it is announced). It is one element for as long as something is
 * shown in a place: while its letters are typed only its text changes, so that the letter's frame draws nothing anew.
 */
function createDrawing(): {
  readonly draw: (text: string) => (view: EditorView) => HTMLElement;
  set(text: string): void;
} {
  let drawn: Text | undefined;
  return {
    draw:
      (text) =>
      ({ dom }) => {
        const element = dom.ownerDocument.createElement('span');
        element.className = 'weft-ghost';
        element.setAttribute('aria-hidden', 'true');
        drawn = dom.ownerDocument.createTextNode(text);
        element.append(drawn);
        return element;
      },
    set(text) {
      if (drawn === undefined || drawn.data === text) return;
      // The lines that stand already are kept only where letters go and nothing comes.
      if (drawn.data.endsWith(text)) drawn.deleteData(0, drawn.data.length - text.length);
      else drawn.data = text;
    },
  };
}

function hide(view: EditorView): false {
  if (!view.isDestroyed && key.getState(view.state) !== undefined) {
    view.dispatch(view.state.tr.setMeta(key, { show: undefined } satisfies Order));
  }
  return false;
}

export interface GhostTextOptions {
  readonly ports: EditorPorts;
  /** Nothing is asked, loaded or shown while there is none. */
  readonly engine: () => GhostTextPort | undefined;
  readonly isApple: () => boolean;
  /** Told what is shown now, or that nothing is any more. */
  readonly shown: (text: string | undefined) => void;
}

/**
 * Suggests how the text goes on, behind the caret. Tab takes it all, Ctrl+→ (⌘→) one word, Escape sends it away for good.
 * Asked a moment after the last letter; the next key overtakes the answer. Never while an input method composes.
 */
export function ghostText({ ports, engine, isApple, shown }: GhostTextOptions): Plugin<Ghost | undefined> {
  const dismissals = createDismissals();
  const drawing = createDrawing();

  /** Behind the space that an accepted suggestion ended with, as long as nothing has changed since. */
  let spaced: { readonly doc: EditorState['doc']; readonly at: number } | undefined;

  function accept(view: EditorView, ghost: Ghost, text: string): void {
    // Typed as a person would: with the marks that stand there.
    const tr = view.state.tr.insertText(text, ghost.place.at).setMeta(APART, true);
    view.dispatch(tr.scrollIntoView());
    spaced = text.endsWith(' ') ? { doc: view.state.doc, at: ghost.place.at + text.length } : undefined;
  }

  return new Plugin<Ghost | undefined>({
    key,
    state: {
      init: () => undefined,
      apply(tr, ghost, _before, state): Ghost | undefined {
        const order = tr.getMeta(key) as Order | undefined;
        if (order) return order.show;
        if (ghost === undefined || (!tr.docChanged && !tr.selectionSet)) return ghost;
        return toRest(ghost, toPlace(state));
      },
    },
    props: {
      decorations(state) {
        const ghost = key.getState(state);
        if (ghost === undefined) return null;
        const widget = Decoration.widget(ghost.place.at, drawing.draw(ghost.text), {
          side: 1,
          key: 'weft-ghost',
          ignoreSelection: true,
        });
        return DecorationSet.create(state.doc, [widget]);
      },
      handleKeyDown(view, event) {
        const ghost = key.getState(view.state);
        if (ghost === undefined || view.composing) return false;
        const mod = isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
        const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
        if (event.key === 'Tab' && isPlain) accept(view, ghost, ghost.text);
        else if (event.key === 'ArrowRight' && mod && !event.altKey && !event.shiftKey) {
          accept(view, ghost, toFirstWord(ghost.text));
        } else if (event.key === 'Escape' && isPlain) {
          dismissals.add(ghost.place, ghost.text);
          hide(view);
        } else return false;
        return true;
      },
      handleTextInput(view, from, to, text) {
        if (spaced?.doc !== view.state.doc || from !== to || from !== spaced.at || !CLINGING.test(text)) return false;
        view.dispatch(view.state.tr.insertText(text, from - 1, from).scrollIntoView());
        return true;
      },
      handleDOMEvents: { blur: hide, compositionstart: hide },
    },
    view: (view) => createAsker({ view, ports, engine, shown, draw: drawing.set, isDismissed: dismissals.has }),
  });
}

interface AskerOptions {
  readonly view: EditorView;
  readonly ports: EditorPorts;
  readonly engine: () => GhostTextPort | undefined;
  readonly shown: (text: string | undefined) => void;
  /** Makes this the text of what is drawn. */
  readonly draw: (text: string) => void;
  readonly isDismissed: (place: Place, text: string) => boolean;
}

function isSame(a: Place | undefined, b: Place | undefined): boolean {
  return a?.blockId === b?.blockId && a?.before === b?.before && a?.after === b?.after;
}

/**
 * Runs `act` in a task behind the next frame: the letter is on screen before anything is read, asked or shown for it, and
 * the worker has no core that drawing it wants. Returns what cancels it.
 */
function behindFrame(ports: EditorPorts, act: () => void): () => void {
  let stop = ports.frame(() => {
    stop = ports.timeout(0, act);
  });
  return () => stop();
}

/** Asks the engine after typing, and shows its answer if it still fits. */
function createAsker({ view, ports, engine, shown, draw, isDismissed }: AskerOptions): {
  update(view: EditorView, previous: EditorState): void;
  destroy(): void;
} {
  let cancel: () => void = () => {};
  let last: string | undefined;

  let told: () => void = () => {};
  /** Behind the frame: nobody hears it sooner. */
  function tell(text: string | undefined): void {
    last = text;
    told();
    told = behindFrame(ports, () => shown(text));
  }

  async function ask(port: GhostTextPort, signal: AbortSignal): Promise<void> {
    const { state } = view;
    const place = toPlace(state);
    if (place === undefined || view.composing || !view.hasFocus() || !view.editable) return;
    const text = await port.suggest({ before: toReach(state, place), after: place.after }, signal);
    if (signal.aborted || view.isDestroyed || view.composing || text === undefined || text === '') return;
    // Whatever happened meanwhile: what is shown is for the place that was asked for.
    const now = toPlace(view.state);
    if (now === undefined || !isSame(now, place) || isDismissed(now, text)) return;
    view.dispatch(view.state.tr.setMeta(key, { show: { place: now, text } } satisfies Order));
  }

  return {
    update(_view, previous) {
      const { state } = view;
      const ghost = key.getState(state);
      if (ghost !== undefined) draw(ghost.text);
      if (ghost?.text !== last) tell(ghost?.text);
      const port = engine();
      if (port === undefined) {
        if (ghost !== undefined) ports.timeout(0, () => hide(view));
        return;
      }
      if (previous.doc === state.doc && previous.selection.eq(state.selection)) return;
      // Others may write elsewhere: what is asked for is still wanted.
      const [was, now] = [toPlace(previous), toPlace(state)];
      if (isSame(was, now)) return;
      cancel();
      // What was suggested still fits: its letters are being typed. A caret that only moves asks for nothing.
      if (ghost !== undefined || previous.doc === state.doc || now === undefined) return;
      // Nor does what takes text away: whoever undoes a suggestion does not want it again.
      if (was?.blockId === now.blockId && now.before.length <= was.before.length) return;
      const controller = new AbortController();
      const stop = behindFrame(ports, () => void ask(port, controller.signal));
      cancel = () => {
        stop();
        controller.abort();
      };
    },
    destroy() {
      cancel();
      told();
    },
  };
}
