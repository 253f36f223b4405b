import type { Node } from 'prosemirror-model';
import { liveText } from './suggestions/live-text.ts';

/** Words are runs of letters and digits; in scripts without spaces each sign counts as one. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}])+(?:['’\u2011-](?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}]+)*/gu;

export interface TextCount {
  readonly words: number;
  readonly characters: number;
}

/** Blocks are values: each is counted once in its life, so a keystroke counts one block. */
const counts = new WeakMap<Node, TextCount>();

export function countText(doc: Node): TextCount {
  let words = 0;
  let characters = 0;
  doc.forEach((block) => {
    let count = counts.get(block);
    if (!count) {
      // What stands in two cells is not one word.
      const isCells = !block.isTextblock && !block.isLeaf;
      const text = isCells ? block.textBetween(0, block.content.size, '\n') : liveText(block).text;
      const characters = isCells ? block.textContent.length : text.length;
      count = { words: text.match(WORD)?.length ?? 0, characters };
      counts.set(block, count);
    }
    words += count.words;
    characters += count.characters;
  });
  return { words, characters };
}
