/** What the engine learns of a document: its blocks as they are, taken back and learned anew where they change. */
import type { Editor } from '@weft/editor-ui';
import type { GhostEngine } from './ghost-engine.ts';

/** Milliseconds without a change before what changed is learned. */
const LEARN_AFTER = 2000;

export interface Lessons {
  /** Learns the document, once for each engine; then what changes in it. */
  begin(engine: GhostEngine): void;
  stop(): void;
}

/** What an engine has learned, by document and block. It outlives the document's screen, as what was learned does. */
const learned = new WeakMap<GhostEngine, Map<string, Map<string, string>>>();

/** What to take back and what to learn, so that `known` becomes `now`; both by block. */
export function toLessons(
  known: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly { readonly id: string; readonly forget: string; readonly learn: string }[] {
  const ids = new Set([...known.keys(), ...now.keys()]);
  return [...ids]
    .map((id) => ({ id, forget: known.get(id) ?? '', learn: now.get(id) ?? '' }))
    .filter(({ forget, learn }) => forget !== learn);
}

/** What is written up to the word at the caret: half a word is nothing to learn. */
export function toFinished(text: string, caret: number): string {
  return text.slice(0, caret).replace(/\s*[\p{L}\p{M}\p{N}'’]*$/u, '');
}

export function createLessons(editor: Editor, room: string): Lessons {
  let engine: GhostEngine | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isBehind = false;

  function readBlocks(): Map<string, string> {
    const blocks = new Map<string, string>();
    const { doc, selection } = editor.view.state;
    doc.forEach((node, position) => {
      const { id, kind } = node.attrs as { readonly id?: unknown; readonly kind?: unknown };
      if (typeof id !== 'string' || kind === 'code' || kind === 'math') return;
      const caret = selection.head - position - 1;
      const isHere = caret >= 0 && caret <= node.content.size;
      const text = isHere ? toFinished(node.textContent, caret) : node.textContent;
      if (text !== '') blocks.set(id, text);
    });
    return blocks;
  }

  async function learn(): Promise<void> {
    if (engine === undefined || editor.view.isDestroyed) return;
    isBehind = isBusy;
    if (isBusy) return;
    isBusy = true;
    const mine = engine;
    const rooms = learned.get(mine) ?? new Map<string, Map<string, string>>();
    learned.set(mine, rooms);
    const known = rooms.get(room) ?? new Map<string, string>();
    rooms.set(room, known);
    // One after another, so that a suggestion never waits for more than one.
    for (const lesson of toLessons(known, readBlocks())) {
      if (engine !== mine) break;
      known.set(lesson.id, lesson.learn);
      if (lesson.forget !== '') await mine.forget(lesson.forget);
      if (lesson.learn === '') known.delete(lesson.id);
      else await mine.learn(lesson.learn);
    }
    isBusy = false;
    if (isBehind || engine !== mine) await learn();
  }

  const stopListening = editor.on('change', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void learn(), LEARN_AFTER);
  });

  return {
    begin(next) {
      if (engine === next) return;
      engine = next;
      void learn();
    },
    stop() {
      engine = undefined;
      clearTimeout(timer);
      stopListening();
    },
  };
}
