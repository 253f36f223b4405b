/**
 * Suggestions while writing: the switch, what is learned from open documents, and the engine, which is loaded with the
 * first use and not before. Everything happens on this device.
 */
import type { Editor } from '@weft/editor-ui';
import type { Notices } from '@weft/editor-ui/ui';
import type { GhostEngine } from './ghost-engine.ts';
import { createLessons } from './lessons.ts';
import { suggestingWords } from './words/suggesting.ts';

/** The switch for suggestions, and what follows it. */
export interface GhostText {
  isOn(): boolean;
  setOn(on: boolean): void;
  /** Suggests in this editor while it is on. `room` names the document. Returns what ends it. */
  attach(editor: Editor, room: string): () => void;
}

const KEY = 'weft/ghost-text';
const TOPIC = 'ghost-text';
/** The engine that stopped so often is not started again until the person turns it on anew. */
const MOST_CRASHES = 2;

export function createGhostText(notices: Notices): GhostText {
  let isOn = readSwitch();
  let engine: Promise<GhostEngine> | undefined;
  let crashes = 0;
  const rooms = new Map<Editor, string>();
  const attached = new Map<Editor, { readonly stop: () => void; readonly learn: (engine: GhostEngine) => void }>();

  function start(isAsked: boolean): Promise<GhostEngine> {
    engine ??= import('./ghost-engine.ts').then(({ startGhostEngine }) =>
      startGhostEngine({
        progress(share) {
          if (!isAsked) return;
          notices.show({ topic: TOPIC, kind: 'info', words: suggestingWords().fetching(share) });
        },
        ready() {
          if (!isAsked) return;
          notices.show({ topic: TOPIC, kind: 'done', words: suggestingWords().on });
        },
        failed: (sentence) => notices.show({ topic: TOPIC, kind: 'trouble', words: sentence }),
        crashed() {
          engine = undefined;
          crashes += 1;
          if (crashes < MOST_CRASHES) return;
          end();
          notices.show({ topic: TOPIC, kind: 'trouble', words: suggestingWords().stopped });
        },
      }),
    );
    // A part of the app that does not arrive is asked for again with the next use.
    engine.catch(() => {
      engine = undefined;
    });
    return engine;
  }

  function begin(editor: Editor, room: string): void {
    const lessons = createLessons(editor, room);
    editor.setGhostText({
      async suggest(place, signal) {
        try {
          const started = await start(false);
          lessons.begin(started);
          return await started.suggest(place, signal);
        } catch {
          // No engine now: nothing is suggested, and writing goes on.
          return undefined;
        }
      },
    });
    const stop = (): void => {
      lessons.stop();
      editor.setGhostText(undefined);
    };
    attached.set(editor, { stop, learn: lessons.begin });
  }

  function end(): void {
    isOn = false;
    for (const { stop } of attached.values()) stop();
    attached.clear();
    void engine?.then((started) => started.stop());
    engine = undefined;
  }

  return {
    isOn: () => isOn,
    setOn(on) {
      writeSwitch(on);
      if (!on) return end();
      isOn = true;
      crashes = 0;
      for (const [editor, room] of rooms) begin(editor, room);
      start(true).then(
        (started) => {
          for (const { learn } of attached.values()) learn(started);
        },
        () => {
          notices.show({ topic: TOPIC, kind: 'trouble', words: suggestingWords().notLoaded });
        },
      );
    },
    attach(editor, room) {
      rooms.set(editor, room);
      if (isOn) begin(editor, room);
      return () => {
        attached.get(editor)?.stop();
        attached.delete(editor);
        rooms.delete(editor);
      };
    },
  };
}

function readSwitch(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on';
  } catch {
    return false;
  }
}

function writeSwitch(on: boolean): void {
  try {
    if (on) localStorage.setItem(KEY, 'on');
    else localStorage.removeItem(KEY);
  } catch {
    // It then lasts as long as the page.
  }
}
