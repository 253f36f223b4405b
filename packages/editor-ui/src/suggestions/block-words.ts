import type { Node } from 'prosemirror-model';
import { isSuggestionAttr, LOOK_ATTRS, type Look, lookOf, placeOf, presenceOf } from '../schema/suggestion.ts';
import type { BlockKind } from '../types.ts';

const KINDS: Readonly<Record<BlockKind, string>> = {
  paragraph: 'text',
  heading: 'heading',
  bullet: 'bulleted list',
  ordered: 'numbered list',
  task: 'to-do list',
  quote: 'quote',
  code: 'code block',
  callout: 'callout',
  toggle: 'toggle',
  math: 'formula',
};

/** What a suggested look is called. */
export function lookWords({ attrs }: Look): string {
  const { kind, level, indent, checked, align, dir } = attrs;
  if (kind !== undefined) return kind === 'heading' ? `heading ${String(level)}` : KINDS[kind as BlockKind];
  if ('indent' in attrs) return indent === null ? 'no indent' : `indent ${String(indent)}`;
  if (checked !== undefined) return checked === true ? 'ticked' : 'not ticked';
  if ('align' in attrs)
    return align === 'center' ? 'centred' : align === 'end' ? 'aligned to the end' : 'aligned to the start';
  return dir === 'rtl' ? 'right to left' : dir === 'ltr' ? 'left to right' : 'direction by the text';
}

export function hasBlockWords(node: Node): boolean {
  for (const name in node.attrs) {
    if (isSuggestionAttr(name) && node.attrs[name] !== null && node.attrs[name] !== undefined) return true;
  }
  return false;
}

/** What is suggested of a whole block, for the eye and for a screen reader. */
export function blockWords(node: Node): { readonly kinds: readonly string[]; readonly words: string } {
  const kinds: string[] = [];
  const words: string[] = [];
  if (presenceOf(node, 'comes') !== undefined) {
    kinds.push('comes');
    words.push('new block');
  }
  if (presenceOf(node, 'goes') !== undefined) {
    kinds.push('goes');
    const isWhole = node.children.every(({ marks }) => marks.some(({ type }) => type.name === 'deletion'));
    words.push(isWhole ? 'delete block' : 'join with the block above');
  }
  if (placeOf(node)) {
    kinds.push('moves');
    words.push('move');
  }
  for (const name of LOOK_ATTRS) {
    const look = lookOf(node, name);
    if (!look) continue;
    if (!kinds.includes('look')) kinds.push('look');
    words.push(lookWords(look));
  }
  return { kinds, words: words.length === 0 ? '' : `Suggested: ${words.join(', ')}` };
}
