import type { Node } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';
import { lookOf, placeOf } from '../schema/suggestion.ts';
import type { MarkName } from '../types.ts';
import { lookWords } from './block-words.ts';
import type { Suggestion, SuggestionPiece } from './collect.ts';

const FORMAT_WORDS: Readonly<Record<MarkName, string>> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strike: 'strikethrough',
  code: 'inline code',
  link: 'link',
  superscript: 'superscript',
  subscript: 'subscript',
  color: 'text colour',
  highlight: 'highlight',
  math: 'formula',
  date: 'date',
  person: 'person',
};

/** What a suggestion would do, in parts that are shown each in its own way. */
export interface SuggestionWords {
  /** Text that comes and text that goes; empty where none does. */
  readonly inserted: string;
  readonly deleted: string;
  /** Everything else, in words. */
  readonly others: readonly string[];
}

/** A list shows this much of a text. */
const MAX_TEXT = 160;

function cut(text: string): string {
  const letters = [...text.slice(0, 2 * MAX_TEXT)];
  return letters.length > MAX_TEXT || text.length > 2 * MAX_TEXT ? `${letters.slice(0, MAX_TEXT).join('')}…` : text;
}

function text(pieces: readonly SuggestionPiece[], what: 'insertion' | 'deletion'): string {
  let words = '';
  let block: number | undefined;
  for (const piece of pieces) {
    if (piece.what !== what) continue;
    if (block !== undefined && block !== piece.block) words += ' ¶ ';
    block = piece.block;
    const run = piece.node.text ?? '';
    words += piece.mark?.attrs['split'] ? run.replaceAll('\n', ' ¶ ') : run;
  }
  return cut(words);
}

function formatWords(pieces: readonly SuggestionPiece[]): string[] {
  const words = new Set<string>();
  for (const { what, mark } of pieces) {
    if (what !== 'reformat' || !mark) continue;
    const name = FORMAT_WORDS[mark.attrs['mark'] as MarkName];
    words.add(mark.attrs['on'] === true ? name : `no ${name}`);
  }
  return [...words].map((word) => `Format: ${word}`);
}

function nodeWord(node: Node): string {
  if (node.isTextblock) return 'block';
  return node.type === schema.nodes.image ? 'image' : node.type === schema.nodes.file ? 'file' : 'divider';
}

function blockWord(doc: Node, { what, node, look }: SuggestionPiece): string | undefined {
  if (what === 'comes') return `New ${nodeWord(node)}`;
  if (what === 'goes') {
    if (!node.isTextblock) return `Delete ${nodeWord(node)}`;
    const isWhole = node.children.every(({ marks }) => marks.some(({ type }) => type.name === 'deletion'));
    return isWhole ? 'Delete block' : 'Join with the block above';
  }
  if (what === 'place') {
    const place = placeOf(node);
    if (place?.after === undefined) return 'Move to the top';
    const above = doc.children.find(({ attrs }) => attrs['id'] === place.after);
    return above ? `Move below “${cut(above.textContent).slice(0, 40)}”` : 'Move';
  }
  const found = look && lookOf(node, look);
  return found ? `Change to ${lookWords(found)}` : undefined;
}

export function describeSuggestion(doc: Node, { pieces }: Suggestion): SuggestionWords {
  const others = new Set<string>(formatWords(pieces));
  for (const piece of pieces) {
    const word = blockWord(doc, piece);
    if (word !== undefined) others.add(word);
  }
  const inserted = text(pieces, 'insertion');
  const deleted = text(pieces, 'deletion');
  // That words come or go says so of their block too.
  if (inserted !== '') others.delete('New block');
  if (deleted !== '') others.delete('Delete block');
  return { inserted, deleted, others: [...others] };
}

/** The same as one sentence, for a screen reader. */
export function wordsToSentence({ inserted, deleted, others }: SuggestionWords): string {
  const parts = [
    ...(inserted !== '' && deleted !== ''
      ? [`Replace “${deleted}” with “${inserted}”`]
      : inserted !== ''
        ? [`Insert “${inserted}”`]
        : deleted !== ''
          ? [`Delete “${deleted}”`]
          : []),
    ...others,
  ];
  return parts.join('. ');
}
