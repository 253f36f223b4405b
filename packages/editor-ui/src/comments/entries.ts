/**
 * What is written into the comments document: one list that only grows at its end, so that what two people say at once is kept as it was
 * said. An entry is named by the Yjs id of its own struct, and belongs to whoever's client id that is (KEY-5): neither can be feigned by
 * what an entry holds. Everything here is read as if a stranger had written it.
 */
import type { AnchorValue } from './anchor-value.ts';
import { valueToAnchor } from './anchor-value.ts';
import { toDeviceId } from '../schema/inline.ts';

export const MAX_TEXT = 8_000;
export const MAX_MENTIONS = 20;
const MAX_SEEN = 256;
const MAX_NAME = 64;
/** 8 June 2100, in Unix milliseconds: a clock that says more is wrong. */
const MAX_AT = 4_116_096_000_000;

/** Names an entry: `client-clock` of its struct, both in base 36. */
export type EntryId = string;

/** What people may answer with instead of words. */
export const REACTIONS = ['agree', 'love', 'celebrate', 'smile', 'look', 'done'] as const;
export type Reaction = (typeof REACTIONS)[number];

/** Someone named in a comment. */
export interface Mention {
  /** Hex of the device. */
  readonly device: string;
  /** As it stands in the text, after an `@`. */
  readonly name: string;
}

/** What was said. `at`: Unix ms by the writer's clock, 0 where it makes no sense. */
export interface Words {
  readonly text: string;
  readonly at: number;
  readonly mentions: readonly Mention[];
}

export type Entry =
  | { readonly kind: 'thread'; readonly anchor: AnchorValue }
  | ({ readonly kind: 'comment'; readonly thread: EntryId } & Words)
  | ({ readonly kind: 'edit'; readonly comment: EntryId } & Words)
  /** Its writer took it back; what was said goes a little later, so that this can be undone. */
  | { readonly kind: 'gone'; readonly comment: EntryId }
  | { readonly kind: 'reaction'; readonly comment: EntryId; readonly reaction: Reaction }
  | {
      readonly kind: 'resolve';
      readonly thread: EntryId;
      readonly isResolved: boolean;
      readonly at: number;
      /** Up to which clock of each client the comments of the thread were known: what is newer was said without knowing of this. */
      readonly seen: readonly (readonly [client: number, clock: number])[];
    }
  /** Whoever moved the text says where its thread went. */
  | { readonly kind: 'anchor'; readonly thread: EntryId; readonly anchor: AnchorValue };

/** The name of the entry whose struct is (client, clock). */
export function toEntryId(client: number, clock: number): EntryId {
  return `${client.toString(36)}-${clock.toString(36)}`;
}

export function isEntryId(value: unknown): value is EntryId {
  return typeof value === 'string' && /^[0-9a-z]{1,11}-[0-9a-z]{1,11}$/.test(value);
}

function isNatural(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function toAt(value: unknown): number {
  return isNatural(value) && value <= MAX_AT ? value : 0;
}

/** Lines are kept; every other control sign goes, and what is too long is cut. */
export function cleanText(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function valueToMentions(value: unknown): readonly Mention[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_MENTIONS).flatMap((each: unknown): Mention[] => {
    const { device: id, name } = toFields(each);
    const device = toDeviceId(id);
    if (device === undefined) return [];
    if (typeof name !== 'string' || name.length === 0 || name.length > MAX_NAME) return [];
    return [{ device, name }];
  });
}

function valueToWords(fields: Readonly<Record<string, unknown>>): Words | undefined {
  const { text, at, mentions } = fields;
  const clean = typeof text === 'string' ? cleanText(text) : '';
  if (clean === '') return undefined;
  return { text: clean, at: toAt(at), mentions: valueToMentions(mentions) };
}

function valueToSeen(value: unknown): readonly (readonly [number, number])[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_SEEN).flatMap((each: unknown): [number, number][] => {
    const [client, clock] = Array.isArray(each) ? (each as unknown[]) : [];
    return isNatural(client) && isNatural(clock) ? [[client, clock]] : [];
  });
}

function toFields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Reads one entry; undefined for anything that is none. Never throws. */
export function valueToEntry(value: unknown): Entry | undefined {
  const fields = toFields(value);
  const { kind, thread, comment, reaction, isResolved, at, seen } = fields;
  if (kind === 'thread') {
    const anchor = valueToAnchor(fields['anchor']);
    return anchor && { kind, anchor };
  }
  if (kind === 'anchor') {
    const anchor = valueToAnchor(fields['anchor']);
    return anchor && isEntryId(thread) ? { kind, thread, anchor } : undefined;
  }
  if (kind === 'comment') {
    const words = valueToWords(fields);
    return words && isEntryId(thread) ? { kind, thread, ...words } : undefined;
  }
  if (kind === 'edit') {
    const words = valueToWords(fields);
    return words && isEntryId(comment) ? { kind, comment, ...words } : undefined;
  }
  if (kind === 'gone') return isEntryId(comment) ? { kind, comment } : undefined;
  if (kind === 'reaction') {
    const known = REACTIONS.find((each) => each === reaction);
    return known && isEntryId(comment) ? { kind, comment, reaction: known } : undefined;
  }
  if (kind === 'resolve' && isEntryId(thread) && typeof isResolved === 'boolean') {
    return { kind, thread, isResolved, at: toAt(at), seen: valueToSeen(seen) };
  }
  return undefined;
}
