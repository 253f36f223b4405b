import { list } from '../format.ts';
import type { presenceWords } from '../presence.ts';
import type { Translation } from '../words.ts';

export const presence: Translation<typeof presenceWords> = {
  peopleHere: 'Wer hier ist',
  peopleAndDevices: (names) => `${names}: Personen und Geräte`,
  withSelf: (name) => `${name} (du)`,
  follow: (name) => `${name}: dorthin gehen, wo geschrieben wird, und folgen`,
  morePeople: (names) => `Weitere Personen: ${list(names)}`,
  following: (name) => `Du folgst ${name}`,
  waitingFor: (name) => `${name} ist gegangen. Kommt ${name} gleich zurück, folgst du weiter.`,
  stopFollowing: 'Nicht mehr folgen',
  notFollowing: (name) => `Du folgst ${name} nicht mehr`,
  allPeople: 'Personen und Geräte',
  names: (names) => list(names),
  joined: (names) => `${list(names)} ${names.length === 1 ? 'ist' : 'sind'} dazugekommen`,
  left: (names) => `${list(names)} ${names.length === 1 ? 'ist' : 'sind'} gegangen`,
};
