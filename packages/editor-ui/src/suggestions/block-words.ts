import type { Node } from 'prosemirror-model';
import { isSuggestionAttr, LOOK_ATTRS, type Look, lookOf, placeOf, presenceOf } from '../schema/suggestion.ts';
import type { BlockKind } from '../schema/kinds.ts';
import { suggestionWords } from '../words/suggestions.ts';

/** What a suggested look is called. */
export function lookWords({ attrs }: Look): string {
  const say = suggestionWords();
  const { kind, level, indent, checked, align, dir } = attrs;
  if (kind !== undefined) return kind === 'heading' ? say.heading(Number(level)) : say.kinds[kind as BlockKind];
  if ('indent' in attrs) return indent === null ? say.noIndent : say.indent(Number(indent));
  if (checked !== undefined) return checked === true ? say.ticked : say.notTicked;
  if ('align' in attrs) return align === 'center' ? say.centred : align === 'end' ? say.alignedEnd : say.alignedStart;
  return dir === 'rtl' ? say.rightToLeft : dir === 'ltr' ? say.leftToRight : say.byText;
}

export function hasBlockWords(node: Node): boolean {
  for (const name in node.attrs) {
    if (isSuggestionAttr(name) && node.attrs[name] !== null && node.attrs[name] !== undefined) return true;
  }
  return false;
}

/** What is suggested of a whole block, for the eye and for a screen reader. */
export function blockWords(node: Node): { readonly kinds: readonly string[]; readonly words: string } {
  const say = suggestionWords();
  const kinds: string[] = [];
  const words: string[] = [];
  if (presenceOf(node, 'comes') !== undefined) {
    kinds.push('comes');
    words.push(say.newBlock);
  }
  if (presenceOf(node, 'goes') !== undefined) {
    kinds.push('goes');
    const isWhole = node.children.every(({ marks }) => marks.some(({ type }) => type.name === 'deletion'));
    words.push(isWhole ? say.deleteBlock : say.joinAbove);
  }
  if (placeOf(node)) {
    kinds.push('moves');
    words.push(say.move);
  }
  for (const name of LOOK_ATTRS) {
    const look = lookOf(node, name);
    if (!look) continue;
    if (!kinds.includes('look')) kinds.push('look');
    words.push(lookWords(look));
  }
  return { kinds, words: words.length === 0 ? '' : say.suggested(words) };
}
