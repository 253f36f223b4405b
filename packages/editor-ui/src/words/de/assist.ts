import type { checklistWords, proofreadingWords, rewritingWords } from '../assist.ts';
import { plural } from '../format.ts';
import type { Translation } from '../words.ts';
import { toEngine } from './engines.ts';

export const proofreading: Translation<typeof proofreadingWords> = {
  tab: 'Korrektur',
  scope: 'Wovon',
  whole: 'Ganzes Dokument',
  selection: 'Auswahl',
  check: 'Prüfen',
  again: 'Noch einmal prüfen',
  cancel: 'Abbrechen',
  running: 'Wird gelesen …',
  found: (count) => plural(count, { one: '# Versehen gefunden', other: '# Versehen gefunden' }),
  empty:
    'Findet doppelte Wörter, Versehen bei Abständen, Großschreibung und Zeichen und oft falsch geschriebene Wörter, auf Deutsch und Englisch. Auf diesem Gerät; nichts verlässt es.',
  nothing: 'Nichts gefunden. Das sind Regeln; sie sehen wenig von dem, was falsch sein kann.',
  origin: 'Durch Regeln gefunden, auf diesem Gerät. Nichts ändert sich, bevor ein Vorschlag angenommen wird.',
  kinds: {
    repeated: 'Doppelt geschrieben',
    spacing: 'Abstände',
    mark: 'Zeichen',
    capital: 'Großschreibung',
    article: 'Artikel',
    spelling: 'Schreibweise',
    phrase: 'Verwechselte Wörter',
    quote: 'Anführungszeichen',
    bracket: 'Eine Klammer bleibt offen',
  },
  suggest: 'Vorschlagen',
  leave: 'So lassen',
  show: 'Im Text zeigen: ',
  rather: ', besser: ',
  suggestOne: (was, instead) => `„${instead}“ für „${was}“ vorschlagen`,
  leaveOne: (was) => `„${was}“ so lassen`,
  suggestAll: (count) => plural(count, { one: 'Vorschlagen', other: 'Alle # vorschlagen' }),
  suggested: (count) =>
    plural(count, {
      one: 'Ein Vorschlag steht im Text. Nimm ihn an, oder lehne ihn ab.',
      other: '# Vorschläge stehen im Text. Nimm sie an, oder lehne sie ab.',
    }),
  someGone: (count) =>
    plural(count, {
      one: 'Der Text hat sich geändert: # Vorschlag steht darin; was nicht mehr passt, fiel weg.',
      other: 'Der Text hat sich geändert: # Vorschläge stehen darin; was nicht mehr passt, fiel weg.',
    }),
  notSuggested: 'In diesem Text lässt sich nichts vorschlagen.',
  gone: 'Diese Wörter stehen nicht mehr im Text.',
  nothingSelected: 'Es ist nichts markiert. Markiere, was geprüft werden soll, und versuch es noch einmal.',
};

export const rewriting: Translation<typeof rewritingWords> = {
  tab: 'Umformulieren',
  style: 'Wie',
  styles: {
    shorter: 'Kürzer',
    plainer: 'Einfacher',
    formal: 'Förmlicher',
    friendly: 'Freundlicher',
    corrected: 'Ohne Versehen',
    continued: 'Weiterschreiben',
  },
  where: 'Wo',
  places: {
    device: () => 'Auf diesem Gerät',
    peer: (name) => `Anderswo: ${name}`,
    endpoint: (name) => `Unter ${name}`,
  },
  rewrite: 'Auswahl umformulieren',
  goOn: 'Ab hier weiterschreiben',
  cancel: 'Abbrechen',
  running: {
    device: () => 'Wird geschrieben …',
    peer: (name) => `Versiegelt angefragt: ${name}. Vielleicht wird dort erst jemand gefragt …`,
    endpoint: (name) => `Angefragt: ${name} …`,
  },
  made: 'Der Text ist neu formuliert.',
  empty:
    'Markiere Wörter eines Absatzes und lass sie neu formulieren, oder setz die Schreibmarke dorthin, wo es weitergehen soll. Ein Vorschlag wird es erst, wenn du es sagst.',
  unavailable:
    'Umformulieren braucht ein Sprachmodell, dem man sagen kann, was es tun soll, und hier ist keines: Das von Weft setzt nur fort, was du schreibst. Füg in den Einstellungen unter „Was mitliest“ bei „Eigene Modelle“ eines hinzu, nimm einen Browser, der eines mitbringt, oder lass ein anderes Gerät in diesem Dokument helfen.',
  choose:
    'Markiere Wörter innerhalb eines Absatzes, ohne Code, Links oder offene Vorschläge, und versuch es noch einmal.',
  chooseEnd: 'Setz die Schreibmarke hinter Wörter eines Absatzes, der kein Code ist, und versuch es noch einmal.',
  origins: {
    device: (engine) => `${toEngine(engine)}, auf diesem Gerät. Lies es, bevor du es nimmst.`,
    peer: (engine) => `${toEngine(engine)}, ein Gerät des Raums. Lies es, bevor du es nimmst.`,
    endpoint: (engine) => `${toEngine(engine)}, unter der Adresse, die du genannt hast. Lies es, bevor du es nimmst.`,
  },
  passed: (engine, why) => `${toEngine(engine)} nicht: ${why}`,
  same: 'Es gab nichts zu berichtigen.',
  suggest: 'Vorschlagen',
  discard: 'Verwerfen',
  suggested: 'Es steht als Vorschlag im Text. Nimm ihn an, oder lehne ihn ab.',
  changed: 'Der Text hat sich geändert. Markiere neu, und versuch es noch einmal.',
};

export const checklist: Translation<typeof checklistWords> = {
  tab: 'Aufgaben',
  find: 'Suchen',
  again: 'Noch einmal suchen',
  cancel: 'Abbrechen',
  running: 'Wird gelesen …',
  found: (count) => plural(count, { one: '# Aufgabe oder Tag gefunden', other: '# Aufgaben und Tage gefunden' }),
  empty:
    'Findet, was der Text jemandem zu tun gibt, bis wann, und kommende Tage, auf Deutsch und Englisch. Auf diesem Gerät; nichts verlässt es.',
  nothing:
    'Keine Aufgabe und kein Tag gefunden. Regeln suchen Wendungen wie „Anna soll …“, „Aufgabe: …“ oder „bis zum 3. Mai“.',
  origin: (today) => `Durch Regeln gefunden, auf diesem Gerät. Tage zählen ab heute (${today}).`,
  take: (text) => `In die Checkliste nehmen: ${text}`,
  show: 'Im Text zeigen: ',
  insert: 'Als Checkliste einfügen',
  suggest: 'Vorschlagen',
  inserted: (count) =>
    plural(count, {
      one: 'Eine Checkliste mit # Punkt steht im Text.',
      other: 'Eine Checkliste mit # Punkten steht im Text.',
    }),
  suggested: (count) =>
    plural(count, {
      one: 'Eine Checkliste mit # Punkt steht als Vorschlag im Text.',
      other: 'Eine Checkliste mit # Punkten steht als Vorschlag im Text.',
    }),
  notInserted: 'Die Checkliste ließ sich nicht in diesen Text einfügen. Such neu, und versuch es noch einmal.',
  gone: 'Dieser Satz steht nicht mehr im Text.',
  copy: 'Kopieren',
  copied: 'Die Checkliste ist kopiert.',
  notCopied: 'Der Browser ließ die Checkliste nicht kopieren. Füg sie ein, und kopiere sie von Hand.',
};
