import type { Node } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';
import { lookOf, placeOf } from '../schema/suggestion.ts';
import type { MarkName } from '../schema/kinds.ts';
import { lookWords } from './block-words.ts';
import type { Suggestion, SuggestionPiece } from './collect.ts';
import { suggestionWords } from '../words/suggestions.ts';

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
    const say = suggestionWords();
    const name = say.formats[mark.attrs['mark'] as MarkName];
    words.add(mark.attrs['on'] === true ? say.format(name) : say.formatOff(name));
  }
  return [...words];
}

function nodePart(node: Node): 'block' | 'image' | 'file' | 'divider' {
  if (node.isTextblock) return 'block';
  return node.type === schema.nodes.image ? 'image' : node.type === schema.nodes.file ? 'file' : 'divider';
}

function blockWord(doc: Node, { what, node, look }: SuggestionPiece): string | undefined {
  const say = suggestionWords();
  if (what === 'comes') return say.newParts[nodePart(node)];
  if (what === 'goes') {
    if (!node.isTextblock) return say.deletedParts[nodePart(node)];
    const isWhole = node.children.every(({ marks }) => marks.some(({ type }) => type.name === 'deletion'));
    return isWhole ? say.deletedParts.block : say.joinAboveDone;
  }
  if (what === 'place') {
    const place = placeOf(node);
    if (place?.after === undefined) return say.moveToTop;
    const above = doc.children.find(({ attrs }) => attrs['id'] === place.after);
    return above ? say.moveBelow(cut(above.textContent).slice(0, 40)) : say.moved;
  }
  const found = look && lookOf(node, look);
  return found ? say.changeTo(lookWords(found)) : undefined;
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
  if (inserted !== '') others.delete(suggestionWords().newParts.block);
  if (deleted !== '') others.delete(suggestionWords().deletedParts.block);
  return { inserted, deleted, others: [...others] };
}

/** The same as one sentence, for a screen reader. */
export function wordsToSentence({ inserted, deleted, others }: SuggestionWords): string {
  const say = suggestionWords();
  const parts = [
    ...(inserted !== '' && deleted !== ''
      ? [say.replaceText(deleted, inserted)]
      : inserted !== ''
        ? [say.insertText(inserted)]
        : deleted !== ''
          ? [say.deleteText(deleted)]
          : []),
    ...others,
  ];
  return parts.join('. ');
}
