import type { Translation } from '@weft/editor-ui/words';
import type { sampleWords } from '../sample.ts';

export const sample: Translation<typeof sampleWords> = {
  title: 'Zum Ausprobieren',
  lead: 'Das ist ein Dokument wie jedes andere. Ändere es, mach es kaputt, entferne es, wenn du fertig bist.',
  write: 'Schreiben',
  tick: 'Hake diese Zeile ab',
  start:
    'Beginne eine Zeile mit *#* und einem Leerzeichen: Sie wird zur Überschrift. *-* macht eine Liste, *>* ein Zitat.',
  select: 'Markiere ein paar Wörter und sieh, was erscheint',
  slash: 'Tippe */* am Anfang einer Zeile: Tabellen, Bilder, Formeln, Tage und was es sonst noch gibt',
  formula: 'Drück auf diese Formel und ändere sie: $a^2 + b^2 = c^2$',
  fold: 'Drück auf den Pfeil an der Seite',
  folded: 'Das klappt weg, nur für dich.',
  apart: 'Getrennt schreiben',
  offline:
    'Schalte das Netz aus und mach weiter. Die Zeile ganz unten sagt, was hier gespeichert ist, was gesendet wurde und wer es gesehen hat.',
  together: 'Zusammen schreiben',
  share: 'Drück auf *Teilen*, kopiere den Link zum Bearbeiten und öffne ihn in einem anderen Browser',
  sealed: 'Nur wer einen Link hat, kann das lesen. Das Relay, das es zwischen euch hin und her trägt, kann es nicht.',
};
