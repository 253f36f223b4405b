import type { AttributeSpec, Mark, MarkSpec, Node } from 'prosemirror-model';
import type { BlockKind, MarkName } from './kinds.ts';
import { type Align, type Block, type Direction, isBlockKind, MAX_INDENT, MAX_LEVEL } from './block.ts';
import { toSafeHref } from './href.ts';

/**
 * Suggestions as the document holds them: marks on letters, and attributes on blocks. Nothing is moved or copied for a
 * suggestion, so that it merges with whatever others do meanwhile (docs/merging.md).
 *
 * A suggestion's id says who claims to have made it and when: `client.time.serial`, in base 36.
 */
const SUGGESTION_ID = /^([0-9a-z]{1,11})\.([0-9a-z]{1,9})\.([0-9a-z]{1,6})$/;
/** A client of so many digits may be no whole number that can be told from others. */
const MAX_CLIENT = 11;

export interface SuggestionName {
  /** The Yjs client id of the session that claims it. */
  readonly client: number;
  /** ms since 1970, as that session's clock said. */
  readonly at: number;
  readonly serial: number;
}

/** @throws nothing: numbers that do not fit are cut. */
export function nameToSuggestion({ client, at, serial }: SuggestionName): string {
  const last = serial % 36 ** 6;
  return `${client.toString(36)}.${Math.max(0, Math.trunc(at)).toString(36)}.${last.toString(36)}`;
}

/** Undefined for anything that is no suggestion's id: peers are not trusted. */
export function suggestionToName(id: unknown): SuggestionName | undefined {
  const [, client, at, serial] = (typeof id === 'string' && id.length <= 32 && SUGGESTION_ID.exec(id)) || [];
  if (client === undefined || at === undefined || serial === undefined) return undefined;
  const name = {
    client: Number.parseInt(client, 36),
    at: Number.parseInt(at, 36),
    serial: Number.parseInt(serial, 36),
  };
  return Number.isSafeInteger(name.client) ? name : undefined;
}

/** Each mark of a document is asked about when it opens: read only where a number may not fit. */
function isSuggestionId(id: unknown): id is string {
  if (typeof id !== 'string' || id.length > 32 || !SUGGESTION_ID.test(id)) return false;
  return id.indexOf('.') < MAX_CLIENT || suggestionToName(id) !== undefined;
}

/** What a suggested break in a block's text begins: `kind.level.indent`. */
const BREAK = /^([a-z]{1,16})\.([0-9])\.([0-9])$/;

export interface Break {
  readonly kind: BlockKind;
  readonly level: number;
  readonly indent: number;
}

export function breakToText({ kind, level, indent }: Break): string {
  return `${kind}.${kind === 'heading' ? level : 0}.${indent}`;
}

export function textToBreak(text: unknown): Break | undefined {
  const [, kind, level, indent] = (typeof text === 'string' && text.length <= 24 && BREAK.exec(text)) || [];
  if (!isBlockKind(kind)) return undefined;
  return {
    kind,
    level: Math.min(MAX_LEVEL, Math.max(1, Number(level))),
    indent: Math.min(MAX_INDENT, Number(indent)),
  };
}

/** The marks that are a text's look and of which a suggestion can be made. */
export const FORMATS: readonly MarkName[] = [
  'link',
  'bold',
  'italic',
  'underline',
  'strike',
  'superscript',
  'subscript',
  'code',
  'math',
];

/**
 * All marks that are a text's look. Colours are set at once, also by whoever suggests; what makes a word a date or a person comes with the
 * word.
 */
export const MARK_NAMES: readonly MarkName[] = [...FORMATS, 'color', 'highlight', 'date', 'person'];

export function isMarkName(name: unknown): name is MarkName {
  return (MARK_NAMES as readonly unknown[]).includes(name);
}

export function isFormat(name: unknown): name is MarkName {
  return (FORMATS as readonly unknown[]).includes(name);
}

export type SuggestionMark = 'insertion' | 'deletion' | 'reformat';

export function isSuggestionMark(name: string): name is SuggestionMark {
  return name === 'insertion' || name === 'deletion' || name === 'reformat';
}

/** Whether the attributes of a suggestion's mark are what this version writes. Anything else is not drawn: it freezes the editor. */
export function isSuggestionValue(name: SuggestionMark, value: Readonly<Record<string, unknown>>): boolean {
  if (!isSuggestionId(value['id'])) return false;
  if (name === 'insertion') {
    return value['split'] === null || value['split'] === undefined || textToBreak(value['split']) !== undefined;
  }
  if (name === 'deletion') return true;
  const { mark, on, href } = value;
  if (!isFormat(mark) || typeof on !== 'boolean') return false;
  return mark === 'link' && on ? toSafeHref(href) !== undefined : href === null || href === undefined;
}

function readMark(name: SuggestionMark, element: HTMLElement): Record<string, unknown> | false {
  const { suggestion, split, format, on, href } = element.dataset;
  const value: Record<string, unknown> = { id: suggestion };
  if (name === 'insertion') value['split'] = split ?? null;
  if (name === 'reformat') Object.assign(value, { mark: format, on: on === 'true', href: href ?? null });
  return isSuggestionValue(name, value) ? value : false;
}

interface SuggestionMarkSpec extends MarkSpec {
  toDOM(mark: Mark): readonly [tag: string, data: Readonly<Record<string, string>>, 0];
}

