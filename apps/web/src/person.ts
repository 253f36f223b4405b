/** The person who writes here: a name and a colour, made up until they say otherwise. */
import type { DocumentUser, Settings } from '@weft/crdt-core';

/** Colours that are told apart in both themes and carry a readable initial. */
export const PERSON_COLORS: readonly { readonly name: string; readonly value: string }[] = [
  { name: 'Indigo', value: '#5a6bd8' },
  { name: 'Blue', value: '#2f86c9' },
  { name: 'Teal', value: '#1f8f87' },
  { name: 'Green', value: '#4b8f3c' },
  { name: 'Ochre', value: '#b3811f' },
  { name: 'Rust', value: '#c4602c' },
  { name: 'Rose', value: '#c64d78' },
  { name: 'Violet', value: '#8e5bc4' },
];

const ADJECTIVES = ['Quiet', 'Early', 'Steady', 'Curious', 'Gentle', 'Brisk', 'Sunny', 'Patient'];
const ANIMALS = ['Heron', 'Otter', 'Finch', 'Badger', 'Hare', 'Lynx', 'Swift', 'Marten'];

/**
 * The person of these settings; what they lack is chosen by `bytes`, so that it stays the same once stored.
 * @param bytes three random bytes
 */
export function settingsToPerson(settings: Settings, bytes: Uint8Array): DocumentUser {
  const pick = <T>(list: readonly T[], at: number): T => list[(bytes[at] ?? 0) % list.length] as T;
  return {
    name: settings.name ?? `${pick(ADJECTIVES, 0)} ${pick(ANIMALS, 1)}`,
    color: settings.color ?? pick(PERSON_COLORS, 2).value,
  };
}
