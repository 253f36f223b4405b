import type { Node } from 'prosemirror-model';
import type { BlockKind } from './kinds.ts';
import { toLanguage } from './languages.ts';

/** The closed list of kinds. A kind outside it comes from a newer version and freezes the editor. */
export const BLOCK_KINDS: readonly BlockKind[] = [
  'paragraph',
  'heading',
  'bullet',
  'ordered',
  'task',
  'quote',
  'code',
  'callout',
  'toggle',
  'math',
];

export const MAX_INDENT = 8;
export const MAX_LEVEL = 6;
export const MAX_ID_LENGTH = 64;

export type Align = 'start' | 'center' | 'end';
export type Direction = 'ltr' | 'rtl';

/** The attributes as they are stored. `null` means absent: absent attributes cost no bytes in the CRDT. */
export interface BlockAttrs {
  readonly id: string | null;
  readonly kind: BlockKind;
  readonly level: number | null;
  readonly indent: number | null;
  readonly checked: boolean | null;
  readonly align: Align | null;
  readonly dir: Direction | null;
  readonly language: string | null;
}

/** A block's attributes made safe to draw: peers are not trusted, so every value is checked here. */
export interface Block {
  readonly id: string;
  readonly kind: BlockKind;
  /** 1…6. */
  readonly level: number;
  /** 0…8. */
  readonly indent: number;
  readonly checked: boolean;
  readonly align: Align | undefined;
  readonly dir: Direction | undefined;
  /** Of code: one of `LANGUAGES`. */
  readonly language: string | undefined;
}

export function isBlockKind(value: unknown): value is BlockKind {
  return typeof value === 'string' && (BLOCK_KINDS as readonly string[]).includes(value);
}

function toInteger(value: unknown, lowest: number, highest: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return lowest;
  return Math.min(highest, Math.max(lowest, Math.trunc(value)));
}

/** Any attributes, from anywhere, to ones that can be drawn. Never throws. */
export function attrsToBlock(attrs: Readonly<Record<string, unknown>>): Block {
  const { id, kind, level, indent, checked, align, dir, language } = attrs;
  return {
    id: typeof id === 'string' ? id.slice(0, MAX_ID_LENGTH) : '',
    kind: isBlockKind(kind) ? kind : 'paragraph',
    level: toInteger(level, 1, MAX_LEVEL),
    indent: toInteger(indent, 0, MAX_INDENT),
    checked: checked === true,
    align: align === 'start' || align === 'center' || align === 'end' ? align : undefined,
    dir: dir === 'ltr' || dir === 'rtl' ? dir : undefined,
    language: toLanguage(language),
  };
}

/** Any attributes, from anywhere, to those of a fresh block: what a kind does not need is left out, and so is the id. */
export function blockToAttributes(attrs: Readonly<Record<string, unknown>>): BlockAttrs {
  const { kind, level, indent, checked, align, dir, language } = attrsToBlock(attrs);
  return {
    id: null,
    kind,
    level: kind === 'heading' ? level : null,
    indent: indent > 0 ? indent : null,
    checked: kind === 'task' ? checked : null,
    align: align ?? null,
    dir: dir ?? null,
    language: kind === 'code' ? (language ?? null) : null,
  };
}

/** The checked attributes of a `block` node; see `attrsToBlock`. */
export function readBlock(node: Node): Block {
  return attrsToBlock(node.attrs);
}

/** Kinds whose text is a source and not prose: no marks, no shortcuts, and Enter is a line break. */
export function isSourceKind(kind: unknown): boolean {
  return kind === 'code' || kind === 'math';
}

export function isListKind(kind: BlockKind): boolean {
  return kind === 'bullet' || kind === 'ordered' || kind === 'task';
}

/** Only the attributes a kind needs: what it does not need is left as it is, so that concurrent choices merge. */
export function kindAttrs(kind: BlockKind, level: number = 1): Partial<Record<keyof BlockAttrs, unknown>> {
  if (kind === 'heading') return { kind, level };
  return { kind };
}
