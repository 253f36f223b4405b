/** What the engine learns of a document: its blocks as they are, taken back and learned anew where they change. */
import type { Editor } from '@weft/editor-ui';
import type { GhostEngine } from './ghost-engine.ts';
import { isProse } from './search/kept-text.ts';

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

/** The documents of which this engine has learned something. */
export function toTaught(engine: GhostEngine): ReadonlySet<string> {
  return new Set(learned.get(engine)?.keys());
}

/**
 * Has the engine know of this document what `blocks` say and nothing else. One block after another, so that a suggestion never waits
 * for more than one; what else is to be learned of this document meanwhile may take over (`goesOn`).
 */
export async function teach(
  engine: GhostEngine,
  room: string,
  blocks: ReadonlyMap<string, string>,
  goesOn: () => boolean,
): Promise<void> {
  const rooms = learned.get(engine) ?? new Map<string, Map<string, string>>();
  learned.set(engine, rooms);
  const known = rooms.get(room) ?? new Map<string, string>();
  rooms.set(room, known);
  for (const lesson of toLessons(known, blocks)) {
    if (!goesOn()) return;
    if (lesson.learn === '') known.delete(lesson.id);
    else known.set(lesson.id, lesson.learn);
    // Both are asked for at once, in this order, whoever comes next.
    await Promise.all([
      lesson.forget === '' ? undefined : engine.forget(lesson.forget),
      lesson.learn === '' ? undefined : engine.learn(lesson.learn),
    ]);
  }
  if (blocks.size === 0) rooms.delete(room);
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
      const id: unknown = node.attrs['id'];
      if (typeof id !== 'string' || !isProse(node)) return;
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
    await teach(mine, room, readBlocks(), () => engine === mine);
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
