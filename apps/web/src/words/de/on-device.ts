import { plural, type Translation } from '@weft/editor-ui/words';
import type { onDeviceWords } from '../on-device.ts';

export const onDevice: Translation<typeof onDeviceWords> = {
  title: 'Was mitliest',
  lead: 'All das geschieht auf diesem Gerät. Nichts davon wird verschickt, und niemand erfährt davon; ausgenommen ist, worum du ein anderes Gerät oder eine eigene Adresse bittest.',
  suggestions: 'Vorschläge beim Schreiben',
  suggestionsBody:
    'Ein Sprachmodell, das mit Weft kommt, und was die offenen Dokumente ihm beibringen. Das ist vergessen, sobald der Tab geschlossen wird.',
  earlier: 'Vorschläge lernen von deinen anderen Dokumenten',
  earlierBody:
    'Von den aufgehobenen Wörtern derer, in denen du schreiben darfst, die letzten zuerst. Wörter aus einem Dokument werden dann auch in einem anderen vorgeschlagen.',
  model: (size) => `Das Modell liegt hier: ${size}.`,
  noModel: 'Das Modell ist nicht hier. Es kommt von dort, woher Weft kommt, sobald Vorschläge eingeschaltet werden.',
  deleteModel: 'Modell löschen',
  search: 'In geschlossenen Dokumenten suchen',
  searchBody:
    'Findet Wörter in allen Dokumenten, auch in geschlossenen. Dafür werden ihre Wörter ein zweites Mal aufgehoben, versiegelt.',
  texts: (count, letters) =>
    plural(count, {
      one: `Die Wörter von # Dokument sind aufgehoben: ${letters}.`,
      other: `Die Wörter von # Dokumenten sind aufgehoben: ${letters}.`,
    }),
  noTexts: 'Es sind keine Wörter aufgehoben. Dokumente werden nach ihrem Titel gefunden.',
  deleteTexts: 'Aufgehobene Wörter löschen',
  meaning: 'Nach der Bedeutung suchen',
  meaningBody:
    'Findet, was mit anderen Worten dasselbe meint. Nur auf Englisch: In anderen Sprachen wird nur nach Wörtern gesucht.',
  vectors: (size) => `Die Wortvektoren liegen hier: ${size}.`,
  noVectors: 'Die Wortvektoren sind nicht hier. Sie kommen von dort, woher Weft kommt, sobald wieder gesucht wird.',
  deleteVectors: 'Wortvektoren löschen',
  summaries: 'Zusammenfassungen',
  summariesBody:
    'Wählen Sätze aus dem offenen Dokument, wenn du darum bittest. Sie brauchen kein Modell und heben nichts auf.',
};
