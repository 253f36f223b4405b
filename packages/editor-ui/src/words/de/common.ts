import type { commonWords } from '../common.ts';
import type { Translation } from '../words.ts';

export const common: Translation<typeof commonWords> = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  save: 'Speichern',
  delete: 'Löschen',
  remove: 'Entfernen',
  rename: 'Umbenennen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  done: 'Fertig',
  undo: 'Rückgängig',
  show: 'Ansehen',
  dismiss: 'Ausblenden',
  tryAgain: 'Noch einmal versuchen',
  more: 'Mehr',
  you: 'Du',
  someone: 'Jemand',
  untitled: 'Ohne Titel',
  next: 'Weiter',
  previous: 'Zurück',
};
