import { plural, type Translation } from '@weft/editor-ui/words';
import type { documentWords } from '../document.ts';

const changes = (count: number): string => plural(count, { one: '# Änderung', other: '# Änderungen' });

export const document: Translation<typeof documentWords> = {
  documents: 'Dokumente',
  saveCopyWeft: 'Kopie speichern (.weft)',
  addFile: 'Aus einer .weft-Datei ergänzen',
  people: 'Personen und Geräte',
  summarize: 'Zusammenfassen',
  proofread: 'Korrektur lesen',
  rewrite: 'Umformulieren',
  findTasks: 'Aufgaben und Tage suchen',
  findMeaning: 'Nach Bedeutung suchen',
  connect: 'Direkt verbinden',
  shortcuts: 'Tastenkürzel',
  share: 'Teilen',
  saveCopy: 'Kopie speichern',
  freshLink: 'Neuen Link öffnen',
  look: 'Ansehen',
  fate: 'Was du zuletzt geschrieben hast, bleibt in der Kopie auf diesem Gerät. Kam es zu spät, zählt es für die anderen nur, wenn es dort jemand übernimmt.',
  late: (count, name) =>
    `${name === '' ? 'Jemand, der entfernt wurde,' : `${name} wurde entfernt und`} hat danach noch ${changes(count)} geschrieben. Das zählt nur, wenn du es übernimmst.`,
  changes,
  lateTitle: 'Nach dem Entfernen geschrieben',
  lateLead:
    'Diese Änderungen kamen, nachdem ihre Verfasser entfernt wurden. Übernimmst du sie, stehen sie für alle im Dokument; bis dahin sieht sie niemand.',
  lateList: 'Späte Änderungen',
  nobodyVouches: 'Ein Gerät, für das niemand bürgt',
  takenIn: (name) => `Übernommen: Was ${name} schrieb, steht jetzt im Dokument.`,
  discardTitle: 'Diese Änderungen verwerfen?',
  discardWords: (name) =>
    `Was ${name} nach dem Entfernen schrieb, wird auf diesem Gerät verworfen. Das lässt sich nicht rückgängig machen.`,
  discard: 'Verwerfen',
  discardAsk: 'Verwerfen …',
  discardOf: (name) => `Verwerfen, was ${name} schrieb`,
  discarded: 'Auf diesem Gerät verworfen.',
  takeIn: 'Übernehmen',
  takeInOf: (name) => `Übernehmen, was ${name} schrieb`,
  noWords: 'Es kommen keine Wörter dazu: Text fällt weg, oder er sieht anders aus.',
  wordsOf: (name) => `Was ${name} schrieb`,
  enterSecret: 'Geheimnis des Relays eingeben',
  secretTitle: 'Das Geheimnis des Relays',
  secretMissing: 'Gib das Geheimnis ein, oder frag danach, wer das Relay betreibt.',
  secretAsked: (host) => `Das Relay ${host} dient nur denen, die sein Geheimnis kennen. Frag, wer es betreibt.`,
  secretWrong: (host) =>
    `Das Relay ${host} hat dieses Gerät mit dem bisherigen Geheimnis nicht zugelassen. Prüf es mit denen, die das Relay betreiben.`,
  secret: 'Geheimnis',
  secretKept:
    'Es bleibt versiegelt auf diesem Gerät. Das Relay bekommt einen Beweis, dass du es kennst, nicht das Geheimnis.',
  connectNow: 'Verbinden',
};
