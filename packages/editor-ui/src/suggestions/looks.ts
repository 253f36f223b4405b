import type { Mark, Node } from 'prosemirror-model';
import type { Transaction } from 'prosemirror-state';
import { readBlock } from '../schema/block.ts';
import { schema } from '../schema/schema.ts';
import {
  FORMATS,
  isSuggestionAttr,
  isSuggestionMark,
  LOOK_ATTRS,
  type LookAttr,
  lookOf,
  lookToText,
  presenceOf,
} from '../schema/suggestion.ts';
import type { MarkName } from '../schema/kinds.ts';
import { addMarkInOrder, isOwnInsertion, marksNamed, type SuggestContext } from './marks.ts';

/** Which of a block's attributes each look attribute stands for. */
const STANDS_FOR: Readonly<Record<LookAttr, readonly string[]>> = {
  toKind: ['kind', 'level'],
  toIndent: ['indent'],
  toChecked: ['checked'],
  toAlign: ['align'],
  toDir: ['dir'],
};

const LOOKS: ReadonlySet<string> = new Set(Object.values(STANDS_FOR).flat());

/** Only what is seen differs: a paragraph's level is no difference. */
function isSameLook(name: LookAttr, a: Node, b: Node): boolean {
  const [x, y] = [readBlock(a), readBlock(b)];
  if (name === 'toKind') return x.kind === y.kind && (x.kind !== 'heading' || x.level === y.level);
  return STANDS_FOR[name].every((attr) => x[attr as 'indent'] === y[attr as 'indent']);
}

/**
 * Suggests what differs between a block and what it was to become. On this person's own new block the change is made.
 * False where a difference cannot be suggested.
 */
export function suggestLook(
  tr: Transaction,
  position: number,
  node: Node,
  next: Node,
  id: () => string,
  context: SuggestContext,
): boolean {
  const come = presenceOf(node, 'comes');
  if (come !== undefined && context.isMine(come)) {
    for (const [name, value] of Object.entries(next.attrs)) {
      if (name !== 'id' && !isSuggestionAttr(name) && node.attrs[name] !== value)
        tr.setNodeAttribute(position, name, value);
    }
    return true;
  }
  if (node.type !== schema.nodes.block) {
    return Object.keys(node.attrs).every(
      (name) => name === 'id' || isSuggestionAttr(name) || node.attrs[name] === next.attrs[name],
    );
  }
  const isElse = Object.keys(node.attrs).some(
    (name) => name !== 'id' && !isSuggestionAttr(name) && !LOOKS.has(name) && node.attrs[name] !== next.attrs[name],
  );
  if (isElse && isSameLook('toKind', node, next)) return false;
  for (const name of LOOK_ATTRS) {
    if (isSameLook(name, node, next)) continue;
    const before = lookOf(node, name);
    const text = lookToText(id(), name, readBlock(next));
    // The same again takes it back, as a button that is pressed twice.
    const isAgain = before !== undefined && String(node.attrs[name]).split(' ')[1] === text.split(' ')[1];
    tr.setNodeAttribute(position, name, isAgain && context.isMine(before.id) ? null : text);
  }
  return true;
}

function named(marks: readonly Mark[], name: string): Mark | undefined {
  return marks.find(({ type }) => type.name === name);
}

/** Suggests the difference between the marks letters have and those they were to have. What is no text's look is set at once. */
export function suggestMarks(
  tr: Transaction,
  from: number,
  to: number,
  { old, next }: { readonly old: readonly Mark[]; readonly next: readonly Mark[] },
  id: () => string,
  context: SuggestContext,
): void {
  const isOwn = isOwnInsertion(old, context);
  const others = (marks: readonly Mark[]): Mark[] =>
    marks.filter(({ type: { name } }) => !isSuggestionMark(name) && !(FORMATS as readonly string[]).includes(name));
  for (const mark of others(old)) if (!mark.isInSet(next)) tr.removeMark(from, to, mark);
  for (const mark of others(next)) if (!mark.isInSet(old)) addMarkInOrder(tr, from, to, mark);
  for (const name of FORMATS) {
    const [was, will] = [named(old, name), named(next, name)];
    if (was === will || (was && will?.eq(was))) continue;
    if (isOwn) {
      if (was) tr.removeMark(from, to, was);
      if (will) tr.addMark(from, to, will);
    } else {
      suggestFormat(tr, { from, to, old, name, will }, id, context);
    }
  }
}

interface Format {
  readonly from: number;
  readonly to: number;
  readonly old: readonly Mark[];
  readonly name: MarkName;
  readonly will: Mark | undefined;
}

function suggestFormat(
  tr: Transaction,
  { from, to, old, name, will }: Format,
  id: () => string,
  context: SuggestContext,
): void {
  const href: unknown = name === 'link' && will ? will.attrs['href'] : null;
  const own = marksNamed(old, 'reformat').filter(
    ({ attrs }) => attrs['mark'] === name && context.isMine(String(attrs['id'])),
  );
  for (const mark of own) tr.removeMark(from, to, mark);
  const on = will !== undefined;
  if (own.some(({ attrs }) => attrs['on'] === on && (attrs['href'] ?? null) === href)) return;
  addMarkInOrder(tr, from, to, schema.marks.reformat.create({ id: id(), mark: name, on, href }));
}
