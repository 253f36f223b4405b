import type { Translation } from '@weft/editor-ui/words';
import type { startWords } from '../start.ts';

export const start: Translation<typeof startWords> = {
  home: 'Weft, Dokumente',
  toDocuments: 'Zurück zu den Dokumenten',
  opening: 'Wird geöffnet …',
  reload: 'Neu laden',
  newVersion: 'Eine neue Version von Weft ist da.',
  incomplete:
    'Ein Teil von Weft ist nicht angekommen, weil das Netz weg war. Es ist nichts verloren: Geh online und versuch es noch einmal, oder lade die Seite neu.',
  broken: 'Das hätte nicht passieren dürfen',
  brokenWhy: 'In Weft selbst ging etwas schief. Lade die Seite neu. Was du geschrieben hast, ist auf diesem Gerät.',
  cannotKeep: 'Weft kann hier nichts speichern',
  notHere: 'Nicht hier',
  noDocument: 'Dieses Dokument ist nicht auf diesem Gerät. Öffne es mit seinem Link.',
  noDocumentOfFile:
    'Der Link zum Dokument dieser Datei ist nicht auf diesem Gerät. Öffne erst den Link, dann die Datei.',
  noDocumentOfThread:
    'Das ist ein Link zu einem Kommentar in einem Dokument, das nicht auf diesem Gerät ist. Öffne erst den Link des Dokuments, dann diesen.',
  didNotOpen: 'Dieses Dokument ging nicht auf',
  linkVersion: 'Dieser Link gehört zu einer anderen Version',
  appIncomplete: 'Weft ist nicht ganz angekommen',
  linkAbsent: 'Hier ist kein Link',
  linkBroken: 'Dieser Link geht nicht',
  locked: 'Dieser Link ist gesichert',
  lockedWhy: 'Gib die Passphrase ein, die du zum Link bekommen hast. Auf diesem Gerät brauchst du sie nur einmal.',
  passphrase: 'Passphrase',
  open: 'Öffnen',
};
