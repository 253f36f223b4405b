import { list } from './format.ts';
import { defineWords, type Words } from './words.ts';

const english = {
  peopleHere: 'People here',
  peopleAndDevices: (names: string): string => `${names}: people and devices`,
  withSelf: (name: string): string => `${name} (you)`,
  follow: (name: string): string => `${name}: go to where they write, and follow`,
  morePeople: (names: readonly string[]): string => `More people: ${list(names)}`,
  following: (name: string): string => `Following ${name}`,
  waitingFor: (name: string): string => `${name} left. If they come back now, you follow on.`,
  stopFollowing: 'Stop following',
  notFollowing: (name: string): string => `No longer following ${name}`,
  allPeople: 'People and devices',
  names: (names: readonly string[]): string => list(names),
  joined: (names: readonly string[]): string => `${list(names)} joined`,
  left: (names: readonly string[]): string => `${list(names)} left`,
};

/** Who is here. */
export const presenceWords: Words<typeof english> = /* @__PURE__ */ defineWords('presence', english);
