import type { Node } from 'prosemirror-model';
import type { EditorState } from 'prosemirror-state';
import { changedBlocks, type Parent } from './same-ends.ts';
import { readBlock } from './schema/block.ts';
import { schema } from './schema/schema.ts';

/** Words are runs of letters and digits; in scripts without spaces each sign counts as one. */
const WORD =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]|(?:(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])[\p{L}\p{N}\p{M}])+(?:['’\u2011-](?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])[\p{L}\p{N}\p{M}]+)*/gu;

export interface TextCount {
  readonly words: number;
  readonly characters: number;
}

/** Stands where a formula was, which is no words: what stands on its sides is not one word. */
const GAP = '\n';

/** What is read as words in a block or a cell: neither what is struck nor formulas, of which only the LaTeX is here. */
function wordsOf(block: Node): string {
  if (block.type === schema.nodes.block && readBlock(block).kind === 'math') return '';
  let text = '';
  block.forEach(({ marks, text: words = '' }) => {
    if (marks.some(({ type }) => type === schema.marks.deletion)) return;
    text += marks.some(({ type }) => type === schema.marks.math) ? GAP : words;
  });
  return text;
}

/** Blocks are values: each is counted once in its life, so a keystroke counts one block. */
const counts = new WeakMap<Node, TextCount>();

function countBlock(block: Node): TextCount {
  let count = counts.get(block);
  if (!count) {
    let text = '';
    if (block.isTextblock) text = wordsOf(block);
    else {
      block.descendants((cell) => {
        // What stands in two cells is not one word.
        if (cell.isTextblock) text += wordsOf(cell) + GAP;
        return !cell.isTextblock;
      });
    }
    count = { words: text.match(WORD)?.length ?? 0, characters: text.replaceAll(GAP, '').length };
    counts.set(block, count);
  }
  return count;
}

/** What was counted last: of the next document, only what differs is. */
let last: readonly [Parent, TextCount] = [{ children: [] }, { words: 0, characters: 0 }];

export function countText(doc: Node): TextCount {
  const [before, known] = last;
  let { words, characters } = known;
  changedBlocks(before, doc).forEach((blocks, which) => {
    const sign = which === 0 ? -1 : 1;
    for (const block of blocks) {
      const count = countBlock(block);
      words += sign * count.words;
      characters += sign * count.characters;
    }
  });
  last = [doc, { words, characters }];
  return last[1];
}

/** Of what is selected. */
export function countSelected({ doc, selection }: Pick<EditorState, 'doc' | 'selection'>): TextCount {
  let [words, characters] = [0, 0];
  for (const { $from, $to } of selection.ranges) {
    // Blocks that are selected whole are the document's own, which were counted.
    doc.cut($from.pos, $to.pos).forEach((block) => {
      const count = countBlock(block);
      words += count.words;
      characters += count.characters;
    });
  }
  return { words, characters };
}
