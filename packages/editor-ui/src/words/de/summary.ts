import { percent, plural } from '../format.ts';
import type { summaryWords } from '../summary.ts';
import type { Translation } from '../words.ts';
import { toEngine } from './engines.ts';

/** A name at the start of a sentence. */
const toStart = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

export const summary: Translation<typeof summaryWords> = {
  tab: 'Zusammenfassung',
  scope: 'Wovon',
  scopes: { document: 'Ganzes Dokument', selection: 'Auswahl', since: 'Seit ich zuletzt hier war' },
  type: 'Als',
  types: { 'key-points': 'Kernpunkte', tldr: 'Kurzfassung', headline: 'Überschrift' },
  length: 'Länge',
  lengths: { short: 'Kurz', medium: 'Mittel', long: 'Lang' },
  where: 'Wo',
  here: 'Auf diesem Gerät',
  there: (name) => `Anderswo: ${name}`,
  written: {
    device: () => 'Neu geschrieben, auf diesem Gerät',
    peer: (name) => `Neu geschrieben, anderswo: ${name}`,
    endpoint: (name) => `Neu geschrieben, unter ${name}`,
  },
  summarize: 'Zusammenfassen',
  again: 'Noch einmal zusammenfassen',
  cancel: 'Abbrechen',
  running: 'Wird gelesen …',
  atHelper: {
    taking: (name) => `Versiegelt angefragt: ${name} …`,
    waiting: (name) => `Warten auf ${name}: Jemand wird dort gefragt, oder anderes kommt zuerst …`,
    working: (name) => `Dort wird gelesen: ${name} …`,
  },
  noHelp: {
    cancelled: () => 'Abgebrochen.',
    declined: (name) => `${toStart(name)}: abgelehnt.`,
    refused: (name) => `${toStart(name)}: hilft diesem Gerät nicht mehr.`,
    busy: (name) => `${toStart(name)}: hat zu viel zu tun.`,
    stopped: (name) => `${toStart(name)}: dort angehalten.`,
    failed: (name) => `${toStart(name)}: konnte es nicht.`,
    broken: (name) => `${toStart(name)}: gab eine Antwort, die keine ist.`,
    vanished: (name) => `${toStart(name)}: nicht mehr da.`,
    late: (name) => `${toStart(name)}: hat zu lange gebraucht.`,
    'too-long': (name) => `${toStart(name)}: So viel Text lässt sich dort nicht erfragen.`,
  },
  cancelled: 'Abgebrochen',
  done: (count) => plural(count, { one: 'Zusammenfassung: # Satz', other: 'Zusammenfassung: # Sätze' }),
  empty:
    'Wählt die Sätze, die am meisten sagen, und zeigt, wo jeder steht. Entsteht auf diesem Gerät; nichts verlässt es.',
  stale: 'Der Text hat sich seitdem geändert.',
  origin: 'Sätze des Dokuments selbst, auf diesem Gerät ausgewählt.',
  originThere: (name) => `Sätze des Dokuments selbst, anderswo ausgewählt: ${name}.`,
  originWritten: {
    device: (engine) => `${toEngine(engine)}, auf diesem Gerät. Vergleiche es mit dem Text.`,
    peer: (engine) => `${toEngine(engine)}, ein Gerät des Raums. Vergleiche es mit dem Text.`,
    endpoint: (engine) => `${toEngine(engine)}, unter der Adresse, die du genannt hast. Vergleiche es mit dem Text.`,
  },
  readPart: (share) =>
    `Der Text ist zu lang dafür: Gelesen wurden die Sätze, die am meisten sagen, ${percent(Math.max(0.01, share))} des Ganzen.`,
  madeWritten: 'Die Zusammenfassung ist geschrieben.',
  notWritten: (why) => `Sie wurde nicht neu geschrieben: ${why}`,
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
