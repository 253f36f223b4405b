import type { Node } from 'prosemirror-model';
import { LOOK_ATTRS, lookOf, placeOf, presenceOf } from '../schema/suggestion.ts';
import { lookWords } from '../suggestions/block-words.ts';
import { type Verdict, withAllDecided } from '../suggestions/resolve.ts';
import type { Headless } from './headless.ts';

function kindOf(node: Node): string {
  const { kind, level } = node.attrs;
  return node.type.name === 'block' ? `${String(kind)}${kind === 'heading' ? String(level) : ''}` : node.type.name;
}

function runWords(node: Node): readonly [string, string] {
  const names = node.marks.map(({ type }) => type.name);
  const text =
    names.includes('insertion') && node.marks.some(({ attrs }) => typeof attrs['split'] === 'string')
      ? (node.text ?? '').replaceAll('\n', '¶')
      : (node.text ?? '');
  const looks = node.marks
    .filter(({ type }) => type.name === 'reformat')
    .map(({ attrs }) => `${attrs['on'] === true ? '' : 'no '}${String(attrs['mark'])}`)
    .toSorted();
  const sign = `${names.includes('bold') ? '*' : ''}${names.includes('insertion') ? '+' : ''}${names.includes('deletion') ? '-' : ''}`;
  return [`${sign}${looks.length > 0 ? `${looks.join(' ')}|` : ''}`, text];
}

/** Each block with what is bold, and what is suggested of it: `{*bold*}`, `{+new+}`, `{-struck-}`, `+` before a block that comes, `-` before one that goes, `~` before one that moves. */
export function shown({ state }: Pick<Headless, 'state'>): string[] {
  return state().doc.children.map((node) => {
    const looks = LOOK_ATTRS.flatMap((name) => {
      const look = lookOf(node, name);
      return look ? [`[${lookWords(look)}]`] : [];
    }).join('');
    const presence = `${presenceOf(node, 'comes') === undefined ? '' : '+'}${presenceOf(node, 'goes') === undefined ? '' : '-'}${placeOf(node) ? '~' : ''}`;
    if (!node.isTextblock) return `${presence}${kindOf(node)}${looks}`;
    const runs: [string, string][] = [];
    for (const child of node.children) {
      const [sign, text] = runWords(child);
      const last = runs.at(-1);
      if (last && last[0] === sign) last[1] += text;
      else runs.push([sign, text]);
    }
    const words = runs.map(([sign, text]) => {
      if (sign === '') return text;
      return sign.endsWith('|') ? `{${sign}${text}}` : `{${sign}${text}${[...sign].reverse().join('')}}`;
    });
    return `${presence}${kindOf(node)}${looks} ${words.join('')}`;
  });
}

/** Each block as it would be, were everything accepted or rejected. */
export function decided({ state }: Pick<Headless, 'state'>, verdict: Verdict): string[] {
  return withAllDecided(state().doc, verdict).children.map((node) =>
    node.isTextblock ? `${kindOf(node)} ${node.textContent}` : kindOf(node),
  );
}
