import { type EditorState, Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { APART } from '../apart.ts';
import type { EditorPorts } from '../ports.ts';
import type { GhostTextPort } from './port.ts';
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
 * Asked behind each letter; the next key overtakes the answer. Never while an input method composes.
 */
export function ghostText({ ports, engine, isApple, shown }: GhostTextOptions): Plugin<Ghost | undefined> {
  const dismissals = createDismissals();
  const drawing = createDrawing();
  let asker: Asker | undefined;
  /** The editor's plugins changed while it was asking: views end then, and begin anew. */
  let isInterrupted = false;

  /**
   * A letter of what is suggested leaves it before the browser inserts it: the line is then laid out once for both, and not
   * again when the view is brought up to date.
   */
  function typing(ghost: Ghost | undefined, { inputType, data }: InputEvent): void {
    if (inputType !== 'insertText' || data === null || ghost?.text.startsWith(data) !== true) return;
    drawing.set(ghost.text.slice(data.length));
  }

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
      handleDOMEvents: {
        beforeinput(view, event) {
          typing(key.getState(view.state), event);
          return false;
        },
        focus(view) {
          asker?.prepare(view.state);
          return false;
        },
        blur: hide,
        compositionstart: hide,
      },
    },
    view(view) {
      const mine = createAsker({ view, ports, engine, shown, draw: drawing.set, isDismissed: dismissals.has });
      asker = mine;
      mine.begin(isInterrupted);
      return {
        update: mine.update,
        destroy() {
          isInterrupted = mine.isAsking();
          mine.end();
        },
      };
    },
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

interface Asker {
  update(view: EditorView, previous: EditorState): void;
  /** The caret stands there, and nothing was typed yet: the engine reads what stands before it, so that it need not later. */
  prepare(state: EditorState): void;
  /** Tells of what is shown already, or asks again what another asked when it ended. */
  begin(isInterrupted: boolean): void;
  /** Whether something is on its way that is to be shown. */
  isAsking(): boolean;
  end(): void;
}

/** Milliseconds that a caret rests before the engine reads on where it is. */
const RESTS = 100;
/** Milliseconds that a suggestion stands as it is before it is announced: whoever types past it need not hear it. */
const STANDS = 300;

function isSame(a: Place | undefined, b: Place | undefined): boolean {
  return a?.blockId === b?.blockId && a?.before === b?.before && a?.after === b?.after;
}

/** Resolves in a task behind the next frame: what is drawn then is drawn in a frame of its own. */
async function behindFrame(ports: EditorPorts): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  ports.frame(() => void ports.timeout(0, resolve));
  await promise;
}

/** Asks the engine after typing, and shows its answer if it still fits. */
function createAsker({ view, ports, engine, shown, draw, isDismissed }: AskerOptions): Asker {
  let cancel: (() => void) | undefined;
  let last: string | undefined;
  let isAsking = false;

  let told: () => void = () => {};
  function tell(text: string | undefined): void {
    last = text;
    told();
    told = ports.timeout(STANDS, () => shown(text));
  }

  function stop(): void {
    cancel?.();
    cancel = undefined;
    isAsking = false;
  }

  /** What the engine says of the caret's place; undefined where nothing may be suggested. */
  async function ask(port: GhostTextPort, signal: AbortSignal): Promise<Ghost | undefined> {
    const { state } = view;
    const place = toPlace(state);
    if (place === undefined || view.composing || !view.hasFocus() || !view.editable) return undefined;
    const text = await port.suggest({ before: toReach(state, place), after: place.after }, signal);
    return text === undefined || text === '' ? undefined : { place, text };
  }

  async function show(port: GhostTextPort, signal: AbortSignal, isDrawn: Promise<void>): Promise<void> {
    const ghost = await ask(port, signal);
    await isDrawn;
    if (signal.aborted) return;
    isAsking = false;
    if (ghost === undefined || view.isDestroyed || view.composing) return;
    // Whatever happened meanwhile: what is shown is for the place that was asked for.
    const now = toPlace(view.state);
    if (now === undefined || !isSame(now, ghost.place) || isDismissed(now, ghost.text)) return;
    view.dispatch(view.state.tr.setMeta(key, { show: { place: now, text: ghost.text } } satisfies Order));
  }

  /** Runs `act` in so many milliseconds, unless something else is asked for. */
  function later(ms: number, act: (signal: AbortSignal) => Promise<unknown>): void {
    stop();
    const controller = new AbortController();
    const unschedule = ports.timeout(ms, () => void act(controller.signal));
    cancel = () => {
      unschedule();
      controller.abort();
    };
  }

  /** In a task of its own: the letter does not wait for it. */
  function showSoon(port: GhostTextPort): void {
    const isDrawn = behindFrame(ports);
    later(0, (signal) => show(port, signal, isDrawn));
    isAsking = true;
  }

  function prepare(state: EditorState): void {
    const port = engine();
    if (port !== undefined && toPlace(state) !== undefined) later(RESTS, (signal) => ask(port, signal));
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
      stop();
      // What was suggested still fits: its letters are being typed.
      if (ghost !== undefined || now === undefined) return;
      // A caret that only moves is suggested nothing. Nor is what takes text away: whoever undoes a suggestion does not want it again.
      if (previous.doc === state.doc) return prepare(state);
      if (was?.blockId === now.blockId && now.before.length <= was.before.length) return;
      showSoon(port);
    },
    prepare,
    begin(isInterrupted) {
      const port = engine();
      const ghost = key.getState(view.state);
      if (ghost !== undefined) tell(ghost.text);
      else if (isInterrupted && port !== undefined) showSoon(port);
    },
    isAsking: () => isAsking,
    end() {
      stop();
      told();
    },
  };
}
