import { list } from './format.ts';
import { defineWords, type Words } from './words.ts';

const english = {
  peopleHere: 'People here',
  peopleAndDevices: (names: string): string => `${names}: people and devices`,
  withSelf: (name: string): string => `${name} (you)`,
  showWhere: (name: string): string => `${name}: show where they write`,
  names: (names: readonly string[]): string => list(names),
  joined: (names: readonly string[]): string => `${list(names)} joined`,
  left: (names: readonly string[]): string => `${list(names)} left`,
};

/** Who is here. */
export const presenceWords: Words<typeof english> = /* @__PURE__ */ defineWords('presence', english);
