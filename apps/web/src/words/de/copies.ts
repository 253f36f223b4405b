import { number, percent, plural, type Translation } from '@weft/editor-ui/words';
import type { copyWords } from '../copies.ts';

export const copies: Translation<typeof copyWords> = {
  title: 'Kopie speichern',
  sealedWords: 'Alles. Sie geht nur mit dem Link dieses Dokuments auf, behalte ihn also auch.',
  withFiles: (count, size) =>
    plural(count, { one: `Mit der Datei darin (${size})`, other: `Mit den # Dateien darin (${size})` }),
  name: 'Name der Datei',
  nameSeen: 'Der Name ist nicht versiegelt: Wer die Datei sieht, liest ihn.',
  proposedName: (day) => `Dokument ${day}`,
  putting: (at, total) => `Die Kopie entsteht: Datei ${number(at)} von ${number(total)}.`,
  saved: 'Die Kopie wurde mit ihren Dateien gespeichert.',
  savedWithout: (missing) =>
    plural(missing, {
      one: 'Die Kopie wurde gespeichert. Eine Datei fehlt darin: Niemand, der erreichbar ist, hat sie.',
      other: 'Die Kopie wurde gespeichert. # Dateien fehlen darin: Niemand, der erreichbar ist, hat sie.',
    }),
  tooLarge: 'Diese Datei ist größer, als Weft annimmt (512 MiB).',
  unreadable: 'Diese Datei ließ sich nicht lesen. Prüf, ob sie noch da ist, und wähle sie noch einmal aus.',
  noChangeNew: 'Keine Änderung darin war neu.',
  nothingNew: 'Nichts Neues: Was sich aus der Datei lesen ließ, war schon hier.',
  added: (count) =>
    plural(count, {
      one: 'Eine Änderung kam aus der Datei dazu.',
      other: '# Änderungen kamen aus der Datei dazu.',
    }),
  filesCame: (count) => plural(count, { one: 'Eine Datei kam mit.', other: '# Dateien kamen mit.' }),
  waiting: (count) =>
    plural(count, {
      one: 'Eine Änderung wartet auf frühere, die nicht darin sind.',
      other: '# Änderungen warten auf frühere, die nicht darin sind.',
    }),
  refused: (count) => plural(count, { one: 'Eine Änderung wurde abgelehnt.', other: '# Änderungen wurden abgelehnt.' }),
  adding: (share) => `Die Datei wird ergänzt: ${percent(share)}.`,
};
