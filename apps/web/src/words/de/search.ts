import { plural, type Translation } from '@weft/editor-ui/words';
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
  failed: 'Die Suche ist stehen geblieben. Tippe noch einmal, um neu zu suchen.',
};
