import { encodeAny, toBase64 } from 'lib0/buffer';
import { digest } from 'lib0/hash/sha256';
import type { Mark, MarkType } from 'prosemirror-model';
import { schema } from '../schema/schema.ts';

/**
 * How a mark is called in a Y text. A mark that may stand twice on one letter (`excludes: ''`) has its attributes' hash in its name,
 * by y-prosemirror's convention: each such mark is then an attribute of its own, and two of them merge without touching each other.
 */
const HASH = /^--[a-zA-Z0-9+/=]{8}$/;
const HASH_LENGTH = 10;
const HASH_BYTES = 6;

const keys = new WeakMap<Mark, string>();

export function canOverlap(type: MarkType): boolean {
  return !type.excludes(type);
}

export function markToKey(mark: Mark): string {
  if (!canOverlap(mark.type)) return mark.type.name;
  const known = keys.get(mark);
  if (known !== undefined) return known;
  const bytes = digest(encodeAny(mark.toJSON()));
  for (let i = HASH_BYTES; i < bytes.length; i++)
    bytes[i % HASH_BYTES] = (bytes[i % HASH_BYTES] ?? 0) ^ (bytes[i] ?? 0);
  const key = `${mark.type.name}--${toBase64(bytes.slice(0, HASH_BYTES))}`;
  keys.set(mark, key);
  return key;
}

export function marksToAttributes(marks: readonly Mark[]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const mark of marks) attributes[markToKey(mark)] = mark.attrs;
  return attributes;
}

/** The mark type of an attribute of a Y text; undefined for one this version does not know. */
export function keyToMarkType(key: string): MarkType | undefined {
  const at = key.length - HASH_LENGTH;
  const name = at > 0 && HASH.test(key.slice(at)) ? key.slice(0, at) : key;
  const type: MarkType | undefined = Object.hasOwn(schema.marks, name) ? schema.marks[name as 'bold'] : undefined;
  return type && canOverlap(type) === (name !== key) ? type : undefined;
}

function compare(a: Mark, b: Mark): number {
  if (a.type !== b.type) return rankOf(a.type) - rankOf(b.type);
  const [x, y] = [markToKey(a), markToKey(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const ranks = new Map<MarkType, number>(Object.values(schema.marks).map((type, index) => [type, index]));

function rankOf(type: MarkType): number {
  return ranks.get(type) ?? ranks.size;
}

/** Marks in the one order that every replica draws them in. */
export function sortMarks(marks: readonly Mark[]): readonly Mark[] {
  return marks.length < 2 ? marks : marks.toSorted(compare);
}
