import { plural } from '../format.ts';
import type { summaryWords } from '../summary.ts';
import type { Translation } from '../words.ts';

export const summary: Translation<typeof summaryWords> = {
  tab: 'Zusammenfassung',
  scope: 'Wovon',
  scopes: { document: 'Ganzes Dokument', selection: 'Auswahl', since: 'Seit ich zuletzt hier war' },
  type: 'Als',
  types: { 'key-points': 'Kernpunkte', tldr: 'Kurzfassung', headline: 'Überschrift' },
  length: 'Länge',
  lengths: { short: 'Kurz', medium: 'Mittel', long: 'Lang' },
  summarize: 'Zusammenfassen',
  again: 'Noch einmal zusammenfassen',
  cancel: 'Abbrechen',
  running: 'Wird gelesen …',
  cancelled: 'Abgebrochen',
  done: (count) => plural(count, { one: 'Zusammenfassung: # Satz', other: 'Zusammenfassung: # Sätze' }),
  empty:
    'Wählt die Sätze, die am meisten sagen, und zeigt, wo jeder steht. Entsteht auf diesem Gerät; nichts verlässt es.',
  stale: 'Der Text hat sich seitdem geändert.',
  origin: 'Sätze des Dokuments selbst, auf diesem Gerät ausgewählt.',
  copy: 'Kopieren',
  copied: 'Die Zusammenfassung ist kopiert.',
  notCopied: 'Der Browser ließ die Zusammenfassung nicht kopieren. Markiere sie und kopiere sie von Hand.',
  insert: 'Als Vorschlag einfügen',
  inserted: 'Die Zusammenfassung steht als Vorschlag im Text. Nimm sie an, oder lehne sie ab.',
  notInserted: 'Die Zusammenfassung ließ sich nicht in diesen Text einfügen.',
  gone: 'Dieser Satz steht nicht mehr im Text.',
  show: (sentence) => `Im Text zeigen: ${sentence}`,
  nothingSelected: 'Es ist nichts markiert. Markiere, was zusammengefasst werden soll, und versuch es noch einmal.',
  nothingNew: 'Seit du zuletzt hier warst, kam nichts mit Wörtern dazu.',
};
