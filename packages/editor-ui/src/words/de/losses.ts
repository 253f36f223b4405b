import { number, plural } from '../format.ts';
import type { LostPart, lossWords } from '../losses.ts';
import type { Translation } from '../words.ts';

const words = (count: number): string => plural(count, { one: '# Wort', other: '# Wörter' });
/** In the fourth case. */
const parts: Readonly<Record<LostPart, string>> = {
  table: 'eine Tabelle',
  row: 'eine Tabellenzeile',
  cell: 'eine Tabellenzelle',
  paragraph: 'einen Absatz',
};
const subjects: typeof parts = { ...parts, paragraph: 'ein Absatz' };
const did = (isMoved: boolean): string => (isMoved ? 'verschoben' : 'gelöscht');
const fate = (isMoved: boolean, count: number): string =>
  isMoved
    ? plural(count, { one: '# Wort blieb zurück.', other: '# Wörter blieben zurück.' })
    : plural(count, { one: '# Wort verschwand damit.', other: '# Wörter verschwanden damit.' });
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const losses: Translation<typeof lossWords> = {
  youTook: (part, isMoved, writer, count) =>
    `Du hast ${parts[part]} ${did(isMoved)}, während ${writer} darin schrieb: ${fate(isMoved, count)}`,
  wasTaken: (part, isMoved, count) =>
    `${capital(subjects[part])} wurde ${did(isMoved)}, während du darin schriebst: ${fate(isMoved, count)}`,
  someoneTook: (name, part, isMoved, count) =>
    `${name} hat ${parts[part]} ${did(isMoved)}, während du darin schriebst: ${fate(isMoved, count)}`,
  youTookElsewhere: (part, isMoved, count) =>
    `Du hast ${parts[part]} ${did(isMoved)}, während du anderswo schriebst: ${fate(isMoved, count)}`,
  several: (count, places) =>
    `${words(count)} standen in Text, der inzwischen gelöscht oder verschoben wurde, an ${number(places)} Stellen. Sie sind für dich aufgehoben.`,
  putBackDone: (count) => `Zurückgelegt: ${words(count)}. Rückgängig nimmt das wieder heraus.`,
  copiedDone: (count) => `Kopiert: ${words(count)}.`,
  notCopied: 'Der Browser ließ Weft nicht kopieren. Markiere die Wörter und kopiere sie.',
  theWords: 'Die Wörter',
  copyWords: 'Wörter kopieren',
  putBack: 'Zurücklegen',
  putBackWords: 'Wörter zurücklegen',
  putBackParagraph: 'Absatz zurücklegen',
  title: 'Wörter, die verschwanden',
  lead: 'Sie standen in Text, der inzwischen gelöscht oder verschoben wurde. Sie bleiben auf diesem Gerät, bis du entscheidest.',
};
