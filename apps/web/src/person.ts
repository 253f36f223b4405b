/** The person who writes here: a name and a colour, made up until they say otherwise. */
import type { DocumentUser, Settings } from '@weft/crdt-core';
import { settingsWords } from './words/settings.ts';

/** Colours that are told apart in both themes and carry a readable initial. */
export const PERSON_COLORS = {
  indigo: '#5a6bd8',
  blue: '#2f86c9',
  teal: '#1f8f87',
  green: '#4b8f3c',
  ochre: '#b3811f',
  rust: '#c4602c',
  rose: '#c64d78',
  violet: '#8e5bc4',
} as const;

/**
 * The person of these settings; what they lack is chosen by `bytes`, so that it stays the same once stored.
 * @param bytes three random bytes
 */
export function settingsToPerson(settings: Settings, bytes: Uint8Array): DocumentUser {
  const { adjectives, animals } = settingsWords();
  const pick = <T>(list: readonly T[], at: number): T => list[(bytes[at] ?? 0) % list.length] as T;
  return {
    name: settings.name ?? `${pick(adjectives, 0)} ${pick(animals, 1)}`,
    color: settings.color ?? pick(Object.values(PERSON_COLORS), 2),
  };
}

/** A colour that nobody here has: one's own where it is free, or where all are taken. */
export function freeColor(own: string, taken: ReadonlySet<string>): string {
  return taken.has(own) ? (Object.values(PERSON_COLORS).find((color) => !taken.has(color)) ?? own) : own;
}
