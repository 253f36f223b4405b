/**
 * Suggestions while writing: the switches, what is learned from documents, and the engine, which is loaded with the
 * first use and not before. Everything happens on this device.
 */
import type { Library } from '@weft/crdt-core';
import type { Editor } from '@weft/editor-ui';
import type { Notices } from '@weft/editor-ui/ui';
import { keepChoice, readChoice } from './choices.ts';
import type { GhostEngine } from './ghost-engine.ts';
import type { Lessons } from './lessons.ts';
import { earlierWriting } from './search/switches.ts';
import { suggestingWords } from './words/suggesting.ts';

/** The switch for suggestions, and what follows it. */
export interface GhostText {
  isOn(): boolean;
  setOn(on: boolean): void;
  /** Whether it learns from documents that are not open too. Turned off, it forgets what it learned of them. */
  learnsEarlier(): boolean;
  setLearnsEarlier(learns: boolean): void;
  /** Suggests in this editor while it is on. `room` names the document. Returns what ends it. */
  attach(editor: Editor, room: string): () => void;
}

const KEY = 'weft/ghost-text';
const TOPIC = 'ghost-text';
/** The engine that stopped so often is not started again until the person turns it on anew. */
const MOST_CRASHES = 2;

/** An engine at work, and what makes it learn from a document: both are loaded with the first use. */
interface Started {
  readonly engine: GhostEngine;
  readonly createLessons: (editor: Editor, room: string) => Lessons;
}

export function createGhostText(notices: Notices, library: Pick<Library, 'list' | 'place'>): GhostText {
  let isOn = readChoice(KEY) === 'on';
  let starting: Promise<Started> | undefined;
  let crashes = 0;
  const rooms = new Map<Editor, string>();
  const attached = new Map<Editor, { readonly stop: () => void; readonly learn: (started: Started) => void }>();

  async function load(isAsked: boolean): Promise<Started> {
    const [{ startGhostEngine }, { createLessons }] = await Promise.all([
      import('./ghost-engine.ts'),
      import('./lessons.ts'),
    ]);
    return {
      createLessons,
      engine: startGhostEngine({
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
          starting = undefined;
          crashes += 1;
          if (crashes < MOST_CRASHES) return;
          end();
          notices.show({ topic: TOPIC, kind: 'trouble', words: suggestingWords().stopped });
        },
      }),
    };
  }

  function start(isAsked: boolean): Promise<Started> {
    if (starting !== undefined) return starting;
    const mine = load(isAsked);
    starting = mine;
    mine.then(
      () => void learnElsewhere(mine),
      () => {
        // A part of the app that does not arrive is asked for again with the next use.
        if (starting === mine) starting = undefined;
      },
    );
    return mine;
  }

  const isOpen = (room: string): boolean => [...rooms.values()].includes(room);

  /** What documents that are not open teach it, or taught it. Without them it suggests as well as it can. */
  async function learnElsewhere(mine: Promise<Started>): Promise<void> {
    try {
      const { engine } = await mine;
      const { forgetEarlier, learnEarlier } = await import('./earlier-writing.ts');
      const learns = earlierWriting.isOn();
      const goesOn = (): boolean => starting === mine && earlierWriting.isOn() === learns;
      if (learns) await learnEarlier(library, engine, isOpen, goesOn);
      else await forgetEarlier(engine, isOpen, goesOn);
    } catch {
      // That part of the app, or the engine, is gone: the next engine learns it.
    }
  }

  function begin(editor: Editor, room: string): void {
    let lessons: Lessons | undefined;
    let isOver = false;
    const learn = ({ engine, createLessons }: Started): void => {
      if (isOver) return;
      lessons ??= createLessons(editor, room);
      lessons.begin(engine);
    };
    editor.setGhostText({
      async suggest(place, signal) {
        try {
          const started = await start(false);
          learn(started);
          return await started.engine.suggest(place, signal);
        } catch {
          // No engine now: nothing is suggested, and writing goes on.
          return undefined;
        }
      },
    });
    const stop = (): void => {
      isOver = true;
      lessons?.stop();
      editor.setGhostText(undefined);
    };
    attached.set(editor, { stop, learn });
  }

  function end(): void {
    isOn = false;
    for (const { stop } of attached.values()) stop();
    attached.clear();
    void starting?.then(({ engine }) => engine.stop());
    starting = undefined;
  }

  return {
    isOn: () => isOn,
    setOn(on) {
      keepChoice(KEY, on ? 'on' : undefined);
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
    learnsEarlier: () => earlierWriting.isOn(),
    setLearnsEarlier(learns) {
      earlierWriting.set(learns);
      if (starting !== undefined) void learnElsewhere(starting);
    },
    attach(editor, room) {
      rooms.set(editor, room);
      if (isOn) begin(editor, room);
      return () => {
        attached.get(editor)?.stop();
        attached.delete(editor);
        rooms.delete(editor);
        if (starting !== undefined && !earlierWriting.isOn()) void learnElsewhere(starting);
      };
    },
  };
}
