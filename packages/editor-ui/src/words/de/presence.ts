import { list } from '../format.ts';
import type { presenceWords } from '../presence.ts';
import type { Translation } from '../words.ts';

export const presence: Translation<typeof presenceWords> = {
  peopleHere: 'Wer hier ist',
  peopleAndDevices: (names) => `${names}: Personen und Geräte`,
  withSelf: (name) => `${name} (du)`,
  showWhere: (name) => `${name}: zeigen, wo geschrieben wird`,
  names: (names) => list(names),
  joined: (names) => `${list(names)} ${names.length === 1 ? 'ist' : 'sind'} dazugekommen`,
  left: (names) => `${list(names)} ${names.length === 1 ? 'ist' : 'sind'} gegangen`,
};
