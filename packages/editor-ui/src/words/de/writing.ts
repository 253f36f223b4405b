import { number, plural } from '../format.ts';
import type { Translation } from '../words.ts';
import type { writingWords } from '../writing.ts';

export const writing: Translation<typeof writingWords> = {
  peopleAndDays: 'Personen und Tage',
  emoji: 'Emoji',
  chooseDay: 'Einen Tag wählen',
  anotherDay: 'Ein anderer Tag …',
  previousMonth: 'Voriger Monat',
  nextMonth: 'Nächster Monat',
  today: 'Heute',
  remove: 'Entfernen',
  outline: 'Gliederung',
  noHeadings: 'Hier stehen die Überschriften. Beginne eine Zeile mit # und einem Leerzeichen, um eine zu schreiben.',
  focusMode: 'Fokus: die anderen Blöcke abdunkeln, die Zeile in der Mitte halten',
  focusOn: 'Fokus: Nur worin du schreibst, ist hell',
  focusOff: 'Fokus ist aus',
  selectedWords: (selected, all) =>
    plural(all, { one: `${number(selected)} von # Wort`, other: `${number(selected)} von # Wörtern` }),
  characters: (count) => plural(count, { other: '# Zeichen' }),
  minutes: (count) => plural(count, { other: '# Min.' }),
  minutesToRead: (count) => plural(count, { one: 'etwa eine Minute zu lesen', other: 'etwa # Minuten zu lesen' }),
};
