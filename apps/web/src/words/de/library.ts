import { plural, type Translation } from '@weft/editor-ui/words';
import type { libraryWords } from '../library.ts';

export const library: Translation<typeof libraryWords> = {
  settings: 'Einstellungen',
  openFile: '.weft-Datei öffnen',
  document: 'Dokument',
  documents: 'Dokumente',
  order: 'Reihenfolge',
  byOpened: 'Zuletzt geöffnete zuerst',
  byTitle: 'Nach Titel',
  byCreated: 'Neueste zuerst',
  pin: 'Oben halten',
  unpin: 'Nicht mehr oben halten',
  pinned: 'Wird oben gehalten',
  toFolder: 'Ordner …',
  folder: 'Ordner',
  folders: 'Ordner',
  allFolders: 'Alle',
  folderName: 'Name des Ordners',
  folderHow:
    'Ein neuer Name legt einen Ordner an; bleibt er leer, liegt das Dokument in keinem. Ordner gelten nur auf diesem Gerät.',
  toTrash: 'In den Papierkorb',
  inTrash: (title) => `„${title}“ liegt im Papierkorb.`,
  trash: 'Papierkorb',
  trashOf: (count) => plural(count, { one: 'Papierkorb, # Dokument', other: 'Papierkorb, # Dokumente' }),
  trashHow:
    'Was hier liegt, lässt sich zurückholen. Nach 30 Tagen verschwindet es für immer von diesem Gerät; andere behalten ihre Kopien.',
  trashEmpty: 'Der Papierkorb ist leer',
  takeBack: 'Zurückholen',
  takeBackOne: (title) => `Zurückholen: ${title}`,
  takenBack: (title) => `„${title}“ ist wieder bei deinen Dokumenten.`,
  deleteForGood: 'Endgültig löschen',
  deleteOne: (title) => `Endgültig löschen: ${title}`,
  emptyTrash: 'Papierkorb leeren',
  emptyTitle: (count) =>
    plural(count, { one: 'Ein Dokument endgültig löschen?', other: '# Dokumente endgültig löschen?' }),
  goesIn: (days) => plural(days, { one: 'Verschwindet morgen', other: 'Verschwindet in # Tagen' }),
  goesSoon: 'Verschwindet heute',
  staysUnsent: (count) =>
    plural(count, {
      one: '# Änderung wurde nie gesendet: bleibt, bis du es löschst',
      other: '# Änderungen wurden nie gesendet: bleibt, bis du es löschst',
    }),
  isInTrash: 'Im Papierkorb',
  isInTrashWhy: 'Dieses Dokument liegt im Papierkorb dieses Geräts. Hol es zurück, um es zu öffnen.',
  takeBackAndOpen: 'Zurückholen und öffnen',
  removeTitle: (title) => `„${title}“ endgültig löschen?`,
  neverSent: (count) =>
    plural(count, {
      one: 'Eine Änderung wurde nie gesendet: Niemand sonst hat sie, und mit dem Dokument ist sie für immer weg.',
      other: '# Änderungen wurden nie gesendet: Niemand sonst hat sie, und mit dem Dokument sind sie für immer weg.',
    }),
  othersKeep:
    'Es verschwindet nur von diesem Gerät. Andere behalten ihre Kopien, und mit seinem Link öffnest du es hier wieder.',
  notShared: 'Nicht mehr mit dir geteilt',
  unsent: (count) =>
    plural(count, { one: '# Änderung noch nicht gesendet', other: '# Änderungen noch nicht gesendet' }),
  moreAbout: (title) => `Mehr zu ${title}`,
  openLink: 'Link öffnen',
  openLinkHow: 'Füge den Link ein, den du bekommen hast. Er bleibt auf diesem Gerät, du brauchst ihn also nur einmal.',
  link: 'Link',
  open: 'Öffnen',
  quiet: 'Ein ruhiger Ort zum Schreiben, allein oder zusammen',
  staysHere:
    'Was du schreibst, bleibt auf diesem Gerät. Teile einen Link, wenn du Gesellschaft willst: Nur wer ihn hat, kann mitlesen.',
  newDocument: 'Neues Dokument',
  new: 'Neu',
  sample: 'Oder probier es in einem Beispiel aus',
  used: (used, quota) => `${used} von ${quota} auf diesem Gerät belegt.`,
  roomShort: 'Der Platz wird knapp. Mach welchen frei, oder entferne Dokumente, die du nicht mehr brauchst.',
  kept: 'Es bleibt, bis du es entfernst.',
  mayGo: 'Wird der Platz knapp, darf der Browser es löschen.',
  keepIt: 'Behalten',
  notKept:
    'Dieser Browser wollte nicht zusagen, die Dokumente zu behalten. Oft hilft es, Weft zu installieren oder ein Lesezeichen zu setzen.',
};
