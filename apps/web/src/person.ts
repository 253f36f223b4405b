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

/** Somebody in a document. `device`: known once they have signed something there. `client`: while they are present. */
export interface Colored {
  readonly color: string;
  readonly device?: string | undefined;
  readonly client?: number;
}

/**
 * The colour of somebody who chose none: one's own, or a free one where somebody has it to whom one gives way, so that of two not both do. Who
 * has signed something is known by it for good, and goes first; of two such the one whose device has the lower number, else whose client has.
 *
 * @param others who wrote in the document, and who is present
 */
export function toOwnColor(own: Colored, others: readonly Colored[]): string {
  const first = others
    .filter((other) => other.device !== own.device || other.device === undefined)
    .filter((other) => {
      if (own.device !== undefined) return other.device !== undefined && other.device < own.device;
      return other.device !== undefined || (other.client ?? 0) < (own.client ?? 0);
    });
  const present = first.filter(({ client }) => client !== undefined);
  // With more people than colours, those who are here are told apart.
  return freeColor(own.color, first) ?? freeColor(own.color, present) ?? own.color;
}

function freeColor(own: string, others: readonly Colored[]): string | undefined {
  const taken = new Set(others.map(({ color }) => color));
  return taken.has(own) ? Object.values(PERSON_COLORS).find((color) => !taken.has(color)) : own;
}