function suggestionMark(name: SuggestionMark, tag: string, attrs: Record<string, AttributeSpec>): SuggestionMarkSpec {
  return {
    // A default for each: y-prosemirror deletes what a schema refuses.
    attrs: { id: { default: null }, ...attrs },
    // Two people's suggestions on one letter stand beside each other.
    excludes: '',
    inclusive: false,
    toDOM: (mark) => {
      const { id, split, mark: format, on, href } = mark.attrs;
      if (!isSuggestionValue(name, mark.attrs)) return ['span', {}, 0];
      const data: Record<string, string> = { class: `weft-${name}`, 'data-suggestion': String(id) };
      if (typeof split === 'string') data['data-split'] = split;
      if (name === 'reformat') Object.assign(data, { 'data-format': String(format), 'data-on': String(on) });
      if (typeof href === 'string') data['data-href'] = href;
      return [tag, data, 0];
    },
    // Before the rules for underlined and struck text.
    parseDOM: [{ tag: `${tag}.weft-${name}[data-suggestion]`, priority: 60, getAttrs: (node) => readMark(name, node) }],
  };
}

/** The outermost marks, so that a suggestion is one element around what it covers. */
export const SUGGESTION_MARKS: Readonly<Record<SuggestionMark, SuggestionMarkSpec>> = {
  insertion: suggestionMark('insertion', 'ins', { split: { default: null } }),
  deletion: suggestionMark('deletion', 'del', {}),
  reformat: suggestionMark('reformat', 'span', {
    mark: { default: null },
    on: { default: null },
    href: { default: null },
  }),
};

/** What can be suggested of a whole block: that it comes, that it goes, another place or another look. Each merges by itself. */
export type SuggestionAttr = 'comes' | 'goes' | 'toPlace' | 'toKind' | 'toIndent' | 'toChecked' | 'toAlign' | 'toDir';

export const LOOK_ATTRS = ['toKind', 'toIndent', 'toChecked', 'toAlign', 'toDir'] as const;
export type LookAttr = (typeof LOOK_ATTRS)[number];

/** On every top-level node. */
export const PRESENCE_SPEC: Record<string, AttributeSpec> = {
  comes: { default: null },
  goes: { default: null },
  toPlace: { default: null },
};
/** On a block of text besides. */
export const LOOK_SPEC: Record<string, AttributeSpec> = Object.fromEntries(
  LOOK_ATTRS.map((name) => [name, { default: null }]),
);

export function isSuggestionAttr(name: string): name is SuggestionAttr {
  return name in PRESENCE_SPEC || name in LOOK_SPEC;
}

/** What a look attribute holds: a suggestion's id, a space, and the value. */
export interface Look {
  readonly id: string;
  /** Which of the block's attributes it would set. */
  readonly attrs: Readonly<Record<string, unknown>>;
}

/** The value of a look attribute that would give a block the look of `block`. */
export function lookToText(id: string, name: LookAttr, block: Block): string {
  const values: Readonly<Record<LookAttr, string>> = {
    toKind: block.kind === 'heading' ? `heading.${block.level}` : block.kind,
    toIndent: String(block.indent),
    toChecked: String(block.checked),
    toAlign: block.align ?? 'none',
    toDir: block.dir ?? 'none',
  };
  return `${id} ${values[name]}`;
}

/** Undefined for whatever no version of Weft has written. */
export function textToLook(name: LookAttr, text: unknown): Look | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined;
  const [id, value, ...more] = text.split(' ');
  if (!isSuggestionId(id) || value === undefined || more.length > 0) return undefined;
  const attrs = lookValues[name](value);
  return attrs && { id, attrs };
}

const ALIGNS: Readonly<Record<string, Align | null>> = { none: null, start: 'start', center: 'center', end: 'end' };
const DIRS: Readonly<Record<string, Direction | null>> = { none: null, ltr: 'ltr', rtl: 'rtl' };

const lookValues: Readonly<Record<LookAttr, (value: string) => Record<string, unknown> | undefined>> = {
  toKind(value) {
    const heading = /^heading\.([1-6])$/.exec(value);
    if (heading) return { kind: 'heading', level: Number(heading[1]) };
    return isBlockKind(value) && value !== 'heading' ? { kind: value } : undefined;
  },
  toIndent: (value) => (/^[0-8]$/.test(value) ? { indent: value === '0' ? null : Number(value) } : undefined),
  toChecked: (value) => (value === 'true' || value === 'false' ? { checked: value === 'true' } : undefined),
  toAlign: (value) => (Object.hasOwn(ALIGNS, value) ? { align: ALIGNS[value] } : undefined),
  toDir: (value) => (Object.hasOwn(DIRS, value) ? { dir: DIRS[value] } : undefined),
};

/** The id in a node's `comes` or `goes`; undefined for none, and for one that is not well formed. */
export function presenceOf(node: Node, name: 'comes' | 'goes'): string | undefined {
  const id: unknown = node.attrs[name];
  return isSuggestionId(id) ? id : undefined;
}

export function lookOf(node: Node, name: LookAttr): Look | undefined {
  return node.attrs[name] === null || node.attrs[name] === undefined ? undefined : textToLook(name, node.attrs[name]);
}

/** Where a block would move: behind another, or to the top. */
export interface Place {
  readonly id: string;
  readonly after: string | undefined;
}

const TOP = '-';
const PLACE = /^(\S{1,32}) (\S{1,64})$/;

export function placeToText({ id, after }: Place): string {
  return `${id} ${after ?? TOP}`;
}

export function placeOf(node: Node): Place | undefined {
  const text: unknown = node.attrs['toPlace'];
  const [, id, after] = (typeof text === 'string' && text.length <= 100 && PLACE.exec(text)) || [];
  return isSuggestionId(id) ? { id, after: after === TOP ? undefined : after } : undefined;
}
