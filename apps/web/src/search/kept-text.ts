/** What is known of a document while it is closed: its blocks' words, kept sealed on this device. */
import type { SealedPlace } from '@weft/crdt-core';
import type { Editor } from '@weft/editor-ui';
import { keptText } from './switches.ts';

/** The blocks of a document, each with its id; code is named as such. */
export type KeptText = readonly (readonly [id: string, text: string, kind?: 'code'])[];

/** ms without a change before the words are kept anew. */
const KEEP_AFTER = 4_000;
/** UTF-16 units; of a longer document the beginning can be found. */
const MOST = 4_000_000;

/** Reads what was kept; undefined where nothing was, or something else stands there. */
export function toKeptText(value: unknown): KeptText | undefined {
  if (!Array.isArray(value)) return undefined;
  const isBlock = (one: unknown): one is KeptText[number] =>
    Array.isArray(one) &&
    (one.length === 2 || (one.length === 3 && one[2] === 'code')) &&
    typeof one[0] === 'string' &&
    typeof one[1] === 'string';
  return value.every(isBlock) ? value : undefined;
}

/** Whether a block says something in a language that people write. */
export function isProse({ attrs }: { readonly attrs: Readonly<Record<string, unknown>> }): boolean {
  return attrs['kind'] !== 'code' && attrs['kind'] !== 'math';
}

/** The words of an open document. */
export function readText({ view }: Pick<Editor, 'view'>): KeptText {
  const blocks: KeptText[number][] = [];
  let length = 0;
  view.state.doc.forEach((node) => {
    const id: unknown = node.attrs['id'];
    const text = node.isTextblock ? node.textContent : node.textBetween(0, node.content.size, ' ', ' ');
    length += text.length;
    if (typeof id !== 'string' || id === '' || text.trim() === '' || length > MOST) return;
    blocks.push(isProse(node) ? [id, text] : [id, text, 'code']);
  });
  return blocks;
}

/** Keeps the words of a document while it is open. `stop` keeps them for the last time. */
export function keepText(place: SealedPlace, editor: Editor): { stop(): Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBehind = true;
  const keep = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!isBehind || !keptText.isOn()) return;
    isBehind = false;
    // Where it cannot be kept, the document is found by its title.
    if (!(await place.save(readText(editor)))) isBehind = true;
  };
  const soon = (): void => {
    isBehind = true;
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), KEEP_AFTER);
  };
  const stopListening = editor.on('change', soon);
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') void keep();
  };
  document.addEventListener('visibilitychange', hidden);
  soon();
  return {
    async stop() {
      stopListening();
      document.removeEventListener('visibilitychange', hidden);
      await keep();
    },
  };
}
