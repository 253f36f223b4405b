import { percent, plural, type Translation } from '@weft/editor-ui/words';
import type { searchWords } from '../search.ts';

export const search: Translation<typeof searchWords> = {
  label: 'In allen Dokumenten suchen',
  results: 'Gefunden',
  searching: 'Wird gesucht …',
  none: (query) => `Nichts gefunden zu „${query}“.`,
  unread: (count) =>
    plural(count, {
      one: 'Ein Dokument wird nur nach seinem Titel durchsucht, bis du es auf diesem Gerät wieder öffnest.',
      other: '# Dokumente werden nur nach ihren Titeln durchsucht, bis du sie auf diesem Gerät wieder öffnest.',
    }),
  found: (places, documents) =>
    `${plural(places, { one: '# Stelle', other: '# Stellen' })} in ${plural(documents, { one: '# Dokument', other: '# Dokumenten' })}`,
  more: (count) => plural(count, { one: '# weitere Stelle', other: '# weitere Stellen' }),
  similar: 'Ähnlich gemeint',
  fetching: (share) =>
    `Was nach der Bedeutung sucht, wird geholt: ${percent(share)}. Bis dahin wird nur nach Wörtern gesucht.`,
  wordsAlone:
    'Was nach der Bedeutung sucht, ist nicht angekommen. Bis du mit Verbindung wieder suchst, wird nur nach Wörtern gesucht.',
  meaningOff:
    'Die Suche nach der Bedeutung ist aus: Es wird nur nach Wörtern gesucht. „Was mitliest“ in den Einstellungen schaltet sie ein.',
  tab: 'Bedeutung',
  here: 'Nach Wörtern und Bedeutung suchen',
  askHere: 'Frag mit eigenen Worten. Auf Englisch wird auch gefunden, was dasselbe anders sagt.',
  places: (count) => plural(count, { one: '# Stelle', other: '# Stellen' }),
  gone: 'Diese Worte stehen nicht mehr im Text. Such noch einmal.',
  failed: 'Die Suche ist stehen geblieben. Tippe noch einmal, um neu zu suchen.',
};
