import type { editorWords } from '../editor.ts';
import { plural } from '../format.ts';
import type { shellWords } from '../shell.ts';
import type { Translation } from '../words.ts';

export const editor: Translation<typeof editorWords> = {
  document: 'Dokument',
  writeSomething: 'Schreib etwas …',
};

export const shell: Translation<typeof shellWords> = {
  reading: 'Du liest mit. Mit diesem Link kannst du das Dokument lesen, aber weder ändern noch Kommentare sehen.',
  commenting: 'Du kannst lesen und kommentieren. Den Text kannst du mit diesem Link nicht ändern.',
  everyChangeKept: 'Jede Änderung wird beim Schreiben behalten.',
  saved: 'Auf diesem Gerät gespeichert. Weft speichert, während du schreibst.',
  beingSaved: 'Wird gerade auf diesem Gerät gespeichert. Weft speichert, während du schreibst.',
  startWriting: 'Schreib los …',
  suggested: (text) => `Vorschlag: ${text}. Tab übernimmt ihn.`,
  words: (count) => plural(count, { one: '# Wort', other: '# Wörter' }),
};
